"""The mapping of a table, what it fills, and the first one that is suggested."""

import pytest
import yaml

import evalkit
from evalkit.model.errors import InputError
from evalkit.model.quantity import Quantity
from evalkit.plugin.reader import Fields
from evalkit.read.codec.dump import as_yaml
from evalkit.read.codec.leaves import leaf
from evalkit.read.tables import descriptions
from evalkit.read.tables.mapping import load_mapping
from evalkit.read.tables.suggest import suggested

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


def test_a_cell_fills_every_field_that_takes_one_value_and_facts_name_the_row(
    read, tmp_path
):
    cells = [
        str(value).lower() if isinstance(value, bool) else str(value)
        for value in FILLED.values()
    ]
    table = f"name,{','.join(FILLED)}\nP,{','.join(cells)}\n"
    (made,) = read(table, {"claim": "behavior"}).made.values()
    flat = dict(_flat(made))
    assert {path: flat[path] for path in FILLED} == FILLED
    assert {
        path.removesuffix(".evidence")
        for path, value in flat.items()
        if path.endswith(".evidence") and value == "row"
    } == WITH_EVIDENCE
    (tmp_path / "made.yaml").write_text(as_yaml(made), encoding="utf-8")
    program = evalkit.load(tmp_path / "made.yaml")
    assert program.beneficiaries.direct.low == 40
    assert program.units["hubs"].n == {2005: Quantity.exactly(8)}


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


def test_a_constant_amount_has_the_unit_of_its_filling(read):
    filling = {"text": "1,500", "unit": "1e6 KRW 2025"}
    made = read("name\nP\n", {"fields": {"budget.total": filling}}).made["p"]
    assert made["budget"]["total"] == "1500000000 KRW 2025"


