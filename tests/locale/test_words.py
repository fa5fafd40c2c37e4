"""One thing has one word: what was renamed is printed nowhere, in no format and no language.

Texts of descriptions are data and may use any word, so that what is rendered here are programs made
for tests.
"""

import ast
import contextlib
import io
import itertools
import json
import re
import sqlite3
import tokenize
from html.parser import HTMLParser
from pathlib import Path

import click
import console
import made
import openpyxl
import pytest
import yaml

from evalkit.cli import group
from evalkit.comparison.programs import compare_programs
from evalkit.comparison.rubrics import compare_rubrics
from evalkit.plugin import Options
from evalkit.plugin.host import load

ROOT = Path(__file__).parents[2]
RENAMED = {
    "clearly higher, no clear difference": r"(told|tells?) apart|(not )?separable",
    "in n % of simulations": r"draws|of the draws",
    "possible range": r"bounds|could be \d",
    "certainty": r"[Gg]rades?( of evidence)?",
    "evidence coverage": r"(?<!scope )own evidence",
    "no evidence": r"nobody (has )?looked",
    "parent, component": r"taken over from|its whole|wholes",
    "objective": r"stated aims?|lifts? nothing",
    "corrected reading": r"read anew|against the print",
    "cap": r"hurdles?",
    "validity rule": r"guards?",
    "breakpoints": r"knots?",
    "correlated errors": r"err together",
    "judgment, result": r"verdicts?",
    "supports, contradicts": r"(speaks?|speaking) (for|against)",
    "depends on": r"hangs? on|to learn most|learn most",
    "caveats": r"bear in mind",
    "synthetic": r"made[- ]up(?! for)",
    "different types of program": r"unlike kinds?",
    "compared": r"la(y|ys|id|ying) (\w+ )?side by side|juxtapos\w+",
    "context": r"landscapes?",
    "translated": r"(text )?is said in (Korean|Chinese|English|a language|your language)",
    "check": r"promises?",
    "evidence locations": r"passages?",
}
"""What stands nowhere, by the word that has taken its place."""
OLD = re.compile(rf"\b(?:{'|'.join(RENAMED.values())})\b", re.IGNORECASE | re.ASCII)
KEYS = {
    "against",
    "bounds",
    "guards",
    "landscape",
    "passages",
    "speaks",
    "verdict",
    "wholes",
}
"""Keys that files and results no longer have."""
RENAMED_IN_CODE = {"passage", "passages", "said", "speaking", "spoken", "told"}
"""Parts that no name in the code has."""
ALLOWED = re.compile(r"\bGRADE\b|--landscape\b|\blandscape: Paths\b|`landscape`")
"""The method of that name, and an option that Python has too."""


def old_words(texts):
    """What stands around the first of each renamed word in some texts, by the word."""
    standing = {}
    for text in texts:
        for found in OLD.finditer(ALLOWED.sub("", text)):
            around = text[max(0, found.start() - 40) : found.end() + 40]
            standing.setdefault(found[0].lower(), " ".join(around.split()))
    return standing


def hold(texts):
    """Hold texts to the words; raises AssertionError with what stands around each old one."""
    assert old_words(texts) == {}


def test_a_renamed_word_is_noticed():
    for text in (
        "No verdict.",
        "an own evidence of",
        "it speaks against",
        "Made-up",
        "The guard",
    ):
        assert old_words([text]), text
    fine = [
        "GRADE",
        "graded",
        "safeguard",
        "boundary",
        "could be",
        "withdraws",
        "made up for",
    ]
    assert old_words(fine) == {}


