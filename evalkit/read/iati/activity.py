"""An activity of IATI 2.03 as a description. Code lists: https://iatistandard.org/en/iati-standard/203/codelists/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from evalkit.model.places import countries
from evalkit.read.iati.budget import budget
from evalkit.read.iati.parts import Fault, amount_of, attribute_of, text_of
from evalkit.read.tables.grid import clean
from evalkit.read.tables.ids import as_id

IMPLEMENTING, FUNDING = "4", "1"
"""Roles of participating organizations."""
OBJECTIVES = "2"
"""The type of a description that tells objectives."""
STARTS, ENDS = ("2", "1"), ("4", "3")
"""Types of dates: of start and end the actual one, else the planned one."""
STATUS = {
    "1": "pipeline",
    "2": "implementation",
    "3": "finalization",
    "4": "closed",
    "5": "cancelled",
    "6": "suspended",
}
LONGEST = 2_000
"""Characters of what an activity says that are kept."""


def identifier(activity: Element) -> str:
    """The identifier, empty where there is none."""
    return text_of(activity.find("iati-identifier"))


def described(
    activity: Element, constants: dict[str, str]
) -> tuple[dict[str, Any], list[Fault]]:
    """The description without its sources and evidence, and what keeps it from being one.

    `constants` hold for every activity, and prevail.
    """
    faults: list[Fault] = []
    code = identifier(activity)
    language = activity.get("xml:lang", "")
    names = _narratives(activity.find("title"), language)
    made: dict[str, Any] = {
        "id": as_id(code),
        "name": names[0][1] if names else "",
        "aliases": [code] if code != as_id(code) else None,
        "country": constants.get("country") or _country(activity, faults),
        "name_local": {tag: text for tag, text in names[1:] if tag},
        "period": _period(activity),
        "operator": _organizations(activity, IMPLEMENTING),
        "sponsors": _organizations(activity, FUNDING),
        "regions": _regions(activity),
        "objectives": _objectives(activity),
        "budget": budget(activity, faults),
    }
    if not made["id"]:
        faults.append(
            Fault("iati-identifier", code, "no identifier, so no description")
        )
    if not made["name"]:
        faults.append(Fault("title", "", "no title, so no description"))
    return {name: value for name, value in made.items() if value}, faults


def says(activity: Element) -> str:
    """What the activity says in short, for the evidence: status, sectors, places, organizations and
    its description.
    """
    # What has no field stands in the evidence: sectors by DAC codes are no ISIC industries.
    status = attribute_of(activity, "activity-status", "code")
    sectors = _coded(activity, "sector", "vocabulary")
    in_countries = _coded(activity, "recipient-country", "percentage")
    in_regions = _coded(activity, "recipient-region", "percentage")
    parts = {
        "status": STATUS.get(status, ""),
        "sectors": ", ".join(sectors),
        "recipient countries": ", ".join(in_countries),
        "recipient regions": ", ".join(in_regions),
        "reporting": _first(activity.find("reporting-org")),
        "description": " ".join(map(_first, _general(activity))),
    }
    stated = [f"{name}: {text}" for name, text in parts.items() if text]
    return "; ".join(stated)[:LONGEST]


def _country(activity: Element, faults: list[Fault]) -> str:
    places = activity.findall("recipient-country")
    codes = [place.get("code", "").upper() for place in places]
    # a country without a percentage has all of the money
    shares = [amount_of(place.get("percentage", "100")) for place in places]
    is_whole = shares == [100]
    if is_whole and codes[0] in countries():
        return codes[0]
    listed = ", ".join(codes)
    if len(codes) != 1:
        message = f"{len(codes)} recipient countries, and a description has one"
    elif is_whole:
        message = f"{listed!r} is not an ISO 3166-1 country code"
    else:
        share = places[0].get("percentage", "")[:40]
        message = (
            f"{share!r} percent are for {listed!r}, and a description has one country"
        )
    faults.append(
        Fault("recipient-country", listed, message, "say one with --field country==KR")
    )
    return ""


def _regions(activity: Element) -> list[str]:
    """Where it works within the country, in the words of the activity."""
    names: dict[str, None] = {}
    for location in activity.findall("location"):
        name = _first(location.find("name"))
        if name:
            names[name] = None
    return list(names)


def _period(activity: Element) -> dict[str, int]:
    """The years of start and end."""
    dates = {}
    for date in activity.findall("activity-date"):
        dates[date.get("type")] = date.get("iso-date", "")
    period = {}
    for name, kinds in (("from", STARTS), ("to", ENDS)):
        stated = [dates[kind] for kind in kinds if dates.get(kind)]
        year = stated[0][:4] if stated else ""
        if year.isdecimal():
            period[name] = int(year)
    return period


def _organizations(activity: Element, role: str) -> list[str]:
    """The participating organizations of a role, by name or else by reference."""
    names: dict[str, None] = {}
    for element in activity.findall("participating-org"):
        if element.get("role") != role:
            continue
        name = _first(element) or clean(element.get("ref", ""))
        if name:
            names[name] = None
    return list(names)


def _objectives(activity: Element) -> dict[str, str]:
    for element in activity.findall("description"):
        if element.get("type") == OBJECTIVES:
            text = _first(element)
            return {"says": text[:LONGEST], "evidence": "activity"} if text else {}
    return {}


def _general(activity: Element) -> Iterator[Element]:
    elements = activity.findall("description")
    # The standard makes a description without a type a general one, type 1.
    return (element for element in elements if element.get("type", "1") != OBJECTIVES)


def _coded(activity: Element, name: str, more: str) -> Iterator[str]:
    """Codes with an attribute of theirs, such as `11330 (1)` for a sector of vocabulary 1."""
    for element in activity.findall(name):
        text, beside = element.get("code", ""), element.get(more, "")
        if beside:
            text = f"{text} ({beside})"
        yield clean(text)


def _narratives(element: Element | None, default: str) -> list[tuple[str, str]]:
    """Texts with their languages, that of the file first."""
    if element is None:
        return []
    texts = []
    for narrative in element.findall("narrative"):
        text = text_of(narrative)
        if text:
            texts.append((narrative.get("xml:lang", default), text))
    # False sorts before True, and the order of the file stays where two are alike.
    return sorted(texts, key=lambda pair: pair[0] != default)


def _first(element: Element | None) -> str:
    """The first text of an element."""
    texts = _narratives(element, "")
    return texts[0][1] if texts else ""
