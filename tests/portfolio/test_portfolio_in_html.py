"""The page of a portfolio: what it holds, in three languages, escaped and small."""

import base64
import gzip
import json
import re

import pytest
from made_portfolio import record

from evalkit.locale import LANGUAGES, language
from evalkit.plugin import Options
from evalkit.portfolio import Wanted, survey
from evalkit.report import html
from evalkit.report.portfolio import grid

HOSTILE = "<img src=x onerror=alert(1)>\"'&\u202e"


def stock():
    """Two duplicates in Gyeonggi, one more loan in all of the country, and a hostile name."""
    return [
        record("one", {"F08": ["TG31"]}, "KR-41", owner="x", budget=3e6),
        record("two", {"F08": ["TG31"]}, "KR-41", owner="y", budget=2e6),
        record("three", {"F08": [], "F13": []}, "KR", owner="y"),
        record("four", name=f"수출 {HOSTILE}", owner=HOSTILE),
    ]


def packed(page):
    """The data of a page as gzip."""
    digits = re.search(r'id="data">([^<]*)<', page)[1].encode()
    return base64.b85decode(digits.translate(bytes.maketrans(b".,", b"<&")))


def carried(page):
    """The data of a page, unpacked as its script does it."""
    return json.loads(gzip.decompress(packed(page)))


def test_what_is_packed_names_no_time_and_no_system():
    """Python 3.11 and 3.13 write different systems."""
    head = packed(html.portfolio(survey(stock()), Options()))[:10]
    assert head == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_translated_and_none_of_a_file_is_markup(lang):
    language.cache_clear()  # what other tests asked for is forgotten
    portfolio = survey(
        stock(), against=record("mine", {"F08": ["TG31"]}, "KR-41", owner="x")
    )
    page = html.portfolio(portfolio, Options(lang=lang))
    assert "<img" not in page and "\u202e" not in page
    assert [*language(lang).missing] == []


def test_the_list_has_every_entry_with_its_programs_and_owners():
    data = carried(html.portfolio(survey(stock()), Options()))["listed"]
    entries = {(entry[0], *entry[2], *entry[3]): entry for entry in data["entries"]}
    overlap = entries["overlap", "F08", "KR-41"]
    assert [data["programs"][place][0] for place in overlap[5]] == ["one", "two"]
    assert [data["owners"][place] for place in overlap[6]] == ["x", "y"]
    assert (overlap[7], overlap[8]) == (1, [[0, 5.0, 5.0]])
    kinds = [entry[0] for entry in data["entries"]]
    assert kinds.count("program") == 4 and kinds.count("proposal") == 1


def test_the_matrix_counts_programs_by_owner_and_function():
    matrix = grid.owners_by_function(survey(stock()))
    assert matrix.functions == ("F08", "F13")
    rows = {owner: [cell.programs for cell in cells] for owner, cells in matrix.rows}
    assert rows == {"y": [2, 1], "x": [1, 0]}
    assert matrix.left_out == 0


def test_owners_stand_by_their_programs_and_not_by_the_functions_of_one():
    many = ["F01", "F02", "F03"]
    programs = [record("one", {code: [] for code in many}, "KR", owner="x")]
    programs += [record(name, {"F01": []}, "KR", owner="y") for name in ("a", "b")]
    matrix = grid.owners_by_function(survey(programs))
    assert [owner for owner, _ in matrix.rows] == ["y", "x"]


def test_owners_beyond_the_most_are_counted():
    many = [record(f"p{n:02}", {"F08": []}, "KR", owner=f"o{n:02}") for n in range(45)]
    matrix = grid.owners_by_function(survey(many))
    assert (len(matrix.rows), matrix.left_out) == (grid.MOST, 45 - grid.MOST)


def test_the_map_shows_where_programs_meet():
    spots = grid.spots(survey(stock()))
    assert {spot.label: spot.overlapping.programs for spot in spots} == {
        "KR-41": 2,
        "KR": 0,
    }
    assert [spot.overlapping.shade for spot in spots] == [grid.SHADES, 0]
    tiles = {region: cell for *_, region, cell in grid.maps(spots)["KR"]}
    assert tiles["KR-41"] == grid.Cell(2, grid.SHADES) and tiles["KR-11"] == grid.Cell(
        0, 0
    )
    unknown = survey([*stock(), record("u", {}, "KR-26")])
    tiles = {region: cell for *_, region, cell in grid.maps(grid.spots(unknown))["KR"]}
    assert tiles["KR-26"] is None
    assert grid.maps([]) == {}


def test_where_no_function_is_known_nobody_knows_whether_programs_overlap():
    stock = [record("one", {}, "KR-41"), record("two", {"F08": []}, "KR-11")]
    spots = {spot.label: spot for spot in grid.spots(survey(stock))}
    judged, unknown = spots["KR-11"], spots["KR-41"]
    assert (unknown.judged, unknown.overlapping, unknown.duplicates) == (0, None, None)
    assert (judged.judged, judged.overlapping.programs, judged.duplicates) == (
        1,
        0,
        None,
    )
    assert html.portfolio(survey(stock), Options()).count("<td>–</td><td></td>") == 1


def test_every_known_region_has_a_tile_of_its_own():
    from evalkit.model.places import REGIONS

    cells = [
        grid.Spot(code, 1, 1, grid.Cell(1, 1), 0, (), False, ()) for code in REGIONS
    ]
    tiles = grid.maps(cells)
    assert {region for drawn in tiles.values() for *_, region, _ in drawn} == {*REGIONS}
    for drawn in tiles.values():
        assert len({(column, row) for column, row, *_ in drawn}) == len(drawn)


def test_a_page_of_thousands_of_programs_is_small_and_holds_few_elements():
    many = [
        record(
            f"p{n:04}",
            {f"F{n % 9 + 1:02}": ["TG31"]},
            "KR-41",
            owner=f"o{n % 30}",
            budget=n,
        )
        for n in range(1752)
    ]
    page = html.portfolio(survey(many, Wanted()), Options())
    assert len(page.encode()) < 1_000_000
    body = page[page.index("<body>") : page.index('<p id="packed">')]
    assert body.count("<") / 2 < 3_000