def constants(path):
    """The texts in a module of Python that are neither docstrings nor single words."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and " " in node.value
    ]


def names(path):
    """The names in a module of Python."""
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.NAME:
                yield token.string


def test_no_name_in_the_code_has_a_renamed_word():
    """Of texts and languages the field has words: message, locale, translated."""
    standing = {
        name
        for folder in ("evalkit", "plugins")
        for path in (ROOT / folder).rglob("*.py")
        for name in names(path)
        if RENAMED_IN_CODE & {*name.lower().split("_")}
    }
    # A key of descriptions: who says that there is a tie.
    assert standing == {"said_by"}


@pytest.mark.parametrize("folder", ["evalkit", "plugins"])
def test_no_text_in_the_code_has_a_renamed_word(folder):
    """Faults and pages of `explain` among them."""
    hold(text for path in (ROOT / folder).rglob("*.py") for text in constants(path))


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("rubrics/*.yaml")), ids=lambda path: path.stem
)
def test_no_text_of_a_rubric_has_a_renamed_word(path):
    hold(leaves(yaml.safe_load(path.read_text(encoding="utf-8"))))


def leaves(value):
    """Every text of plain data, which may have none of the old keys."""
    if isinstance(value, dict):
        assert not KEYS & value.keys()
        for inside in value.values():
            yield from leaves(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from leaves(inside)
    elif isinstance(value, str):
        yield value


CATALOGS = sorted(
    path for tree in ("evalkit", "plugins") for path in (ROOT / tree).rglob("en.po")
)


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_no_message_has_a_renamed_word(path):
    catalog = path.read_text(encoding="utf-8")
    hold(re.findall(r'^(?:msgstr(?:\[\d\])? )?"(.*)"$', catalog, re.MULTILINE))


QUOTING = {"docs/observations.md"}
"""Pages that quote descriptions, which may use any word."""
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted(
        path
        for folder in ("", "howto", "reference")
        for path in ROOT.glob(f"docs/{folder}/*.md")
    ),
    *sorted(ROOT.glob("plugins/*/method.md")),
]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_has_a_renamed_word(path):
    """The reference among them, which is made of docstrings."""
    if str(path.relative_to(ROOT)) not in QUOTING:
        hold(path.read_text(encoding="utf-8").splitlines())


def test_no_file_that_new_and_init_make_has_a_renamed_word():
    made_from = (ROOT / "evalkit" / "cli" / "scaffold").rglob("*.tmpl")
    hold(path.read_text(encoding="utf-8") for path in made_from)


def commands(command=group, path=()):
    """The path of every command."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), (*path, name))


def test_no_help_has_a_renamed_word():
    helps = [
        " ".join(console.run(*path, "--help").stdout.split()) for path in commands()
    ]
    assert len(helps) > 15
    hold(helps)


def test_no_measure_has_a_renamed_word():
    measures = [
        measure
        for evaluator in load(installed=False).evaluators().values()
        for measure in evaluator.measures
    ]
    hold(f"{each.question} {each.description}" for each in measures)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """What reports show: cards of each status, comparisons of both kinds, and perspectives."""
    folder = tmp_path_factory.mktemp("made")
    cards = made.score(folder)
    other = made.score(folder, "dac", overlay=False, ids=("low", "part"))
    return {
        "cards": [cards],
        "comparison": [compare_programs(cards), compare_programs(cards, "country")],
        "perspectives": [compare_rubrics([cards[0], cards[3], *other])],
    }


class Page(HTMLParser):
    """What a page shows or reads out: its texts, its attributes, and the data of its script."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.inside = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        kind = dict(attrs).get("type", "")
        self.inside = (
            "data" if "json" in kind else tag if tag in ("script", "style") else ""
        )
        self.texts += [
            value or ""
            for name, value in attrs
            if name in ("title", "aria-label", "alt")
        ]

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "data":
            self.texts += leaves(json.loads(data))
        elif not self.inside:
            self.texts.append(data)


def texts_of(name, content):
    """The texts of a report, by the name of its format."""
    if name == "json":
        return [*leaves(json.loads(content))]
    if name == "html":
        return Page(content).texts
    if name == "xlsx":
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        rows = itertools.chain.from_iterable(
            sheet.iter_rows(values_only=True) for sheet in sheets
        )
        return [
            *(sheet.title for sheet in sheets),
            *(str(cell) for row in rows for cell in row),
        ]
    if name == "docx":
        document = pytest.importorskip("docx").Document(io.BytesIO(content))
        cells = (
            cell.text
            for table in document.tables
            for row in table.rows
            for cell in row.cells
        )
        return [*(paragraph.text for paragraph in document.paragraphs), *cells]
    if name == "parquet":
        rows = (
            pytest.importorskip("pyarrow.parquet")
            .read_table(io.BytesIO(content))
            .to_pylist()
        )
        return [str(text) for row in rows for pair in row.items() for text in pair]
    if name == "sqlite":
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            return [*database.iterdump()]
    return [" ".join(click.unstyle(content).split())]


SLOW = ("docx", "xlsx")
"""Formats that take seconds to write, in full detail alone; they say what the others say."""
WRITERS = {writer.name: writer for writer in load(installed=False).writers()}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.thorough] if name in SLOW else [])
        for name in WRITERS
    ],
)
def test_no_report_has_a_renamed_word(results, name):
    """In English: what reports say in another language is held in its catalog."""
    module = WRITERS[name].load()
    contents = [
        getattr(module, kind)(result, Options(verbose))
        for kind, of_kind in results.items()
        if hasattr(module, kind)
        for result in of_kind
        for verbose in {True, name in SLOW}
    ]
    assert contents
    hold(text for each in contents for text in texts_of(name, each))
