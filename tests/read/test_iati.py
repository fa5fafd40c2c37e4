"""Activities of IATI as descriptions: what becomes of each element (the example follows
https://iatistandard.org/en/iati-standard/203/activity-standard/example-xml/), what is refused and
where, and that a bad activity costs only itself."""

from __future__ import annotations

import warnings
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.plugin.reader import Fields
from evalkit.read import iati
from evalkit.read.iati import stream
from evalkit.read.tables.grid import clean

TITLE = "<title><narrative>Loans</narrative></title>"
PLACE = '<recipient-country code="KE"/>'


def activity(identifier="XM-1", *parts, **attributes):
    told = "".join(
        f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items()
    )
    body = "".join(parts or (TITLE, PLACE))
    return (
        f"<iati-activity{told}><iati-identifier>{identifier}</iati-identifier>{body}"
        "</iati-activity>\n"
    )


def budget(value, period="2024", kind="1", until="", **attributes):
    told = "".join(
        f' {name.replace("_", "-")}="{text}"' for name, text in attributes.items()
    )
    return (
        f'<budget type="{kind}"><period-start iso-date="{period}-01-01"/>'
        f'<period-end iso-date="{until or period}-12-31"/><value{told}>{value}</value></budget>'
    )


@pytest.fixture
def read(tmp_path):
    """The entries of a file, from activities or as it stands."""

    def entries(*activities, whole="", **fields):
        path = tmp_path / "a.iati.xml"
        text = (
            whole or "<iati-activities>\n" + "".join(activities) + "</iati-activities>"
        )
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [
                *iati.descriptions(
                    path, Fields({k: f"={v}" for k, v in fields.items()})
                )
            ]

    return entries


def only(entries):
    (entry,) = entries
    assert not entry.unread
    return entry.description


def faults(entries):
    return [
        (fault.row, fault.column, fault.message)
        for each in entries
        for fault in each.unread
    ]


def test_every_element_has_its_field(read):
    parts = [
        "<reporting-org><narrative>Ministry</narrative></reporting-org>",
        '<title><narrative>Loans</narrative><narrative xml:lang="ko">융자</narrative></title>',
        '<description type="1"><narrative>It lends.</narrative></description>',
        '<description type="2"><narrative>More jobs</narrative></description>',
        '<participating-org role="1"><narrative>Fund</narrative></participating-org>',
        '<participating-org role="4"><narrative>Bank</narrative></participating-org>',
        '<participating-org role="4" ref="KE-9"/>',
        '<activity-status code="2"/>',
        '<activity-date type="1" iso-date="2023-01-01"/>',
        '<activity-date type="2" iso-date="2024-02-01"/>',
        '<activity-date type="3" iso-date="2026-12-31"/>',
        PLACE,
        "<location><name><narrative>Nairobi</narrative></name></location>",
        '<sector vocabulary="1" code="32130"/>',
        budget("1000.50", value_date="2024-03-01", currency="EUR"),
    ]
    made = only(read(activity("XM-DAC 1/A", *parts), **{"source.cite": "A register"}))
    evidence = made.pop("evidence")["activity"]
    assert made == {
        "id": "xm-dac-1-a",
        "name": "Loans",
        "name_local": {"ko": "융자"},
        "aliases": ["XM-DAC 1/A"],
        "country": "KE",
        "object_type": "program",
        "regions": ["Nairobi"],
        "period": {"from": 2024, "to": 2026},
        "operator": ["Bank", "KE-9"],
        "sponsors": ["Fund"],
        "objectives": {"says": "More jobs", "evidence": "activity"},
        "budget": {"total": "1000.50 EUR 2024", "evidence": "activity"},
        "sources": {"iati": {"kind": "admin_data", "cite": "A register"}},
    }
    assert (evidence["claim"], evidence["reading"]) == ("objective", "imported")
    assert evidence["at"] == "activity XM-DAC 1/A (line 2)"
    told = "status: implementation; sectors: 32130 (1)"
    assert evidence["says"].startswith(told) and evidence["says"].endswith("It lends.")


