"""What the notes of a workbook to fill in say of a column, for people who describe a program."""

from __future__ import annotations

import re
from collections.abc import Mapping

NOTES: Mapping[str, str] = {
    "id": "The name of its file: small letters, digits and hyphens, such as tool-center.",
    "name": "What it is called in the source, such as Center for tool makers.",
    "country": "The code of its country by ISO 3166-1, such as KR.",
    "object_type": "What it is, such as program.",
    "name_local": "Its names in other languages, such as {ko: 공구 지원센터}.",
    "aliases": "Other names and codes, such as A-101.",
    "synthetic": "Such as true: synthetic, to try evalkit. It is never ranked with real programs.",
    "level": "The level of government, such as regional.",
    "regions": "Regions that it serves, by name or code of ISO 3166-2, such as 경기 or KR-41.",
    "period": "The years in which it ran, such as 1996-2019 or 2014-.",
    "assessed": "The years that are judged, such as 2012-2015.",
    "part_of": "The id of the program that it belongs to, such as tool-program.",
    "operator": "Who runs it: an id of the sheet actors, or a name, such as center.",
    "sponsors": "Who pays for it: an id of the sheet actors, or a name, such as province.",
    "successor": "The id of the program that came after it, such as tool-center-2.",
    "succeeds": "The id that the same program had in an earlier period, such as tool-center-1.",
    "sectors": 'The word of the source with its code of ISIC Rev. 4, such as {fasteners: "2599"}.',
    "listed_in_full": "Sheets that list all there is of this program, such as services.",
    "reply.says": "What the operator answers to the card, such as We introduce firms since 2024.",
    "reply.by": "Who answers: an id of the sheet actors, such as center.",
    "reply.on": "The date of the answer, such as 2025-01-10.",
    "budget.total": "All the money of the program, such as 40e9 KRW 2014 or 5억원 2025.",
    "budget.per": "The span that the amount is for, such as year.",
    "budget.own": "The share of its own funds in the total, such as .4.",
    "budget.cofinance": "The share of firms and others in the total, such as .2.",
    "budget.copies": "The share that repeats what others fund, such as .1.",
}
"""What a column of the sheet of programs holds, with an example, by its heading. The notes of other
columns say what the class of their row says of itself.
"""


def about(name: str, documented: str) -> str:
    """What a column holds: its own note, else the text of a class without what is for programmers,
    such as the errors that it raises.
    """
    if name in NOTES:
        return NOTES[name]
    parts = documented.split("\n\n")
    kept = " ".join(part for part in parts if not part.startswith("Raises"))
    return re.sub(r"`|, see evalkit[.\w]*", "", " ".join(kept.split()))