def test_a_row_lifts_nothing_until_somebody_says_what_was_observed(read):
    table = "name,objectives.says,budget.total\nP,More,3\n"
    plain = read(table).made["p"]
    assert plain["evidence"]["row"]["claim"] == "objective"
    assert plain["evidence"]["row"]["reading"] == "imported"
    assert plain["objectives"]["evidence"] == plain["budget"]["evidence"] == "row"
    said = read(table, {"claim": "rule"}).made["p"]
    assert (
        said["evidence"]["row"]["claim"] == "rule"
        and said["budget"]["evidence"] == "row"
    )
    assert said["objectives"] == {"says": "More", "evidence": "objective"}
    apart = said["evidence"]["objective"]
    assert (apart["claim"], apart["says"]) == ("objective", "More")


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (
            {"fields": {"name": "Name"}},
            "there is no column 'Name': did you mean 'title'|there are",
        ),
        ({"fields": {"regoins": "no"}}, "did you mean 'regions'?"),
        ({"fields": {"budget": "no"}}, "'budget' is not a field that a cell can fill"),
        (
            {"fields": {"period": "no", "period.to": "no"}},
            "period and period.to cannot be combined",
        ),
        ({"key": "code"}, "there is no column 'code'"),
        (
            {"fields": {"budget.total": {"column": "no", "unit": "a b c"}}},
            "'a b c' is no unit",
        ),
        ({"constants": {}}, "nothing says country, object_type, source.cite"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told(read, mapping, message):
    with pytest.raises(ValueError) as raised:
        read("title,no\nP,1\n", {"fields": {"name": "title"}} | mapping)
    assert any(part in str(raised.value) for part in message.split("|"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("feilds: {}", "1:1"),
        ("fields: {name: {colum: x}}", "1:17"),
        ("fields:\n  name: {column: x, numbers: 1}", "2:30"),
        ("claim: fact", "1:8"),
        ("[]", "1:1"),
    ],
)
def test_a_fault_of_the_mapping_has_its_place(tmp_path, text, place):
    file = tmp_path / "map.yaml"
    file.write_text(text)
    with pytest.raises(InputError) as raised:
        load_mapping(file)
    (fault,) = raised.value.diagnostics
    assert f"{fault.place.line}:{fault.place.column}" == place


def test_columns_that_fill_a_field_by_their_name_are_told(read):
    reading = read("name,title,amount\nCity A,Tool,1\nCity B,Bolt,2\n")
    assert reading.told("taken by the name of the column: name")
    assert reading.told("no field takes title, amount")


def test_a_column_without_a_name_is_named_by_its_place(read):
    assert [*read(",x\nP,1\n", {"fields": {"name": "column 1"}}).made] == ["p"]


SUGGESTED = """No,Ministry,Program,지역,Budget (million won),Remark
1,A,Tool Net,강원,10.5,x
2,B,Bolt Net,경기,20.25,y
3,B,Bolt Net,경기,1.5,z
"""


def test_a_first_mapping_is_suggested_and_says_what_it_does_not_understand(
    read, tmp_path
):
    path = tmp_path / "list-2025.csv"
    path.write_text(SUGGESTED, encoding="utf-8")
    text = suggested(path, Fields({}))
    mapping = yaml.safe_load(text)
    assert mapping["fields"] == {
        "sponsors": "Ministry",
        "name": "Program",
        "regions": "지역",
        "budget.total": {
            "column": "Budget (million won)",
            "unit": "1e6 KRW 2025",
            "rows": "sum",
        },
    }
    assert mapping["constants"]["country"] == "KR" and mapping["key"] == [
        "Ministry",
        "Program",
    ]
    for remark in (
        "# column No: counts the rows, so it is no id",
        "# column Remark: not understood (x, y, z)",
        "# 1 row has the Ministry and Program of another one",
        "# column Budget (million won): is 2025 the year of its prices?",
    ):
        assert remark in text
    made = read(path, mapping).made
    assert made["b-bolt-net"]["budget"]["total"] == "21750000 KRW 2025"


def test_a_suggestion_tells_a_column_that_is_unclear(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Vorhaben;Bewilligt\nA;50.000\nB;823.171\n")
    text = suggested(path, Fields({}))
    assert "may be thousands or decimals; say numbers:" in text
    assert "country: '??'" in text


@pytest.mark.parametrize(
    ("header", "per", "unit"),
    [
        ("예산(백만원)", None, "1e6 KRW"),
        ("2025 예산(백만원)", "year", "1e6 KRW 2025"),
        ("연간 예산(백만원)", "year", "1e6 KRW"),
        ("114年度預算(千元)", "year", "1e3 TWD"),
        ("Annual budget (million won)", "year", "1e6 KRW"),
        ("Budget (2025-2027 in million won)", None, "1e6 KRW 2025"),
    ],
)
def test_a_suggestion_asks_for_the_period_of_budgets_unless_a_header_says_it(
    tmp_path, header, per, unit
):
    path = tmp_path / "list.csv"
    path.write_text(f"사업명,{header}\n가,5\n나,6\n", encoding="utf-8")
    text = suggested(path, Fields({}))
    mapping = yaml.safe_load(text)
    assert mapping["constants"].get("budget.per") == per and "# budget.per: " in text
    assert mapping["fields"]["budget.total"]["unit"] == unit


def test_a_suggestion_says_that_no_column_gives_a_place(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("사업명,지역\n가,강원\n나,경기\n", encoding="utf-8")
    assert "# regions: " not in suggested(path, Fields({}))
    path.write_text("사업명\n가\n나\n", encoding="utf-8")
    text = suggested(path, Fields({}))
    assert "# regions: no column gives a place. Add regions: KR to constants" in text
    assert "# budget.per: " not in text


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_short_form_takes_a_text_around_a_cell_as_a_mapping_does(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Code,name\nA-1,P\n")
    constants = {"country": "KR", "object_type": "program", "source.cite": "List"}
    given = {field: f"={text}" for field, text in constants.items()}
    for place in ("kr-{Code}", "=kr-{Code}"):
        (entry,) = descriptions(path, Fields({**given, "id": place}))
        assert entry.description["id"] == "kr-a-1"
        assert entry.description["aliases"] == ["kr-A-1"]


def test_codes_and_numbers_of_firms_are_suggested(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("코드,사업명,수혜기업수\nA-1,가,5\nB-7,나,6\n", encoding="utf-8")
    fields = yaml.safe_load(suggested(path, Fields({})))["fields"]
    assert (fields["id"], fields["beneficiaries.direct"]) == ("코드", "수혜기업수")