def test_periods_are_added_and_a_revised_budget_replaces_the_original(read):
    money = [
        budget("10", "2024", value_date="2024-01-01"),
        budget("20", "2024", kind="2", value_date="2024-01-01"),
        budget("0.10", "2025", value_date="2024-01-01"),
    ]
    made = only(read(activity("A", TITLE, PLACE, *money, default_currency="USD")))
    assert made["budget"]["total"] == "20.10 USD 2024"


def test_values_of_several_years_have_no_year(read):
    money = [
        budget(1, "2024", value_date="2024-01-01"),
        budget(2, "2025", value_date="2025-01-01"),
    ]
    made = only(read(activity("A", TITLE, PLACE, *money, default_currency="USD")))
    assert made["budget"]["total"] == "3 USD"


@pytest.mark.parametrize(
    ("attributes", "total"),
    [
        ({"currency": "eur", "value_date": "2024-06-30"}, "1 EUR 2024"),
        ({"currency": "EUR", "value_date": "30-06-2024"}, "1 EUR"),
        ({"currency": "EUR"}, "1 EUR"),
    ],
)
def test_a_value_has_its_currency_in_capitals_and_a_year_where_it_states_one(
    read, attributes, total
):
    made = only(read(activity("A", TITLE, PLACE, budget(1, **attributes))))
    assert made["budget"]["total"] == total


def test_periods_that_meet_on_a_day_do_not_overlap(read):
    first = budget(1, "2023", currency="EUR").replace("2023-12-31", "2024-01-01")
    made = only(
        read(activity("A", TITLE, PLACE, first, budget(2, "2024", currency="EUR")))
    )
    assert made["budget"]["total"] == "3 EUR"


@pytest.mark.parametrize(
    ("parts", "column", "message"),
    [
        ([PLACE], "title", "no title"),
        ([TITLE], "recipient-country", "0 recipient countries"),
        (
            [TITLE, PLACE, PLACE.replace("KE", "UG")],
            "recipient-country",
            "2 recipient countries",
        ),
        (
            [TITLE, PLACE.replace("KE", "XX")],
            "recipient-country",
            "'XX' is not an ISO 3166-1",
        ),
        (
            [TITLE, PLACE, budget("much", currency="EUR")],
            "budget",
            "'much' is no amount",
        ),
        ([TITLE, PLACE, budget("NaN", currency="EUR")], "budget", "'NaN' is no amount"),
        (
            [
                TITLE,
                PLACE,
                budget(1, "2024", currency="EUR"),
                budget(1, "2025", currency="USD"),
            ],
            "budget",
            "budgets in EUR, USD",
        ),
        ([TITLE, PLACE, budget(1, "2024")], "budget", "a budget has no currency"),
        (
            [
                *(TITLE, PLACE, budget(4, "2023", until="2024", currency="EUR")),
                budget(1, "2024", currency="EUR"),
            ],
            "budget",
            "budgets for 2023-01-01 to 2024-12-31 and 2024-01-01 to 2024-12-31 would count",
        ),
        (
            [TITLE, PLACE, budget(4, currency="EUR"), budget(1, currency="EUR")],
            "budget",
            "two budgets of one type for 2024-01-01 to 2024-12-31",
        ),
        (
            [TITLE, PLACE, *("<budget><value currency='EUR'>5</value></budget>",) * 2],
            "budget",
            "two budgets of one type for ? to ?",
        ),
        (
            [TITLE, '<recipient-country code="KE" percentage="30"/>'],
            "recipient-country",
            "'30' percent are for 'KE'",
        ),
    ],
)
def test_a_bad_activity_costs_itself_and_says_why(read, parts, column, message):
    bad, good = read(activity("A", *parts), activity("B"))
    assert good.description["id"] == "b" and bad.description is None
    row, where, text = faults([bad])[0]
    assert (row, where) == (2, column) and message in text


def test_two_activities_of_one_identifier_are_not_both_taken(read):
    first, second = read(activity("A"), activity("A"))
    assert first.description and faults([second]) == [
        (3, "iati-identifier", "line 2 has an activity of this identifier too")
    ]


