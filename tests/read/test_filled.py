"""What `evalkit template` writes comes back as it was, and what a workbook cannot hold is named."""

import copy
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from test_schema import FIELDS, VALUE

from evalkit.model.plugin_facts import PluginFacts
from evalkit.model.program import Program
from evalkit.plugin.reader import Fields
from evalkit.read.codec.decode import Decoder
from evalkit.read.codec.encode import plain
from evalkit.read.diagnostic import Faults
from evalkit.read.files import load_description
from evalkit.read.filled import cells
from evalkit.read.filled.fill import fill
from evalkit.read.filled.sheets import Column, sheets_of
from evalkit.read.syntax.text import tree
from evalkit.read.tables import descriptions
from evalkit.session import Session
from evalkit.session.settings import Settings
from evalkit.session.template import workbook_of
from evalkit.testing import samples

ROOT = Path(__file__).parents[2]
ENGINE = Session(Settings())
SHEETS = sheets_of(PluginFacts)
HEAD = {"country": "KR", "object_type": "program"}
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12
) | (
    st.sampled_from(
        ["=1+1", "12/40", "1e3", "no", "a; b", "[x]", "{a: b}", "2012-2015", "_x0041_"]
    )
)


def decoded(document):
    """The program of a document, None when it has a fault."""
    faults = Faults("x.json")
    node = tree(json.dumps(document).encode(), faults, is_json=True)
    program = Decoder(faults).whole(Program, node)
    return None if faults.found else program


@st.composite
def documents(draw, number):
    """A sound description, with texts that a spreadsheet could take for something else."""
    document = {
        **HEAD,
        "id": f"p{number}",
        "name": draw(TEXTS),
        "aliases": draw(st.lists(TEXTS, max_size=3)),
        "sectors": draw(st.dictionaries(TEXTS, TEXTS, max_size=2)),
        "observations": {
            "m": [{"value": draw(TEXTS), "of": draw(TEXTS), "evidence": "e1"}]
        },
        "evidence": {
            "e1": {"source": "s", "says": draw(TEXTS), "at": draw(st.lists(TEXTS))}
        },
        "sources": {"s": {"kind": "press", "cite": draw(TEXTS)}},
    }
    if decoded(document) is None:
        document = {**HEAD, "id": f"p{number}", "name": "P"}
    for path, value in draw(
        st.lists(st.tuples(st.sampled_from(FIELDS), VALUE), min_size=4, max_size=12)
    ):
        tried = place = copy.deepcopy(document)
        for key in path[:-1]:
            place = place.setdefault(key, {}) if isinstance(place, dict) else {}
        if isinstance(place, dict):
            place[path[-1]] = value
        document = tried if decoded(tried) else document
    return document


@settings(
    max_examples=3, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
@given(
    st.integers(1, 6).flatmap(
        lambda n: st.tuples(*(documents(number) for number in range(n)))
    )
)
def test_descriptions_come_back_from_a_workbook_as_they_were(given_documents):
    """All but the fields that are named as left out; nothing else is lost."""
    described = [plain(decoded(document)) for document in given_documents]
    made = workbook_of(ENGINE, described)
    with TemporaryDirectory() as folder:
        book = Path(folder, "programs.xlsx")
        book.write_bytes(made.content)
        entries = list(descriptions(book, Fields({})))
    assert [entry.unread for entry in entries] == [()] * len(described)
    left_out = {
        (owner, field) for owner, field in (text.split(": ") for text in made.left_out)
    }
    for before, entry in zip(described, entries, strict=True):
        names = [name for name in before if (before["id"], name) not in left_out]
        assert {name: entry.description[name] for name in names} == {
            name: before[name] for name in names
        }
        assert {*entry.description} <= {*before}


def test_a_workbook_holds_the_library_and_every_field():
    paths = [ROOT / "docs" / "every-field.yaml", *ROOT.glob("programs/*/*.yaml")]
    described = [
        plain(load_description(path)) for path in paths if "." not in path.stem
    ]
    assert len(described) > 20 and fill(SHEETS, described).left_out == []


@pytest.mark.kit
def test_a_workbook_holds_the_programs_of_the_kit():
    made = [plain(scene.read()[0]) for scene in samples.samples()]
    assert fill(SHEETS, made).left_out == []


@pytest.mark.parametrize("text", ["a\u2028b", "_x0041_", "x" * 32_768, "a\u202eb"])
def test_what_a_cell_would_change_is_named(text):
    described = {
        "id": "p",
        "name": "P",
        **HEAD,
        "reply": {"says": text},
        "aliases": ["fine"],
    }
    filled = fill(SHEETS, [described])
    assert filled.left_out == ["p: reply"]
    assert filled.rows["programs"][0]["aliases"] == "fine"


def column(name):
    """A column of any sheet, by the name of its sheet and its heading."""
    sheet, _, heading = name.partition(" ")
    return next(each for each in SHEETS if each.name == sheet).column(heading)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("programs regions", "KR-41; the west coast ", ["KR-41", "the west coast"]),
        ("programs assessed", "2012-2015", {"from": 2012, "to": 2015}),
        ("programs period", "1996\N{EN DASH}", {"from": 1996}),
        ("programs period", "2014", 2014),
        ("programs budget.total", " 40e9 KRW 2014", "40e9 KRW 2014"),
        ("programs budget.total", "{min: 1, max: 2}", {"min": 1, "max": 2}),
        ("programs budget.total", "5억원", "500000000 KRW"),
        ("programs budget.total", "5 억원 2025", "500000000 KRW 2025"),
        ("programs budget.total", "3억 5,000만원 2024", "350000000 KRW 2024"),
        (
            "programs budget.total",
            "10~20억원",
            {"min": "1000000000 KRW", "max": "2000000000 KRW"},
        ),
        ("programs budget.total", "10 staff", "10 staff"),
        ("programs budget.total", "much", "much"),
        ("programs budget.total", "10 2014", "10 2014"),
        ("programs capacity.staff", "10~2000", {"min": 10, "max": 2000}),
        ("programs budget.own", "40%", 0.4),
        (
            "programs beneficiaries.awards",
            "1억원; 2억원",
            ["100000000 KRW", "200000000 KRW"],
        ),
        ("programs budget.own", "0.4", 0.4),
        ("programs budget.own", "{absent: e4}", {"absent": "e4"}),
        ("programs synthetic", "TRUE", True),
        (
            "programs sectors",
            '{fasteners: "2599", bolts: 1e3}',
            {"fasteners": "2599", "bolts": "1e3"},
        ),
        ("programs name", "{a: b}", "{a: b}"),
        ("actors sector", "{absent: e1}", {"absent": "e1"}),
        ("units n", "{2005: 7, 2007: 12}", {"2005": 7, "2007": 12}),
        ("observations value", "12/40", "12/40"),
        ("observations value", "0.3", 0.3),
        ("evidence at", '["a; b", c]', ["a; b", "c"]),
    ],
)
def test_a_cell_is_read_as_a_description_writes_it(name, text, value):
    assert cells.value(text, column(name)) == value


def test_a_cell_with_broken_braces_is_refused():
    with pytest.raises(cells.CellError, match="braces"):
        cells.value("{min: 1", Column("n", ("n",), float))
