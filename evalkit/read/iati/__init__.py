"""Activities of the International Aid Transparency Initiative (IATI 2.03) as descriptions: one for
each activity, which is evidence of what it says, marked as imported.

    file -> stream -> activity, budget -> description
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from evalkit.plugin.reader import Entry, Unread
from evalkit.read.iati.activity import described, identifier, says
from evalkit.read.iati.parts import Fault
from evalkit.read.iati.stream import elements
from evalkit.read.tables.grid import listed

CONSTANTS = ("country", "object_type", "level", "synthetic", "source.cite")
"""Fields that may be given for all activities, each as a constant."""


def descriptions(path: Path, fields: Mapping[str, str]) -> Iterator[Entry]:
    """The activities of a file; one that is no description costs only itself.

    `fields` may hold constants for `CONSTANTS`. Raises ValueError for what is no IATI file, for a
    document type, and for other fields.
    """
    constants = _constants(fields)
    lines: dict[str, int] = {}
    without_budget = []
    for located in elements(path, "iati-activities", "iati-activity"):
        activity, line = located.element, located.line
        made, faults = described(activity, constants)
        code, program_id = identifier(activity), made.get("id", "")
        first = lines.setdefault(program_id, line)
        # one without an identifier has a fault already
        if program_id and first != line:
            faults.append(
                Fault(
                    "iati-identifier",
                    code,
                    f"line {first} has an activity of this identifier too",
                )
            )
        if "budget" not in made:
            without_budget.append(line)
        cells = {"iati-identifier": code, "title": made.get("name", "")}
        description = None if faults else _whole(made, activity, constants, line=line)
        unread = [_unread(line, fault) for fault in faults]
        yield Entry(description, {line: cells}, unread=tuple(unread))
    if without_budget:
        warnings.warn(f"no budget: {listed(without_budget)}", stacklevel=1)


def _constants(fields: Mapping[str, str]) -> dict[str, str]:
    """What is given for all activities."""
    constants = {}
    for field, place in fields.items():
        # an activity has no columns that a field could stand in
        if field not in CONSTANTS or not place.startswith("="):
            known = ", ".join(f"{name}==TEXT" for name in CONSTANTS)
            raise ValueError(f"--field {field}={place}: an activity takes {known}")
        constants[field] = place.removeprefix("=")
    return constants


def _whole(
    made: dict[str, Any], activity: Element, constants: dict[str, str], *, line: int
) -> dict[str, Any]:
    """The description with its source and evidence."""
    whole = {**made, "object_type": constants.get("object_type", "program")}
    for name in ("level", "synthetic"):
        if name in constants:
            whole[name] = constants[name]
    cite = constants.get("source.cite", "Activities published in IATI 2.03")
    whole["sources"] = {"iati": {"kind": "admin_data", "cite": cite}}
    whole["evidence"] = {
        "activity": {
            "source": "iati",
            "at": f"activity {identifier(activity)} (line {line})",
            # What a donor publishes of an activity is its plan: rule G3 keeps it from showing what
            # was done.
            "claim": "objective",
            "reading": "imported",
            "says": says(activity) or made["name"],
        }
    }
    return whole


def _unread(line: int, fault: Fault) -> Unread:
    return Unread(line, fault.element, 1, fault.text, fault.message, fault.help)
