"""Descriptions as YAML: what is written is read as it was."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from evalkit.read.codec.dump import as_yaml, plain
from evalkit.read.diagnostic import Faults
from evalkit.read.syntax.node import Entries, Items
from evalkit.read.syntax.text import tree

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(TEXT, st.text("\n\r\x85\u2028\u2029 a:#", max_size=8))
def test_what_is_written_as_yaml_is_read_as_it_was(text, lines):
    dropped = []
    made = plain(
        {
            "aliases": [text, lines],
            "name": text,
            "name_local": {"ko": lines},
            "sources": {"s": {"cite": text}},
        },
        dropped,
    )
    faults = Faults("made.yaml")
    node = tree(as_yaml(made).encode(), faults, is_json=False)
    assert not faults.found and _values(node) == made
    assert made["name_local"]["ko"] == lines and (made["name"] == text or dropped)


def _values(node):
    if isinstance(node, Entries):
        return {key.text: _values(value) for key, value in node.entries}
    return (
        [_values(each) for each in node.items] if isinstance(node, Items) else node.text
    )


def test_keys_stand_in_their_usual_order_and_one_thing_twice_makes_no_alias():
    source = {"kind": "website", "cite": "C"}
    made = plain(
        {
            "sources": {"a": source, "b": source},
            "odd": 1,
            "country": "KR",
            "name": "N",
            "id": "i",
            "budget": None,
        },
        [],
    )
    assert (
        as_yaml(made)
        == "id: i\nname: N\ncountry: KR\nsources:\n  a: {kind: website, cite: C}\n  b: {kind:"
        " website, cite: C}\nodd: 1\n"
    )
    assert yaml.safe_load(as_yaml(made)) == made
