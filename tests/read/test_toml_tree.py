"""TOML with places: values are those of Python's reader, and each stands where it is written."""

import pytest

from evalkit.read.diagnostic import Faults, Place
from evalkit.read.syntax.node import Entries, Items, Scalar
from evalkit.read.syntax.toml import toml_tree

TEXT = '''# a comment with [brackets] = "and quotes
rubric = "dac" # ] =
context = ["a",  # no, "end" ]
  "b\\" # no", 'c]',
]
"od.d" = 1_000.5
date = 1979-05-27 07:32:00
text = """
a = "q" [x]
""""
inline = { a = 1, b.c = [1, {z = -2}] }
[settings.survival]
years = 5
deep.yes = true
[[list]]
k = 1
[[list]]
k = 2
[list.below]
q = 3
[[list.inner]]
w = 4
'''
PLACES = {
    ("rubric",): (2, 10, 15),
    ("context", 0): (3, 12, 15),
    ("context", 1): (4, 3, 13),
    ("context", 2): (4, 15, 19),
    ("od.d",): (6, 10, 17),
    ("date",): (7, 8, 27),
    ("text",): (8, 8, 11),
    ("inline", "a"): (11, 16, 17),
    ("inline", "b", "c", 0): (11, 26, 27),
    ("inline", "b", "c", 1, "z"): (11, 34, 36),
    ("settings", "survival", "years"): (13, 9, 10),
    ("settings", "survival", "deep", "yes"): (14, 12, 16),
    ("list", 0, "k"): (16, 5, 6),
    ("list", 1, "k"): (18, 5, 6),
    ("list", 1, "below", "q"): (20, 5, 6),
    ("list", 1, "inner", 0, "w"): (22, 5, 6),
}


def scalars(node, path=()):
    """Every scalar of a tree by its path."""
    if isinstance(node, Entries):
        for key, inside in node.entries:
            yield from scalars(inside, (*path, key.text))
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from scalars(item, (*path, number))
    else:
        yield path, node


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_value_stands_where_it_is_written(end):
    tree = toml_tree(TEXT.replace("\n", end), Faults("x"))
    assert {path: node.place for path, node in scalars(tree)} == {
        path: Place(*place) for path, place in PLACES.items()
    }


def test_a_key_stands_where_it_is_first_written():
    tree = toml_tree(TEXT, Faults("x"))
    keys = {key.text: key.place.line for key, _ in tree.entries}
    assert keys["rubric"] == 2 and keys["settings"] == 12 and keys["list"] == 15


def test_values_are_those_of_the_reader_of_python():
    tree = toml_tree('a = "x"\nb = true\nc = 1_000\nd = [0x10]', Faults("x"))
    place = Place()
    assert [Scalar(node.text, place, node.quoted) for _, node in scalars(tree)] == [
        Scalar("x", place, True),
        Scalar("true", place),
        Scalar("1000", place),
        Scalar("16", place),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a = ", "EK102", 1, 5),
        ("a = 1\nb = [1,", "EK102", 2, 8),
        ("a = 1\nx y = 2", "EK102", 2, 3),
        ("a = 1\na = 2", "EK102", 2, 6),
        ("[a]\n[a]", "EK102", 2, 3),
        ("a = " + "[" * 100_000, "EK107", 1, 1),
        ("a = 1\nb = " + "9" * 5000, "EK204", 2, 5),
        ("a = 1\n\nb = [0x" + "f" * 4000 + "]", "EK204", 3, 6),
    ],
)
def test_what_is_no_toml_is_a_fault_with_its_place(text, code, line, column):
    faults = Faults("x")
    assert toml_tree(text, faults) is None
    (fault,) = faults.found
    assert (fault.code, fault.place.line, fault.place.column) == (code, line, column)
