"""Known answers of a measure, a way of rating, a writer and a reader are as easy to write down."""

import sys

import pytest
from attrs import evolve
from broken import SOUND, declared, served

from evalkit.model.errors import InputError
from evalkit.plugin import Evaluator, Options, Reader, Writer
from evalkit.testing import evaluate, rate, read, write

SHOWN = {
    "sources": {"s": {"kind": "statistics", "cite": "A table"}},
    "evidence": {"e1": {"source": "s", "at": "p. 1", "claim": "behavior"}},
}
FIRMS = {"beneficiaries": {"direct": 10, "eligible": 40, "evidence": "e1"}, **SHOWN}
PARTS = """
def cards(cards, options):
    return ", ".join(f"{card.program.id}{'!' * options.verbose}" for card in cards)

def comparison(comparison, options):
    return str(len(comparison.pairs) > 0).encode()

def descriptions(path, fields):
    text = path.read_text()
    if not text:
        raise ValueError("it is empty")
    return [{"id": word, "name": fields.get("name", "x"), "year": None} for word in text.split()]
"""


@pytest.fixture
def parts(tmp_path, monkeypatch):
    """The name of a module with a writer and a reader."""
    (tmp_path / "known_parts.py").write_text(PARTS, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield "known_parts"
    sys.modules.pop("known_parts", None)


def below(case):
    """One level below the core's rating, and less certain."""
    if case.default.level is None:
        return case.default
    level = case.default.level - 1
    return evolve(case.default, level=level, interval=(0.0, 4.0), certainty="very low")


RATES = Evaluator("coordination", [declared(served)], below, method="`m`")
CODED = {
    **SHOWN,
    "coders": {"anna": {"kind": "person"}},
    "codings": {"anna": {"COO-1": {"level": 2, "evidence": "e1", "why": "as it is"}}},
}


def test_of_a_measure():
    assert evaluate(SOUND, FIRMS)["m"].value == (0.25, 0.25)


def test_of_a_way_of_rating():
    ratings = rate(RATES, CODED, "hsieh")
    assert ratings["COO-1"].level == 1.0 and ratings["COO-2"].level is None
    assert rate(RATES, {}, "hsieh")["COO-1"].status == "unknown"
    plain = Evaluator(
        "coordination", method="It rates.", rate=lambda case: case.default
    )
    assert rate(plain, CODED, "hsieh")["COO-1"].level == 2.0
    broken = Evaluator("coordination", method="It rates.", rate=lambda case: 1 / 0)
    assert rate(broken, {}, "hsieh")["COO-1"].status == "error"


def test_a_rubric_that_does_not_ask():
    with pytest.raises(
        InputError, match="rubric hsieh has no dimension that evaluator e measures"
    ):
        rate(SOUND, FIRMS, "hsieh")


def test_of_a_writer(parts):
    writer = Writer("mine", parts)
    assert write(writer, {"id": "mine"}) == "mine"
    assert write(writer, "beneficiaries: {direct: 5}", {}) == "synthetic-1, synthetic-2"
    assert write(writer, FIRMS, options=Options(verbose=True)) == "synthetic-1!"
    assert write(writer, {"id": "a"}, {"id": "b"}, kind="comparison") == b"True"
    with pytest.raises(InputError, match="unknown key 'benefits'"):
        write(writer, {"benefits": 5})


def test_of_a_reader(parts):
    reader = Reader("mine", parts, [".x"])
    assert read(reader, "a b") == [{"id": "a", "name": "x"}, {"id": "b", "name": "x"}]
    assert read(reader, b"a", {"name": "=A"}) == [{"id": "a", "name": "=A"}]
    with pytest.raises(ValueError, match="^it is empty$"):
        read(reader, "")
