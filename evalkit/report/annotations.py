"""Faults for services that show them beside the lines of a change: commands of GitHub Actions, and
SARIF 2.1.0 (OASIS standard, 2020).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from evalkit import __version__
from evalkit.read.codes import PAGES
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.read.diagnostic import Diagnostic

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
)


def github(faults: Sequence[Diagnostic]) -> str:
    """A workflow command for each fault, which GitHub shows at its line."""
    return "".join(_command(fault) for fault in faults)


def _command(fault: Diagnostic) -> str:
    place = fault.place
    properties = {
        "file": fault.path,
        "line": place.line,
        "col": place.column,
        "endColumn": place.end,
        "title": f"evalkit {fault.code}",
    }
    named = ",".join(
        f"{name}={_property(str(value))}" for name, value in properties.items()
    )
    text = safe("\n".join(filter(None, [fault.message, fault.help])))
    return f"::{fault.severity} {named}::{_data(text)}\n"


def _data(text: str) -> str:
    # The percent sign first, for it stands in what is written for the others. A line break as it is
    # would begin another command.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(safe(text)).replace(":", "%3A").replace(",", "%2C")


def sarif(faults: Sequence[Diagnostic]) -> str:
    """One run with a rule for each code and a result for each fault; columns count characters."""
    codes = sorted({fault.code for fault in faults})
    driver = {"name": "evalkit", "version": __version__, "rules": [*map(_rule, codes)]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(fault, codes.index(fault.code)) for fault in faults],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str) -> dict[str, Any]:
    page = PAGES[code]
    return {
        "id": code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.why},
        "help": {"text": page.mend},
    }


def _result(fault: Diagnostic, rule: int) -> dict[str, Any]:
    place = fault.place
    region = {"startLine": place.line, "startColumn": place.column}
    # A region of SARIF ends behind its beginning, and a fault of a whole file has no width.
    if place.end > place.column:
        region["endColumn"] = place.end
    # a file has an address, in which what means something there is spelled out
    where = {"artifactLocation": {"uri": quote(fault.path)}, "region": region}
    return {
        "ruleId": fault.code,
        "ruleIndex": rule,
        "level": fault.severity,
        "message": {"text": " ".join(filter(None, [f"{fault.message}.", fault.help]))},
        "locations": [{"physicalLocation": where}],
    }
