"""Messages are values: typed parameters, one form for machines that is read back without loss,
and words in catalogs."""

import pytest
from attrs import evolve

from evalkit.model.message import (
    Count,
    Listing,
    Message,
    Number,
    Points,
    Quote,
    Ref,
    Share,
    Term,
    message,
    quoted,
    refs,
)
from evalkit.model.saved.message import as_data, from_data

EVERY_KIND = message(
    "gives_no_level",
    measures=Listing(
        (
            message(
                "measure_why",
                measure=Ref("agency"),
                why=message("few_units", n=2, needed=5),
            ),
        ),
        "comma",
    ),
    share=Share(0.405),
    points=Points(62.5),
    number=Number(2.25, decimals=1),
    step=Number(1, signed=True),
    term=Term("Coordination", inside=True),
    text="they said {so}",
)


def test_a_message_is_read_back_without_loss():
    data = as_data(EVERY_KIND)
    assert from_data(data) == EVERY_KIND and hash(from_data(data)) == hash(EVERY_KIND)
    assert data["text"] == str(EVERY_KIND)
    assert data["params"]["share"] == {"type": "share", "value": 0.405}


@pytest.mark.parametrize(
    ("param", "said"),
    [
        (Ref("agency"), "agency"),
        (Quote("agency"), "agency"),
        (Term("Coordination", inside=True), "coordination"),
        (Term("Taiwan"), "Taiwan"),
        (Points(62.5), "63"),
        (Share(0.405), "41%"),
        (Share(0.1 + 0.2), "30%"),
        (Count(3), "3"),
        (Number(12.5), "12.5"),
        (Number(10, decimals=1), "10.0"),
        (Number(-2, signed=True), "-2"),
        (Number(1, signed=True), "+1"),
        (refs(["a", "b", "c"]), "a, b and c"),
        (refs(["a", "b"], "or"), "a or b"),
        (refs([]), ""),
    ],
)
def test_how_a_parameter_is_said_in_english(param, said):
    assert str(Message("quoted", {"text": param})) == said


def test_plain_values_become_parameters():
    assert dict(message("quoted", text="a", n=1, x=0.5).params) == {
        "text": Quote("a"),
        "n": Count(1),
        "x": Number(0.5),
    }
    assert (
        quoted(EVERY_KIND) is EVERY_KIND and str(quoted("{as it is}")) == "{as it is}"
    )


def test_a_count_chooses_the_plural():
    assert str(message("few_units", n=1, needed=5)).startswith("1 known unit;")
    assert str(message("few_units", n=2, needed=5)).startswith("2 known units;")


@pytest.mark.parametrize(
    ("points", "words"), [(0.0, "0 points"), (1.4, "1 point"), (1.5, "2 points")]
)
def test_points_choose_the_plural_as_they_are_shown(points, words):
    assert str(Message("points_alike", {"points": Points(points)})) == words


def test_a_code_that_no_catalog_knows_is_said_as_it_was_saved():
    stranger = from_data(
        {"code": "elsewhere.new", "params": {}, "text": "as it was saved"}
    )
    assert str(stranger) == "as it was saved"
    assert str(evolve(stranger, english="")) == "elsewhere.new"


@pytest.mark.parametrize(
    "odd",
    [
        {"code": 5},
        {"params": {"a": {"type": "none", "value": 1}}},
        {"params": {"a": {"type": "ref", "id": 5}}},
        {"params": {"a": {"type": "count", "value": 1.5}}},
        {"params": {"a": {"type": "number", "value": 1, "decimals": 10**9}}},
        {"params": {"a": {"type": "number", "value": float("inf")}}},
        {"params": {"a": {"type": "listing", "items": [], "style": "of"}}},
        {"params": {"a": {}}},
    ],
)
def test_what_is_no_message_is_refused(odd):
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_data({"code": "quoted", "params": {}, "text": ""} | odd)


def test_a_message_cannot_be_changed():
    with pytest.raises(TypeError):
        EVERY_KIND.params["text"] = Quote("other")
