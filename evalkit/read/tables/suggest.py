"""A first mapping of a table, for a person to complete: what its headers and cells suggest, and as
comments what they do not.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from pathlib import Path

import attrs
import yaml

from evalkit.model.places import countries
from evalkit.plugin.reader import Fields
from evalkit.read.codec.leaves import leaf
from evalkit.read.tables import TEMPLATE, read_grid
from evalkit.read.tables.amounts import FigureError
from evalkit.read.tables.figures import figure, style_of
from evalkit.read.tables.grid import Cell, folded, words
from evalkit.read.tables.layout import Column, Table, lay_out
from evalkit.read.tables.mapping import TableMapping, load_mapping
from evalkit.read.tables.regions import region_code
from evalkit.read.tables.rows import sort_rows
from evalkit.read.workbook import Workbook, text_of

COUNTRIES = ("KR", "TW")
"""Countries whose regions are tried where nothing says the country."""
MOST_REGIONS = 0.8
"""The share of cells that are regions, from which a column holds them."""
_BRACKETS = re.compile(r"[(（\[].*?[)）\]]")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# Taiwan counts years from 1912: 114年 is 2025.
_YEAR_OF_THE_REPUBLIC = re.compile(r"(?<!\d)\d{2,3}(?=年)")
_UNITS = {
    "원": "KRW",
    "won": "KRW",
    "krw": "KRW",
    "元": "TWD",
    "ntd": "TWD",
    "twd": "TWD",
    "eur": "EUR",
    "euro": "EUR",
    "€": "EUR",
    "usd": "USD",
}


@attrs.define
class Draft:
    """The mapping that is being made, and remarks on what it does not say."""

    fields: dict[str, object] = attrs.field(factory=dict)
    remarks: list[str] = attrs.field(factory=list)
    country: str = ""
    year: str = ""
    per: str = ""


def suggested(path: Path, fields: Fields) -> str:
    """A mapping as YAML.

    Raises ValueError for a file that is no table, and InputError for a mapping with faults.
    """
    mapping = load_mapping(fields.mapping) if fields.mapping else TableMapping()
    mapping = attrs.evolve(mapping, encoding=fields.encoding or mapping.encoding)
    grid = read_grid(path, mapping)
    if isinstance(grid, Workbook):
        raise ValueError(
            f"{TEMPLATE}, which needs no mapping: convert it with --to DIR"
        )
    with warnings.catch_warnings(action="ignore"):
        table = lay_out(grid, mapping)
        names = [column.name for column in table.columns if _field(column) == "name"]
        done = sort_rows(table, grid, mapping, names[:1])
    draft = Draft(remarks=[*table.notes, *done.notes], year=_year(path.stem))
    rows = [record.cells for record in done.records]
    for column in table.columns:
        filled = [row[column.name] for row in rows if row[column.name] != ""]
        _suggest_column(column, filled, draft)
    key = _key(table, draft, rows)
    return _as_yaml(draft, key, path)


def _field(column: Column) -> str:
    """The field that the name of a column suggests, empty for none."""
    for name in (column.top, column.bottom, column.name):
        if leaf(name):
            return name
        bare = _without_year(folded(_BRACKETS.sub("", name)))
        for field, headers in words()["column"].items():
            if bare in headers or folded(name) in headers:
                return str(field)
    return ""


def _year(text: str) -> str:
    """The year that a text names, empty for none."""
    year = _YEAR.search(text)
    return year[0] if year else ""


def _without_year(header: str) -> str:
    """A header without its year: the budget of a year is a budget."""
    bare = _YEAR_OF_THE_REPUBLIC.sub("", _YEAR.sub("", header))
    for word in words()["year"]:
        bare = bare.replace(word, "")
    return bare


def _is_of_a_year(header: str) -> bool:
    """Whether a header says that its figures are for one year; two years are a period."""
    years = len(_YEAR.findall(header))
    return years == 1 or (not years and _without_year(folded(header)) != folded(header))


def _suggest_column(column: Column, cells: Sequence[Cell], draft: Draft) -> None:
    """Add what a column suggests to the draft."""
    if not cells:
        draft.remarks.append(f"column {column.name}: empty")
        return
    country = _country_of_regions(cells)
    field = _field(column)
    if country and "regions" not in draft.fields:
        draft.fields["regions"] = column.name
        draft.country = draft.country or country
        # A column of places may name the owner as well, and then fills both fields.
        if field in ("", "regions"):
            return
    if _counts(cells):
        draft.remarks.append(f"column {column.name}: counts the rows, so it is no id")
    elif not field:
        examples = ", ".join(dict.fromkeys(text_of(cell) for cell in cells[:3]))
        draft.remarks.append(f"column {column.name}: not understood ({examples[:60]})")
    elif field in draft.fields:
        draft.remarks.append(
            f"column {column.name}: {field} too, which {draft.fields[field]} fills"
        )
    else:
        draft.fields[field] = _filling(field, column, cells, draft)


def _filling(field: str, column: Column, cells: Sequence[Cell], draft: Draft) -> object:
    """The column of a field, with the unit and the form of its figures where it has any."""
    if not field.startswith("budget."):
        return column.name
    filling: dict[str, object] = {"column": column.name}
    header = f"{column.top} {column.bottom}"
    if field == "budget.total" and _is_of_a_year(header):
        draft.per = "year"
    if unit := _unit(header):
        year = _year(header) or draft.year
        filling["unit"] = " ".join(filter(None, [unit, year]))
        draft.remarks.append(
            f"column {column.name}: is {year} the year of its prices?"
            if year
            else f"column {column.name}: add the year of its prices, as in unit: {unit} 2025"
        )
    try:
        style = style_of(cells)
        for cell in cells:
            figure(cell, style)
    except FigureError as error:
        draft.remarks.append(
            f"column {column.name}: {error}; say numbers: or nothing: [...]"
        )
    if "unit" not in filling:
        draft.remarks.append(
            f"column {column.name}: no currency in its name; say unit: 1e6 KRW 2025"
        )
    return filling if len(filling) > 1 else column.name


def _unit(header: str) -> str:
    """The unit in a header such as `Budget (million won)`, empty for none."""
    text = folded(header)
    for word, currency in _UNITS.items():
        before, currency_word, _ = text.rpartition(word)
        if currency_word:
            scales = [
                (len(name), factor)
                for name, factor in words()["scale"].items()
                if before.endswith(name)
            ]
            # The longest word: 백만, a million, ends in 만, ten thousand.
            factor = max(scales, default=(0, 1))[1]
            return f"1e{len(str(factor)) - 1} {currency}" if factor > 1 else currency
    return ""


def _counts(cells: Sequence[Cell]) -> bool:
    """Whether the cells are 1, 2, 3 and so on."""
    return len(cells) > 1 and [text_of(cell) for cell in cells] == [
        str(number) for number in range(1, len(cells) + 1)
    ]


def _country_of_regions(cells: Sequence[Cell]) -> str:
    """The country whose regions the cells name, empty for none."""
    texts = {cell for cell in cells if isinstance(cell, str)}
    for country in COUNTRIES:
        regions = [text for text in texts if region_code(text, country)]
        if texts and len(regions) >= MOST_REGIONS * len(texts):
            return country
    return ""


def _key(table: Table, draft: Draft, rows: Sequence[dict[str, Cell]]) -> list[str]:
    """The columns that tell programs apart: none where there is an id, else the name and, where
    names stand more than once, the owner.
    """
    name, identity = draft.fields.get("name"), draft.fields.get("id")
    owner = draft.fields.get("sponsors") or draft.fields.get("regions")
    wanted = [identity] if identity else [owner, name]
    key = [column for column in wanted if isinstance(column, str)]
    if not key or not (identity or isinstance(name, str)):
        return []
    columns = [table.column(column).name for column in key]
    keys = [tuple(row[column] for column in columns) for row in rows]
    twins = len(keys) - len(set(keys))
    if twins:
        several = "rows have" if twins > 1 else "row has"
        what = " and ".join(key)
        draft.remarks.append(
            f"{twins:,} {several} the {what} of another one: they become one program"
        )
        _add_figures(table, draft, rows, keys)
    return [] if identity else key


def _add_figures(
    table: Table,
    draft: Draft,
    rows: Sequence[dict[str, Cell]],
    keys: Sequence[tuple[Cell, ...]],
) -> None:
    """Add the amounts of rows with one key where they differ."""
    for field, filling in draft.fields.items():
        if not field.startswith("budget."):
            continue
        stated = filling if isinstance(filling, dict) else {"column": filling}
        column = table.column(str(stated["column"])).name
        amounts = {(key, row[column]) for key, row in zip(keys, rows, strict=True)}
        if len(amounts) > len(set(keys)):
            draft.fields[field] = {**stated, "rows": "sum"}
            draft.remarks.append(
                f"column {column}: amounts differ between rows of one program, and rows: sum adds"
                " them; where these are several programs, name further columns in key:"
            )


def _as_yaml(draft: Draft, key: list[str], path: Path) -> str:
    """The draft as text, what a person has to complete as comments."""
    if "name" not in draft.fields:
        draft.remarks.append("no column for name: say which one it is")
    language = draft.country or _language(draft)
    # ?? is no code: a conversion refuses it until a person has said which country it is.
    constants = {"country": language or "??", "object_type": "program"}
    if draft.per:
        constants["budget.per"] = draft.per
    constants["source.cite"] = path.stem
    if not language:
        draft.remarks.append(
            f"country: one of {len(countries())} codes, such as KR or TW"
        )
    draft.remarks += _unsaid(draft, language or "KR")
    draft.remarks.append("source.cite: write who published the table, and when")
    whole = {
        "key": key,
        "claim": "objective",
        "constants": constants,
        "fields": draft.fields,
    }
    text = yaml.safe_dump(
        {name: value for name, value in whole.items() if value},
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        # PyYAML would break a line after 80 characters.
        width=2**31,
    )
    remarks = "".join(f"# {' '.join(line.split())}\n" for line in draft.remarks)
    return f"{remarks}{text}"


def _unsaid(draft: Draft, country: str) -> list[str]:
    """What a portfolio needs and no column says: the period of the budgets, and the places."""
    remarks = []
    if "budget.total" in draft.fields and "budget.per" not in draft.fields:
        remarks.append(
            f"budget.per: is {draft.per} the period of the budgets?"
            if draft.per
            else "budget.per: what period are the budgets for? For yearly ones add budget.per: year"
            " to constants, in every list of one portfolio: different periods are never added"
        )
    if "regions" not in draft.fields:
        remarks.append(
            f"regions: no column gives a place. Add regions: {country} to constants where the"
            " programs serve the whole country, or level: national, which evalkit portfolio"
            " --nationwide takes for that"
        )
    return remarks


def _language(draft: Draft) -> str:
    """The country that the letters of the headers suggest, empty for none."""
    headers = " ".join(str(value) for value in draft.fields.values())
    return "KR" if re.search("[가-힣]", headers) else ""
