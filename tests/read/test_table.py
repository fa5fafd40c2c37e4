"""Tables as descriptions, and descriptions as YAML: what stands in a cell comes through, and
what cannot be read is told with its row."""

import warnings

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import evalkit
from evalkit.model.quantity import Quantity
from evalkit.read.diagnostic import Faults
from evalkit.read.dump import as_yaml, plain
from evalkit.read.leaves import leaf
from evalkit.read.node import Entries, Items
from evalkit.read.table import descriptions
from evalkit.read.text import tree

CONSTANT = {"country": "=KR", "object_type": "=program", "source.cite": "=List"}


@pytest.fixture
def read(tmp_path):
    """The descriptions of a table, given as text or bytes."""

    def call(table, fields=CONSTANT):
        path = tmp_path / "table.csv"
        path.write_bytes(table if isinstance(table, bytes) else table.encode())
        with warnings.catch_warnings(action="ignore"):
            return list(descriptions(path, fields))

    return call


FILLED = {
    "aliases": "A",
    "synthetic": True,
    "level": "national",
    "period": 2014,
    "assessed.from": 2012,
    "operator": "center",
    "sectors.bolts": "2599",
    "objectives.says": "More",
    "actors.center.name": "12",
    "actors.center.type": "ministry",
    "peers.other.overlap": "some",
    "peers.other.clients_shared": 0.5,
    "services.function": "F05",
    "services.joint_only": False,
    "selection.mode": "invitation",
    "budget.total.about": 12,
    "decisions.stop": "users",
    "capacity.staff": 12,
    "capacity.standard.value": "4 per 100",
    "demand.on_request": 3,
    "units.sites.n": 7,
    "units.hubs.n.2005": 8,
    "beneficiaries.direct.min": 40,
    "beneficiaries.awards": "8e6 KRW",
    "chain.part": "several",
    "exports.steel.top5": 0.52,
    "outcomes.jobs.value": 5,
    "joint_projects.all.n": 190,
    "network_survey.response": 0.7,
    "codings.me.COO-2.level": 2.5,
    "codings.me.COO-2.why": "so it is",
    "reply.says": "No",
}
WITH_EVIDENCE = {
    "peers.other",
    "services",
    "selection",
    "budget",
    "decisions",
    "capacity",
    "capacity.standard",
    "demand",
    "units.sites",
    "units.hubs",
    "beneficiaries",
    "chain",
    "exports.steel",
    "outcomes.jobs",
    "joint_projects.all",
    "network_survey",
    "codings.me.COO-2",
}


def test_a_cell_fills_every_field_that_takes_one_value_and_facts_name_the_row(read, tmp_path):
    cells = [
        str(value).lower() if isinstance(value, bool) else str(value) for value in FILLED.values()
    ]
    (made,) = read(
        f"name,{','.join(FILLED)}\nP,{','.join(cells)}\n",
        CONSTANT | {"evidence.row.claim": "=behavior"},
    )
    flat = dict(_flat(made))
    assert {path: flat[path] for path in FILLED} == FILLED
    assert {
        path.removesuffix(".evidence")
        for path, value in flat.items()
        if path.endswith(".evidence") and value == "row"
    } == WITH_EVIDENCE
    (tmp_path / "made.yaml").write_text(as_yaml(made), encoding="utf-8")
    program = evalkit.load(tmp_path / "made.yaml")
    assert program.beneficiaries.direct.low == 40 and program.units["hubs"].n == {
        2005: Quantity.exactly(8)
    }


