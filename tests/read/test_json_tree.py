"""JSON is read as the reader of Python reads it, and every value has its place."""

import json
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.read.diagnostic import Faults, Place
from evalkit.read.syntax.node import Entries, Items, Scalar, uncollected
from evalkit.read.syntax.text import tree

LITERALS = {"null": None, "true": True, "false": False}
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inside: (
        st.lists(inside, max_size=4) | st.dictionaries(TEXT, inside, max_size=4)
    ),
    max_leaves=12,
)


def value(node):
    """What a tree holds, as Python's reader gives it."""
    if isinstance(node, Items):
        return [value(item) for item in node.items]
    if isinstance(node, Entries):
        return {key.text: value(inside) for key, inside in node.entries}
    return node.text if node.quoted else json.loads(node.text)


@given(VALUES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_what_was_written_is_read(content, indent, ascii_only):
    text = json.dumps(content, indent=indent, ensure_ascii=ascii_only)
    faults = Faults("x.json")
    assert (
        value(tree(text.encode(), faults, is_json=True)) == content and not faults.found
    )


def scalars(node):
    """The scalars of a tree, keys among them."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from scalars(item)
    else:
        for key, inside in node.entries:
            yield key
            yield from scalars(inside)


@given(VALUES, st.sampled_from([None, 1, "\t"]))
def test_every_key_and_value_is_looked_up_where_it_is_written(content, indent):
    text = json.dumps(content, indent=indent)
    faults = Faults("x.json")
    for scalar in scalars(tree(text.encode(), faults, is_json=True)):
        line, column, end = faults.place_of(scalar.place)
        assert json.loads(text.splitlines()[line - 1][column - 1 : end - 1]) == value(
            scalar
        )


def test_a_sound_text_is_not_scanned_for_places(monkeypatch):
    def spans(text):
        raise AssertionError("nothing is said of this text")

    monkeypatch.setattr("evalkit.read.syntax.json._spans", spans)
    node = tree(b'{"a": [1, {"b": "c"}], "d": null}', Faults("x.json"), is_json=True)
    assert value(node) == {"a": [1, {"b": "c"}], "d": None}


def test_what_was_read_goes_without_the_search_for_garbage():
    faults = Faults("x.json")
    with uncollected():
        tree(b'{"a": 1}', faults, is_json=True)
        gone = weakref.ref(faults)
        del faults
        assert gone() is None


@given(
    st.text(
        st.sampled_from('[]{}:,"\\u0a1.-+eE \n\ttruefalsn'), min_size=1, max_size=12
    )
)
def test_what_python_refuses_is_refused(text):
    faults = Faults("x.json")
    node = tree(text.encode(), faults, is_json=True)
    try:
        json.loads(text)
    except ValueError:
        assert node is None and len(faults.found) == 1
    else:
        assert (node is not None) == (
            not {"EK110"} & {fault.code for fault in faults.found}
        )


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            ' {"a": [1,\n "é"]}',
            [
                Place(1, 2, 3),
                Place(1, 3, 6),
                Place(1, 8, 9),
                Place(1, 9, 10),
                Place(2, 2, 5),
            ],
        ),
        ('["\u2028",\r\n2]', [Place(1, 1, 2), Place(1, 2, 5), Place(3, 1, 2)]),
    ],
)
def test_every_value_has_its_place(text, places):
    """In lines as they are shown, which a line separator ends too."""

    def walk(node):
        yield faults.place_of(node.place)
        if not isinstance(node, Scalar):
            inside = node.items if isinstance(node, Items) else sum(node.entries, ())
            for below in inside:
                yield from walk(below)

    faults = Faults("x.json")
    assert [*walk(tree(text.encode(), faults, is_json=True))] == places


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('{"a": -Infinity}', "EK204", Place(1, 7, 16)),
        ('{"a": "NaN", "b": NaN}', "EK204", Place(1, 19, 22)),
        ('{"a": 01}', "EK102", Place(1, 8, 9)),
        ('{"a": "\\ud800"}', "EK110", Place(1, 7, 15)),
        ("[1] 2", "EK104", Place(1, 5, 6)),
        ('{"a": 1, "b": 2, "a": 3}', "EK111", Place(1, 18, 21)),
    ],
)
def test_a_fault_has_its_place(text, code, place):
    faults = Faults("x.json")
    tree(text.encode(), faults, is_json=True)
    assert [(fault.code, fault.place) for fault in faults.found] == [(code, place)]
