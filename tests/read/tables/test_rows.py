"""Which rows of a table are programs: headers, totals, notes, headings, and programs of several
rows.
"""

import pytest

OFFICE = """Support 2025,,
(as of 31 March),,

No,Title,Budget
no.,title (en),million won
1,Tool Net,10
Priority 2: networks,,
2,Bolt Net,5
Total,{total},15
※ without local programs,,
"""
TITLE = {"fields": {"name": "Title"}}


@pytest.mark.parametrize("total", ["Total", "", "합계", "2"])
def test_titles_headings_totals_and_notes_are_no_programs(read, total):
    reading = read(OFFICE.format(total=total), TITLE)
    assert {
        name: [*entry.rows]
        for name, entry in zip(reading.made, reading.entries, strict=True)
    }
    assert [*reading.made] == ["tool-net", "bolt-net"]
    for note in (
        "rows 4, 5: the header",
        "rows 1, 2: above the header, left out",
        "row 7: a heading",
        "row 9: a total",
        "row 10: a note",
    ):
        assert reading.told(note), note


@pytest.mark.parametrize(
    "word", ["합계", "소계(A+B)", "Total:", "小計", "總計", "Summe 2025", "Sub-total"]
)
def test_rows_that_sum_up_are_known_in_several_languages(read, word):
    reading = read(f"no,name,budget\n1,P,3\n2,Total Care,4\n{word},,7\n")
    assert [*reading.made] == ["p", "total-care"] and reading.told("row 4: a total")


def test_the_row_of_the_header_can_be_said(read):
    table = "a,b\nc,d\nname,note\nP,x\n"
    assert [*read(table, {"header": 3}).made] == ["p"]
    with pytest.raises(ValueError, match="row 9 is blank, so it is no header"):
        read(table, {"header": 9})


def test_a_header_of_two_rows_names_columns_by_either_row(read):
    table = "부처,사업,예산,,\n,,국비,지방비,비고\n가,P,1,2,x\n나,Q,3,4,y\n"
    fields = {"name": "사업", "budget.total": {"column": "지방비", "unit": "KRW"}}
    reading = read(table, {"fields": fields})
    assert reading.made["p"]["budget"]["total"] == "2 KRW"
    assert "예산 / 국비: 1" in reading.made["p"]["evidence"]["row"]["says"]
    with pytest.raises(ValueError, match="several columns are called '예산'"):
        read(table, {"fields": {**fields, "budget.own": "예산"}})


def test_the_header_again_is_no_program(read):
    reading = read("name,budget\nP,1\nname,budget\nQ,2\n")
    assert [*reading.made] == ["p", "q"] and reading.told("row 3: the header again")


def test_an_empty_owner_has_the_one_above_where_the_mapping_says_so(read):
    fields = {"fields": {"sponsors": "owner"}}
    table = "owner,name\nA,P\n,Q\nB,R\n"
    filled = read(table, {**fields, "fill_down": "owner"}).made
    assert [filled[name]["sponsors"] for name in "pqr"] == ["A", "A", "B"]
    assert "sponsors" not in read(table, fields).made["q"]


def test_a_row_without_a_name_goes_on_with_the_program_above(read):
    table = "no,name,operator,budget.total\n1,P,A,5\n,,B,\n2,Q,C,6\n"
    reading = read(table)
    assert reading.made["p"]["operator"] == ["A", "B"] and [*reading.made] == ["p", "q"]
    assert reading.made["p"]["evidence"]["row"]["at"] == ["row 2", "row 3"]


def test_a_row_with_a_number_of_its_own_and_no_name_is_left_out(read):
    reading = read("no,name,budget.total\n1,P,5\n2,,7\n")
    assert [*reading.made] == ["p"] and reading.unread == [(3, "name", "")]


SEVERAL = "code,title,tool,budget\np-1,Tool Net,grants,{}\np-1,Tool Net,vouchers,{}\np-2,Bolt,x,5\n"
MONEY = {"column": "budget", "unit": "KRW"}


