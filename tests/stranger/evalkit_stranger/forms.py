"""Reads the form in which offices report whom they helped: XML without a document type, so that no
entity can be declared."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree


class _Plain(ElementTree.TreeBuilder):
    """Builds a tree of a document that declares nothing."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise ValueError(
            f"the document type {name} is refused, for it may declare entities"
        )


def descriptions(
    path: Path, fields: Mapping[str, str]
) -> Iterator[Mapping[str, object]]:
    """A description for each `<office>` of the form; raises ValueError for what is no form."""
    try:
        root = ElementTree.parse(path, ElementTree.XMLParser(target=_Plain())).getroot()
    except (ElementTree.ParseError, LookupError) as error:
        raise ValueError(f"no XML: {error}") from error
    if root is None or root.tag != "offices":
        raise ValueError("the outermost element is not <offices>")
    for number, office in enumerate(root.iter("office"), 1):
        yield _description(office, number, fields)


def _description(
    office: ElementTree.Element, number: int, fields: Mapping[str, str]
) -> Mapping[str, object]:
    """One office; what the user says of a field stands for every office."""
    if not (name := office.get("name")):
        raise ValueError(f"office {number}: it has no name")
    counts = {
        key: _count(office, key, number)
        for key in ("newcomers", "helped")
        if key in office.attrib
    }
    return {
        "id": office.get("id", f"office-{number}"),
        "name": name,
        "country": office.get("country") or fields.get("country", "").removeprefix("="),
        "object_type": "service",
        "sources": {"form": {"kind": "admin_data", "cite": "Form of the office"}},
        "evidence": {
            "row": {
                "source": "form",
                "at": f"office {number}",
                "claim": "behavior",
                "says": f"{counts.get('helped', '?')} of {counts.get('newcomers', '?')}",
            }
        },
        "facts": {"welcome": {**counts, "evidence": "row"}},
    }


def _count(office: ElementTree.Element, key: str, number: int) -> int:
    text = office.attrib[key]
    if not text.isdecimal():
        raise ValueError(f"office {number}: {key} is {text!r}, which is no count")
    return int(text)