def _flat(value, *path):
    """The values of nested maps by their path."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _flat(each, *path, key)
    else:
        yield ".".join(path), value


@pytest.mark.parametrize(
    "path",
    [
        "budget",
        "name_local",
        "nmae",
        "budget.totl",
        "budget.total.most",
        "id.x",
        "",
        ".",
        "sources.table",
        "codings.me",
    ],
)
def test_what_one_cell_cannot_fill_is_no_leaf(path):
    assert leaf(path) is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("7", 7),
        ("7.0", 7),
        ("007", 7),
        ("-.5", -0.5),
        ("1e3", 1000),
        ("1,234", "1,234"),
        ("12 staff", "12 staff"),
        ("-", "-"),
    ],
)
def test_a_number_is_a_number_where_one_is_expected_and_text_elsewhere(read, cell, value):
    (made,) = read(f'name,capacity.staff\n"{cell}","{cell}"\n')
    assert made["capacity"]["staff"] == value and type(made["capacity"]["staff"]) is type(value)
    assert made["name"] == cell


def test_a_field_with_an_empty_cell_is_left_out_with_its_block(read):
    full, empty = read(
        "name,no,budget.total,id\nP,1,,p\nQ,,3,\n", CONSTANT | {"capacity.staff": "={no} staff"}
    )
    assert full["capacity"] == {"staff": "1 staff", "evidence": "row"} and "budget" not in full
    assert empty["budget"] == {"total": 3, "evidence": "row"} and not empty.keys() & {
        "capacity",
        "id",
    }


def test_a_row_lifts_nothing_until_somebody_says_what_was_observed(read):
    (plain,) = read("name,objectives.says,budget.total\nP,More,3\n")
    assert (
        plain["evidence"]["row"]["claim"] == "objective"
        and plain["objectives"]["evidence"] == plain["budget"]["evidence"] == "row"
    )
    (told,) = read(
        "name,objectives.says,budget.total\nP,More,3\n",
        CONSTANT | {"evidence.row.claim": "=behavior"},
    )
    assert told["evidence"]["row"]["claim"] == "behavior" and told["budget"]["evidence"] == "row"
    assert told["objectives"] == {"says": "More", "evidence": "objective"}
    assert told["evidence"]["objective"] == {
        "source": "table",
        "at": "row 2",
        "claim": "objective",
        "says": "More",
    }


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_mark_at_the_beginning_and_the_kind_of_line_ends_make_no_difference(read, start, end):
    (made,) = read(start + f'name,no{end}"이{end}름",1{end}{end},{end}'.encode())
    assert (made["name"], made["evidence"]["row"]["says"]) == ("이 름", "name: 이 름; no: 1")


@pytest.mark.parametrize(
    ("table", "fields", "message"),
    [
        ("", {}, "the table is empty: its first row names the columns"),
        (
            "이름\n".encode("cp949"),
            {},
            (
                "line 1: byte 0xc0 is not UTF-8; save the table as CSV in UTF-8; Korean tables are"
                " often in CP949"
            ),
        ),
        ("name\n".encode("utf-16"), {}, "line 1: byte 0xff is not UTF-8"),
        ("name;no\nP;1\n", {}, "row 1: the cells are not separated by commas"),
        (
            "name,no,name\n",
            {},
            "row 1: two columns are called 'name'; give one of them another name",
        ),
        (
            "name,no\nP,1\nQ\n\nR,1,2\n",
            {},
            "rows 3, 5: not 2 cells as in row 1; a cell that holds a comma stands in quotes",
        ),
        ('name,no\nP,"1\nQ,2\n', {}, "row 2: this is not CSV: unexpected end of data"),
        (
            'name,no\nP,1\nQ,"a"b\n',
            {},
            (
                "row 3: this is not CSV: ',' expected after '\"'; a quote inside a cell is written"
                " twice"
            ),
        ),
        (f"name\n{'x' * 140_000}\n", {}, "row 2: a cell holds more than 131,072 characters"),
        (
            "name\nP\n",
            {},
            (
                "nothing says country, object_type, source.cite: name a column (country=COLUMN) or"
                " a constant (country==TEXT)"
            ),
        ),
        (
            "name\nP\n",
            CONSTANT | {"name": "Name"},
            "there is no column 'Name': did you mean 'name'?",
        ),
        ("name\nP\n", CONSTANT | {"id": "=x-{no}"}, "there is no column 'no': there are name"),
        (
            "name\nP\n",
            CONSTANT | {"regoins": "=x"},
            "'regoins' is no field that a cell can fill: did you mean 'regions'?",
        ),
        (
            "name\nP\n",
            CONSTANT | {"budget": "=1"},
            "'budget' is no field that a cell can fill: name one such as budget.total",
        ),
        (
            "name\nP\n",
            CONSTANT | {"period": "=1", "period.to": "=1"},
            "period and period.to do not go together: period= leaves one out",
        ),
    ],
)
def test_what_is_no_table_is_told_with_its_place(read, table, fields, message):
    with pytest.raises(ValueError) as raised:
        read(table, fields)
    assert str(raised.value).startswith(message)


def test_all_that_is_wrong_with_the_fields_is_told_at_once(read):
    with pytest.raises(ValueError) as raised:
        read("no\n1\n", {"name": "nix", "foo": "no"})
    first, second, third = str(raised.value).split("\n  ")
    assert (
        "'nix'" in first
        and "'foo'" in second
        and third.startswith("nothing says country, object_type, source.cite")
    )


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
    return [_values(each) for each in node.items] if isinstance(node, Items) else node.text


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
