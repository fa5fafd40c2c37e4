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
from evalkit.read.tables import TEMPLATE, read_grid
from evalkit.read.tables.amounts import FigureError, Unit
from evalkit.read.tables.figures import figure, style_of
from evalkit.read.tables.grid import Cell
from evalkit.read.tables.headers import field_of, is_of_a_year, unit_in, year_in
from evalkit.read.tables.layout import Column, Table, lay_out
from evalkit.read.tables.mapping import TableMapping, load_mapping
from evalkit.read.tables.regions import region_code
from evalkit.read.tables.rows import sort_rows
from evalkit.read.workbook import Workbook, text_of

COUNTRIES = ("KR", "TW")
"""Countries whose regions are tried where nothing says the country."""
MOST_REGIONS = 0.8
"""The share of cells that are regions, from which a column holds them."""


@attrs.define
class Draft:
    """The mapping that is being made, and remarks on what it does not say."""

    fields: dict[str, object] = attrs.field(factory=dict)
    remarks: list[str] = attrs.field(factory=list)
    country: str = ""
    year: str = ""
    per: str = ""
    scaled: frozenset[str] = frozenset()
    """The columns whose figures are shown in thousands or millions and held in full."""

    def remark(self, column: Column, text: str) -> None:
        """Say something of a column."""
        self.remarks.append(f"column {column.name}: {text}")


def suggested(path: Path, fields: Fields) -> str:
    """A mapping as YAML.

    Raises ValueError for a file that is no table, and InputError for a mapping with faults.
    """
    mapping = load_mapping(fields.mapping) if fields.mapping else TableMapping()
    if fields.encoding:
        mapping = attrs.evolve(mapping, encoding=fields.encoding)
    grid = read_grid(path, mapping)
    if isinstance(grid, Workbook):
        raise ValueError(
            f"{TEMPLATE}, which needs no mapping: convert it with --to DIR"
        )
    # what is said of rows that are left out stands among the remarks
    with warnings.catch_warnings(action="ignore"):
        table = lay_out(grid, mapping)
        names = [column.name for column in table.columns if field_of(column) == "name"]
        done = sort_rows(table, grid, mapping, names[:1])
    draft = Draft(
        remarks=[*table.notes, *done.notes],
        year=year_in(path.stem),
        scaled=table.scaled,
    )
    rows = [record.cells for record in done.records]
    for column in table.columns:
        cells = [row[column.name] for row in rows]
        filled = [cell for cell in cells if cell != ""]
        _suggest_column(column, filled, draft)
    # after the columns: it names those that tell programs apart
    key = _key(table, draft, rows)
    return _as_yaml(draft, key, path)


def _suggest_column(column: Column, cells: Sequence[Cell], draft: Draft) -> None:
    """Add what a column suggests to the draft."""
    if not cells:
        draft.remark(column, "empty")
        return
    country = _country_of_regions(cells)
    field = field_of(column)
    if country and "regions" not in draft.fields:
        draft.fields["regions"] = column.name
        draft.country = draft.country or country
        # A column of places may name the owner as well, and then fills both fields.
        if field in ("", "regions"):
            return
    if _counts(cells):
        draft.remark(column, "counts the rows, so it is no id")
    elif not field:
        examples = dict.fromkeys(text_of(cell) for cell in cells[:3])
        draft.remark(column, f"not understood ({', '.join(examples)[:60]})")
    elif field in draft.fields:
        draft.remark(column, f"{field} too, which {draft.fields[field]} fills")
    elif field.startswith("budget."):
        draft.fields[field] = _amounts(field, column, cells, draft)
    else:
        draft.fields[field] = column.name


def _amounts(field: str, column: Column, cells: Sequence[Cell], draft: Draft) -> object:
    """The column of amounts, with their unit and their form where anything tells them."""
    header = f"{column.top} {column.bottom}"
    if field == "budget.total" and is_of_a_year(header):
        draft.per = "year"
    unit, year = unit_in(header), year_in(header) or draft.year
    currency = Unit.of(unit).name
    if column.name in draft.scaled:
        unit = currency
    if not currency:
        example = f"{unit or '1e6'} KRW 2025"
        draft.remark(column, f"no currency in its name; say unit: {example}")
    elif year:
        draft.remark(column, f"is {year} the year of its prices?")
    else:
        draft.remark(column, f"add the year of its prices, as in unit: {unit} 2025")
    try:
        style = style_of(cells)
        for cell in cells:
            figure(cell, style)
    except FigureError as error:
        draft.remark(column, f"{error}; say numbers: or nothing: [...]")
    if not unit:
        return column.name
    # only an amount of money has a year of its prices
    stated = f"{unit} {year}".strip() if currency else unit
    return {"column": column.name, "unit": stated}


def _counts(cells: Sequence[Cell]) -> bool:
    """Whether the cells are 1, 2, 3 and so on."""
    texts = [text_of(cell) for cell in cells]
    numbers = [str(number) for number in range(1, len(cells) + 1)]
    return len(cells) > 1 and texts == numbers


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
    if not identity and not isinstance(name, str):
        return []
    owner = draft.fields.get("sponsors") or draft.fields.get("regions")
    wanted = [identity] if identity else [owner, name]
    key = [column for column in wanted if isinstance(column, str)]
    if not key:
        return []
    columns = [table.column(column).name for column in key]
    keys = [tuple(row[column] for column in columns) for row in rows]
    twins = len(keys) - len(set(keys))
    if twins:
        several = "rows have" if twins > 1 else "row has"
        draft.remarks.append(
            f"{twins:,} {several} the {' and '.join(key)} of another one: they become one program"
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
        column = table.column(str(stated["column"]))
        cells = [row[column.name] for row in rows]
        amounts = {*zip(keys, cells, strict=True)}
        if len(amounts) > len(set(keys)):
            draft.fields[field] = {**stated, "rows": "sum"}
            draft.remark(
                column,
                "amounts differ between rows of one program, and rows: sum adds"
                " them; where these are several programs, name further columns in key:",
            )


def _as_yaml(draft: Draft, key: list[str], path: Path) -> str:
    """The draft as text, what a person has to complete as comments."""
    if "name" not in draft.fields:
        draft.remarks.append("no column for name: say which one it is")
    country = draft.country or _language(draft)
    # ?? is no code: a conversion refuses it until a person has said which country it is.
    constants = {"country": country or "??", "object_type": "program"}
    if draft.per:
        constants["budget.per"] = draft.per
    constants["source.cite"] = path.stem
    if not country:
        draft.remarks.append(
            f"country: one of {len(countries())} codes, such as KR or TW"
        )
    draft.remarks += _unsaid(draft, country or "KR")
    draft.remarks.append("source.cite: write who published the table, and when")
    mapping: dict[str, object] = {"claim": "objective", "constants": constants}
    if key:
        mapping = {"key": key, **mapping}
    if draft.fields:
        mapping["fields"] = draft.fields
    text = yaml.safe_dump(
        mapping,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        # PyYAML would break a line after 80 characters.
        width=2**31,
    )
    remarks = [f"# {' '.join(line.split())}\n" for line in draft.remarks]
    return "".join([*remarks, text])


def _unsaid(draft: Draft, country: str) -> list[str]:
    """What a portfolio needs and no column says: the period of the budgets, and the places."""
    remarks = []
    if "budget.total" in draft.fields and "budget.per" not in draft.fields:
        remark = (
            "budget.per: what period are the budgets for? For yearly ones add budget.per: year"
            " to constants, in every list of one portfolio: different periods are never added"
        )
        if draft.per:
            remark = f"budget.per: is {draft.per} the period of the budgets?"
        remarks.append(remark)
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