@pytest.mark.parametrize("key", [{"fields": {"id": "code"}}, {"key": "code"}])
def test_rows_of_one_code_are_one_program_where_they_agree(read, key):
    fields = {
        "name": "title",
        "aliases": "tool",
        "budget.total": MONEY,
        **key.get("fields", {}),
    }
    mapping = {**key, "fields": fields}
    agreed = read(SEVERAL.format(10, 10), mapping)
    assert agreed.made["p-1"]["budget"]["total"] == "10 KRW"
    assert (
        agreed.made["p-1"]["aliases"] == ["grants", "vouchers"]
        and len(agreed.made) == 2
    )
    different = read(SEVERAL.format(10, 20), mapping)
    assert [*different.made] == ["p-2"] and different.unread == [(3, "budget", "20")]
    summed = {**mapping, "fields": {**fields, "budget.total": {**MONEY, "rows": "sum"}}}
    assert (
        read(SEVERAL.format(10, 20), summed).made["p-1"]["budget"]["total"] == "30 KRW"
    )
    assert (
        read(SEVERAL.format(10, 10), summed).made["p-1"]["budget"]["total"] == "20 KRW"
    )


def test_programs_of_several_rows_are_told_one_by_one_and_the_others_counted(read):
    rows = "\n".join(f"p{number},P{number}" for number in range(6) for _ in "ab")
    done = read(f"id,name\n{rows}\n")
    assert done.told(
        "6 programs have several rows: rows 2, 3; rows 4, 5; rows 6, 7 and 3 more"
    )


def test_rows_that_share_a_name_alone_are_neither_joined_nor_doubled(read):
    reading = read(SEVERAL.format(10, 10), {"fields": {"name": "title"}})
    assert [*reading.made] == ["bolt"]
    (fault,) = [cell for entry in reading.entries for cell in entry.unread]
    assert fault.code == "EK111" and fault.message == "is the name of rows 2, 3"


def test_members_of_projects_become_actors(read):
    table = "program,project,firm\nDesign,Seat,Univ A\nDesign,Seat,Firm B\n"
    fields = {
        "name": "program",
        "actors.{firm}.name": "firm",
        "joint_projects.{project}.members": "firm",
    }
    mapping = {"key": "program", "fields": fields}
    made = read(table, mapping, constants={"actors.{firm}.type": "firm_sme"}).made[
        "design"
    ]
    assert made["joint_projects"]["seat"] == {
        "members": ["univ-a", "firm-b"],
        "evidence": "row",
    }
    assert made["actors"]["univ-a"] == {"type": "firm_sme", "name": "Univ A"}


def test_codes_are_brought_into_the_form_of_an_id_and_kept(read):
    fields = {"fields": {"id": "code", "name": "사업"}}
    reading = read("code,사업\nA70301,가\n3171-302_1,나\n", fields)
    assert [*reading.made] == ["a70301", "3171-302-1"]
    assert reading.made["3171-302-1"]["aliases"] == ["3171-302_1"]
    assert reading.told("2 codes in the form of an id: A70301 is a70301")
    twins = read("code,사업\nA-1,가\na_1,나\nB,다\n", fields)
    assert [*twins.made] == ["b"] and [row for row, *_ in twins.unread] == [2, 3]


def test_ids_are_made_of_names_and_stay_when_rows_move(read):
    first, second = (
        read("사업\n가나\n다\n", {"fields": {"name": "사업"}}),
        read("사업\n새로\n가나\n다\n", {"fields": {"name": "사업"}}),
    )
    assert {*first.made} < {*second.made} and len(second.made) == 3
    assert first.told("no column for id: the ids are made of the names")


def test_a_long_name_gives_an_id_of_its_own(read):
    long = "가" * 200
    made = read(f"name\n{long}\n{long}나\n").made
    assert len(made) == 2 and all(len(name) <= 80 for name in made)


def test_a_name_of_signs_gives_no_id(read):
    assert read("name,no\n(+),x\nP,y\n").unread == [(2, "name", "(+)")]


def test_a_row_with_too_many_cells_costs_itself(read):
    reading = read("name,no\nP,x\nQ,x,y\nR,z,\n")
    assert [*reading.made] == ["p", "r"] and [row for row, *_ in reading.unread] == [3]


def test_composed_and_decomposed_letters_are_one(read):
    import unicodedata

    table = unicodedata.normalize("NFD", "사업,지역\n가나,강원\n")
    made = read(table, {"fields": {"name": "사업", "regions": "지역"}}).made
    ((program),) = made.values()
    assert (program["name"], program["regions"]) == ("가나", "KR-42")
