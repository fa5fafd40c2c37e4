"""What is written as plain data is read back as the same value: descriptions, rubrics and
numbers."""

import copy
import importlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_schema import FIELDS, VALUE

from evalkit.model.program import Program
from evalkit.model.quantity import Missing, Quantity
from evalkit.model.rubric import Rubric
from evalkit.read.codec.decode import Decoder
from evalkit.read.codec.encode import plain
from evalkit.read.diagnostic import Faults
from evalkit.read.files import load_rubric
from evalkit.read.loaded import content_digest
from evalkit.read.syntax.text import tree
from evalkit.session import Session
from evalkit.session.settings import Settings

kit = importlib.import_module("evalkit.testing.samples")

ROOT = Path(__file__).parents[2]
ENGINE = Session(Settings(overlays=[ROOT / "docs" / "trade-2011.yaml"]))
DESCRIPTIONS = [
    *(path for path in ROOT.glob("programs/*/*.yaml") if "." not in path.stem),
    *ROOT.glob("tests/library/synthetic/*.yaml"),
    ROOT / "docs" / "every-field.yaml",
]
HEAD = {"id": "p", "name": "P", "country": "KR", "object_type": "program"}


def read(kind, value):
    """A value of a kind from plain data, which must have no fault."""
    faults = Faults("x.json")
    found = Decoder(faults).value(
        kind, tree(json.dumps(value, ensure_ascii=False).encode(), faults, is_json=True)
    )
    assert faults.found == []
    return found


def in_order(value):
    """The keys of every map, since a report shows them in this order."""
    return (
        [(key, in_order(each)) for key, each in value.items()]
        if isinstance(value, dict)
        else value
    )


@pytest.mark.parametrize("path", sorted(DESCRIPTIONS), ids=lambda path: path.stem)
def test_a_description_is_read_back_as_it_was(path):
    program = ENGINE.card(path, draws=False).program
    back = read(Program, plain(program))
    assert back == program
    assert in_order(plain(back)) == in_order(plain(program))


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("rubrics/*.yaml")), ids=lambda path: path.stem
)
def test_a_rubric_is_read_back_with_its_digest(path):
    loaded = load_rubric(path)
    back = read(Rubric, plain(loaded.rubric))
    assert back == loaded.rubric and content_digest(back) == loaded.digest


def test_a_rubric_may_be_a_file_of_json(tmp_path):
    loaded = load_rubric(ROOT / "rubrics" / "hsieh.yaml")
    (tmp_path / "hsieh.json").write_text(
        json.dumps(plain(loaded.rubric)), encoding="utf-8"
    )
    assert load_rubric(tmp_path / "hsieh.json").digest == loaded.digest


@pytest.mark.parametrize("least", [30, pytest.param(300, marks=pytest.mark.kit)])
def test_every_program_of_the_conformance_kit_is_read_back_as_it_was(least):
    programs = [scene.read()[0] for scene in kit.samples()]
    assert len(programs) > least
    for program in programs:
        assert read(Program, plain(program)) == program


def sound(document):
    """The program of a document, None when it has a fault."""
    faults = Faults("x.json")
    program = Decoder(faults).value(
        Program, tree(json.dumps(document).encode(), faults, is_json=True)
    )
    return None if faults.found else program


@given(
    changes=st.lists(st.tuples(st.sampled_from(FIELDS), VALUE), min_size=4, max_size=12)
)
def test_any_sound_program_is_read_back_as_it_was(changes):
    """Changes that make a program unsound are left out."""
    document = {
        **HEAD,
        "evidence": {"e1": {"source": "s"}},
        "sources": {"s": {"kind": "press", "cite": "S"}},
    }
    for path, value in changes:
        tried = place = copy.deepcopy(document)
        for key in path[:-1]:
            place = place.setdefault(key, {}) if isinstance(place, dict) else {}
        if isinstance(place, dict):
            place[path[-1]] = value
        document = tried if sound(tried) else document
    program = sound(document)
    assert read(Program, plain(program)) == program


NUMBERS = st.floats(1e-12, 1e24) | st.integers(0, 10**18).map(float) | st.just(0.0)
UNITS = st.just(("", None)) | st.tuples(
    st.sampled_from(["KRW", "staff", "NTD_m"]), st.none() | st.integers(1900, 2100)
)


@given(
    ends=st.tuples(NUMBERS, NUMBERS | st.just(float("inf"))).map(sorted),
    unit=UNITS,
    about=st.booleans(),
)
def test_any_number_is_read_back_to_the_last_digit(ends, unit, about):
    low, high = ends
    for quantity in (
        Quantity(low, high, *unit),
        Quantity(low, low, *unit, about=about),
    ):
        if quantity.low == float("inf"):
            continue
        assert (
            read(Program, {**HEAD, "budget": {"total": plain(quantity)}}).budget.total
            == quantity
        )
        series = {2005: quantity, 2007: Quantity.exactly(1)}
        assert (
            read(Program, {**HEAD, "units": {"centers": {"n": plain(series)}}})
            .units["centers"]
            .n
            == series
        )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Missing(), "unknown"),
        (Missing("absent", ("e1",)), {"absent": ["e1"]}),
        (Missing("not_applicable", (), "nobody"), {"not_applicable": "nobody"}),
        (Quantity.exactly(3), 3),
        (Quantity(12, float("inf")), {"min": 12}),
        (Quantity(0.1, 0.5), {"min": 0.1, "max": 0.5}),
        (Quantity(0.5, 0.5, about=True), {"about": 0.5}),
        (Quantity(40e9, 40e9, "KRW", 2014), "40000000000 KRW 2014"),
        ({None: Quantity.exactly(3)}, 3),
        ({2005: Quantity.exactly(3)}, {"2005": 3}),
    ],
)
def test_the_form_is_that_of_a_file(value, written):
    assert plain(value) == written
