"""Hostile text in every field of a description is text in every format: no formula, no link, no
markup, no command, no escape."""

import csv
import io
import json
import re
from pathlib import Path

import click
import openpyxl
import pytest
import yaml

import evalkit
from evalkit.plugin import Options
from evalkit.report import csv as csv_writer
from evalkit.report import json as json_writer
from evalkit.report import latex, markdown, safe, xlsx
from evalkit.report.terminal import text as terminal

EVERY_FIELD = Path(__file__).parents[2] / "docs" / "every-field.yaml"
FREE = {
    "name",
    "name_local",
    "aliases",
    "regions",
    "cite",
    "author",
    "says",
    "why",
    "certainty_why",
    "dispute",
    "counts",
    "not_applicable",
    "trend",
}
"""The fields of a description that take any text."""
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": "\" onload=alert(1) x='",
    "link": '=HYPERLINK("http://x","y")',
    "formula": "@SUM(A1)",
    "plus": "+8315",
    "minus": "-1",
    "full width": "＝SUM(A1)",
    "full width plus": "＋1",
    "full width minus": "－1",
    "full width at": "＠SUM(A1)",
    "line feed": "\n=SUM(A1)",
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "reversed": "\u202eabc\u2066d\u200b",
    "command": r"\input{/etc/passwd} 100% & $x$ #1 _a ^b ~c \\ [d] *e `f",
    "mark": "[x](http://x) ![y](z) | `c` *d* \n# e",
    "control": "a\x00b\x01c\x7fd\x9be\ufffef",
    "long": "x" * 10_000,
    "longer": "y" * 40_000,
}
OUTSIDE_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def replaced(value, text, key=""):
    """A description with a text in every field that takes any."""
    if isinstance(value, dict):
        # YAML 1.1 takes on for a truth
        value = {"on" if name is True else name: each for name, each in value.items()}
        return {
            name: replaced(each, text, key if key == "name_local" else name)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [replaced(each, text, key) for each in value]
    return text if key in FREE and isinstance(value, str) else value


@pytest.fixture(scope="module", params=HOSTILE)
def hostile(request, tmp_path_factory):
    """A text and the card of a description that holds it everywhere."""
    text = HOSTILE[request.param]
    path = tmp_path_factory.mktemp("hostile") / "program.yaml"
    description = replaced(
        yaml.safe_load(EVERY_FIELD.read_text(encoding="utf-8")), text
    )
    path.write_text(
        yaml.safe_dump(description, allow_unicode=False, sort_keys=False),
        encoding="utf-8",
    )
    return text, evalkit.score(path)


def test_the_fields_that_take_text_are_those_of_the_example():
    description = yaml.safe_load(EVERY_FIELD.read_text(encoding="utf-8"))
    found = yaml.safe_dump(replaced(description, "X_Y"))
    assert found.count("X_Y") >= 25


def test_csv(hostile):
    text, cards = hostile
    rows = list(csv.DictReader(io.StringIO(csv_writer.cards(cards, Options()))))
    shown = safe.terminal(text)
    assert {row["name"].removeprefix("'") for row in rows} == {shown} and any(
        shown in row["reasons"] for row in rows
    )
    for value in [value for row in rows for value in row.values()]:
        assert not value.startswith(
            ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
        ) and not OUTSIDE_TEXT.search(value)


def test_json(hostile):
    text, cards = hostile
    printed = json_writer.cards(cards, Options())
    card = json.loads(printed)["cards"][0]
    assert card["program"]["name"] == text and text in [
        each["why"] for each in card["dimensions"][0]["criteria"][1]["coded"]
    ]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]", printed)


@pytest.mark.parametrize("verbose", [False, True])
def test_text(hostile, verbose):
    text, cards = hostile
    printed = click.unstyle(terminal.cards(cards, Options(verbose, 100)))
    assert not OUTSIDE_TEXT.search(printed)
    assert "".join(safe.terminal(text).split())[:9_000] in "".join(printed.split())


def test_markdown(hostile):
    text, cards = hostile
    printed = markdown.cards(cards, Options())
    assert safe.markdown(text) in printed and not OUTSIDE_TEXT.search(printed)
    plain = re.sub(r"\\.", "", printed)  # what is escaped is no mark
    # the addresses of sources are links
    linked = r"\]\(<https://(example\.org/review\.pdf|doi\.org/10\.1000/182)>\)"
    assert len(re.findall(linked, plain)) == 2
    assert not re.search(r"[<>`]|\]\(", re.sub(linked, "", plain))


def test_ranges_and_amounts_are_no_marks_of_github():
    """It strikes out what stands between two tildes, and sets as a formula what stands between two
    dollars; a range of a Korean report has a tilde.
    """
    assert safe.markdown("D~E, 70~85") == r"D\~E, 70\~85"
    assert safe.markdown("US $1 and $2") == r"US \$1 and \$2"


def test_latex(hostile):
    text, cards = hostile
    printed = latex.cards(cards, Options())
    assert latex.escaped(text) in printed and not OUTSIDE_TEXT.search(printed)
    body = re.sub(
        r"\\(textbackslash|textasciicircum|textasciitilde|textasciigrave|textless|textgreater|textbar|dots|textperiodcentered)\{\}",
        "",
        printed,
    )
    (row,) = [line for line in body.splitlines() if "every-field" in line]
    row = row.removesuffix(r" \\").replace(r"\symbol{34}", "")
    row = re.sub(r"\\[&%$#_{}]|\{[\[\]*]\}", "", row)
    assert row.count("&") == 5 and not re.search(r"[\\{}$#%_^~<>|\[\]*`\"]", row)


def test_a_row_of_latex_cannot_be_taken_for_an_option_of_the_row_above():
    assert latex.escaped("[1cm] *x") == "{[}1cm{]} {*}x"


def test_a_workbook(hostile):
    text, cards = hostile
    made = openpyxl.load_workbook(io.BytesIO(xlsx.cards(cards, Options())))
    cells = [
        cell
        for sheet in made.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert not [
        cell
        for cell in cells
        if cell.data_type == "f" and cell.parent.title != "What if"
    ]
    assert not [
        cell
        for cell in cells
        if cell.data_type == "f" and safe.terminal(text) in str(cell.value)
    ]
    assert not [cell.coordinate for cell in cells if cell.hyperlink]
    texts = [cell for cell in cells if cell.data_type == "s"]
    assert not [cell.value for cell in texts if OUTSIDE_TEXT.search(cell.value)]
    if len(text) < 32_767:
        assert (
            made["Cards"]["B2"].value == safe.terminal(text)
            and made["Cards"]["B2"].data_type == "s"
        )
        # so that editing the cell makes no formula of it
        assert made["Cards"]["B2"].quotePrefix
        assert [
            cell
            for cell in texts
            if cell.parent.title == "Evidence" and cell.value == safe.terminal(text)
        ]
    else:
        assert (
            "".join(
                row[2]
                for row in made["Long texts"].iter_rows(values_only=True)
                if row[0] == "Cards, B2"
            )
            == text
        )