def test_an_activity_without_an_identifier_is_none(read):
    assert faults(read(activity("", TITLE, PLACE)))[0][1] == "iati-identifier"


def test_a_constant_holds_for_every_activity(read):
    made = only(
        read(
            activity("A", TITLE),
            country="KR",
            object_type="portfolio",
            level="national",
        )
    )
    assert [made[name] for name in ("country", "object_type", "level")] == [
        "KR",
        "portfolio",
        "national",
    ]


@pytest.mark.parametrize("fields", [{"name": "=x"}, {"country": "column"}])
def test_other_fields_are_refused(tmp_path, fields):
    with pytest.raises(ValueError, match="an activity takes country==TEXT"):
        [*iati.descriptions(tmp_path / "none", Fields(fields))]


LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<iati-activities><iati-activity><title>&c;</title></iati-activity></iati-activities>"""
EXTERNAL = """<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<iati-activities><iati-activity><title>&e;</title></iati-activity></iati-activities>"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LAUGHS, "line 2: a document type may declare entities"),
        (EXTERNAL, "line 1: a document type may declare entities"),
        (
            "<iati-activities><iati-activity>&x;</iati-activity></iati-activities>",
            "undefined",
        ),
        (
            "<iati-activities>\n<iati-activity></iati-activities>",
            "line 2, column 18: this is not",
        ),
        ("<feed/>", "the first element is <feed>, not <iati-activities>"),
        (" ", "this is not XML: no element found"),
        (
            "<iati-activities>\x00</iati-activities>",
            "line 1, column 18: this is not XML",
        ),
        ("<iati-activities>" + "<x>" * 60, "more than 50 elements within each other"),
        (b"\xff\xfe\x00\xd8", "this is not XML"),
        (
            b"<?xml version='1.0' encoding='nothing'?><iati-activities/>",
            "line 1: unknown encoding",
        ),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_place(read, text, message):
    with pytest.raises(ValueError, match=message):
        read(whole=text)


def test_an_activity_of_too_many_parts_is_refused(read, monkeypatch):
    monkeypatch.setattr(stream, "LARGEST", 100)
    with pytest.raises(
        ValueError, match="line 2: <iati-activity> holds more than 100 elements"
    ):
        read(activity("A", TITLE, PLACE, "<sector/>" * 100))


def test_a_file_that_is_too_large_is_refused(read, monkeypatch):
    monkeypatch.setattr(stream, "LIMIT", stream.LIMIT.__class__(1_000, 1, "split it"))
    monkeypatch.setattr(stream, "CHUNK", 100)
    with pytest.raises(ValueError, match="more than 1,000 bytes"):
        read(*[activity(f"A{number}") for number in range(30)])


def test_activities_come_before_the_file_is_read_to_its_end(tmp_path):
    path = tmp_path / "a.xml"
    text = "".join(activity(f"A{number}") for number in range(3_000))
    path.write_text(f"<iati-activities>{text}", encoding="utf-8")  # it has no end
    entries = iati.descriptions(path, Fields({}))
    assert next(entries).description["id"] == "a0"
    with pytest.raises(ValueError, match="no element found"):
        list(entries)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_encodings_of_xml_are_read(read, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><iati-activities>'
    text += activity("A", TITLE.replace("Loans", "융자"), PLACE) + "</iati-activities>"
    assert only(read(whole=text.encode(encoding)))["name"] == "융자"


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn")), min_size=1)


@given(TEXT)
def test_a_title_is_read_as_it_is_written(tmp_path_factory, title):
    path = tmp_path_factory.mktemp("iati") / "a.xml"
    named = TITLE.replace("Loans", escape(title))
    text = f"<iati-activities>{activity('A', named, PLACE)}</iati-activities>"
    path.write_text(text, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (entry,) = iati.descriptions(path, Fields({}))
    if clean(title):
        assert entry.description["name"] == clean(title)
    else:
        assert entry.unread[0].column == "title"
