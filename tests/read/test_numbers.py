"""Numbers that are written in another way than a description takes them: what to write instead."""

import pytest
from console import run

from evalkit.read.codec.meant import whole_meant

PROGRAM = """id: p
name: P
country: KR
object_type: program
assessed: {{from: {year}, to: 2023}}
observations:
  dyadic_share: {{value: {share}, evidence: e1}}
sources: {{s: {{kind: interview, cite: S, year: 2020, holder: h}}}}
evidence: {{e1: {{source: s, at: p. 1, claim: behavior, says: S.}}}}
"""


@pytest.mark.parametrize(
    ("share", "remedy"),
    [
        ("'0,41'", "write 0.41: decimals have a point"),
        ("'1.234,5'", "write 1234.5: decimals have a point"),
        ("'1,234'", "write 1234, or 1.234 with a decimal point"),
        ("0,41", "a number has no comma: 1000 is 1000, and 0,41 is 0.41"),
        ("78 of 190", "write 78/190"),
        ("78 out of 190 projects", "write 78/190"),
        ("0/0", "a share of none is not known: leave it out"),
        ("-3/190", "a count is 0 or more"),
    ],
)
def test_a_share_that_is_written_otherwise(tmp_path, share, remedy):
    assert remedy in _told(tmp_path, share=share)


@pytest.mark.parametrize(
    ("total", "remedy"),
    [
        ("5억원", "write 500000000 KRW"),
        ("'3억 5,000만원 2024'", "write 350000000 KRW 2024"),
        ("'1,000,000 KRW 2020'", "write 1000000 KRW 2020"),
        ("500 million KRW", "write 500000000 KRW"),
        ("약 3억원", "write {about: 300000000 KRW}"),
        ("much", "write 12, {min: 12}"),
    ],
)
def test_an_amount_that_is_written_as_offices_do(tmp_path, total, remedy):
    assert remedy in _told(tmp_path, more=f"budget: {{total: {total}, evidence: e1}}")


@pytest.mark.parametrize(
    ("year", "remedy"),
    [
        ('"2012"', "remove the quotes"),
        ("2012년", "write 2012"),
        ("about 2012", "write 2012"),
        ("2012-05-03", "write 2012"),
        ("2012/05", "write 2012"),
        ("민국101", "write a year of four digits, such as 2012"),
        ("2012 or 2013", "write a year of four digits, such as 2012"),
    ],
)
def test_a_year_that_is_written_otherwise(tmp_path, year, remedy):
    assert remedy in _told(tmp_path, year=year)


@pytest.mark.parametrize(
    ("period", "remedy"),
    [
        ("1995-2012", "write {from: 1995, to: 2012}"),
        ("2020년~2023년", "write {from: 2020, to: 2023}"),
        ("2012년", "write 2012"),
        ("since 2014", "write 2014, or {from: 2014}"),
        ("2014~", "write 2014, or {from: 2014}"),
        ("lately", "write 2014, or {from: 2012, to: 2016}"),
    ],
)
def test_a_period_that_is_written_otherwise(tmp_path, period, remedy):
    assert remedy in _told(tmp_path, more=f"period: {period}")


def test_a_level_with_a_decimal_comma(tmp_path):
    coded = (
        "coders: {me: {kind: person}}\ncodings: {me: {COO-2: {level: '1,5', why: w}}}"
    )
    assert "write 1.5: decimals have a point" in _told(tmp_path, more=coded)


def _told(folder, *, share=".4", year="2020", more=""):
    path = folder / "p.yaml"
    path.write_text(PROGRAM.format(share=share, year=year) + more, encoding="utf-8")
    done = run("check", path, COLUMNS="400")
    assert done.returncode == 1
    return " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize("text", ["9" * 5000 + " of 3", "1" + "/" * 50_000])
def test_what_a_text_without_end_means_is_not_asked(tmp_path, text):
    """Python reads no number of so many digits, and two numbers are searched for ever."""
    assert "expected a number" in _told(tmp_path, share=f'"{text}"')


@pytest.mark.parametrize("text", ["3 of the 5 million", "2 of 3만"])
def test_a_count_in_thousands_is_not_read_as_its_digits(tmp_path, text):
    told = _told(tmp_path, share=f'"{text}"')
    assert "expected a number" in told and f"write {text[0]}/" not in told


@pytest.mark.parametrize("text", ["5 thousand firms", "5k", "5천 개"])
def test_a_whole_number_in_thousands_is_not_its_digits(text):
    assert whole_meant(text, is_year=False) == ""
    assert whole_meant("5 firms", is_year=False) == "write 5"
