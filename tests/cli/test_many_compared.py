"""Comparisons whose pairs are counted: every format has ranks in their place, and the pairs that
were asked for.
"""

import csv
import io
import json

import made
import pytest
from console import run

from evalkit.cli.exit_codes import ExitCode
from evalkit.comparison.programs import compare_programs
from evalkit.model.comparison import LISTED
from evalkit.plugin import Options
from evalkit.read.results import load_result
from evalkit.report import csv as csv_report
from evalkit.report import docx, html, latex, markdown, xlsx
from evalkit.report import json as json_report
from evalkit.report.compared import ranks, rows
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal import text as terminal

PLAIN = Options()


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """The made programs by country, and one pair of them."""
    cards = made.score(tmp_path_factory.mktemp("made"))
    return compare_programs(cards, "country", asked=[("low", "high")])


def unrated(count, folder):
    """Descriptions of which only the names are known."""
    for place in range(count):
        text = {"id": f"p{place:03}", "name": f"Program {place}", "country": "KR"}
        (folder / f"p{place:03}.json").write_text(
            json.dumps({**text, "object_type": "program"})
        )
    return folder


def test_a_row_for_each_program_stands_in_place_of_pairs(compared):
    table = rows.standings(compared)
    dimensions = [*compared.cards[0].rubric.dimensions, "overall"]
    assert [(row["dimension"], row["program"]) for row in table] == [
        (dimension, program)
        for dimension in dimensions
        for program in (card.program.id for card in compared.cards)
    ]
    counts = ("higher", "lower", "no_clear_difference", "not_comparable", "not_rated")
    assert all(row["pairs"] == sum(row[name] for name in counts) for row in table)
    ranked = [row for row in table if row["rank"]]
    assert ranked
    assert all(row["rank_low"] <= row["rank"] <= row["rank_high"] for row in ranked)
    assert all(row["score"] is not None for row in ranked)


def test_the_pairs_that_were_asked_for_are_listed(compared):
    from evalkit.report import frame  # imports pandas

    table = [*csv.DictReader(io.StringIO(csv_report.comparison(compared, PLAIN)))]
    assert {(row["left"], row["right"]) for row in table} == {("low", "high")}
    assert len(frame.comparison_frame(compared)) == len(table)
    assert safe(ranks.rankings(compared)[0].title) in terminal.comparison(
        compared, PLAIN
    )


@pytest.mark.parametrize("writer", [terminal, markdown, latex, html])
def test_texts_say_that_pairs_are_counted(writer, compared):
    text = writer.comparison(compared, PLAIN)
    assert "asked for" in " ".join(text.split())


@pytest.mark.parametrize("writer", [docx, xlsx])
def test_files_are_written(writer, compared):
    assert writer.comparison(compared, PLAIN)


def test_a_saved_comparison_counts_again_what_was_counted(tmp_path, compared):
    path = tmp_path / "saved.json"
    path.write_text(json_report.comparison(compared, PLAIN))
    again = load_result(path, compare_programs).result
    assert (again.asked, again.tallies, again.ranks) == (
        compared.asked,
        compared.tallies,
        compared.ranks,
    )


@pytest.mark.parametrize("field", ["tallies", "ranks"])
def test_other_counts_in_a_saved_comparison_are_a_fault(field, tmp_path, compared):
    saved = json.loads(json_report.comparison(compared, PLAIN))
    saved[field] = saved[field][1:]
    (tmp_path / "changed.json").write_text(json.dumps(saved))
    done = run("report", tmp_path / "changed.json")
    assert done.returncode == 4
    assert f"the cards of this comparison have other {field}" in done.stderr


def test_very_many_programs_take_a_screen_and_not_their_ids(tmp_path):
    done = run("compare", unrated(LISTED + 1, tmp_path), "--no-plugins", "-v")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) < 60
    assert "p050" not in done.stdout
    assert "--pair" not in done.stderr
    table = run("compare", tmp_path, "--no-plugins", "--format", "csv")
    assert len(table.stdout.splitlines()) == 1 + 5 * (LISTED + 1)
    assert "--pair ID ID" in table.stderr


def test_a_pair_is_listed_on_demand(tmp_path):
    done = run(
        "compare",
        unrated(3, tmp_path),
        "--pair",
        "p002",
        "p000",
        "--format",
        "csv",
        "--no-plugins",
    )
    assert {tuple(line.split(",")[:2]) for line in done.stdout.splitlines()[1:]} == {
        ("p000", "p002")
    }


def test_a_pair_of_a_program_that_is_not_there_is_refused(tmp_path):
    done = run(
        "compare", unrated(3, tmp_path), "--pair", "p002", "p0000", "--no-plugins"
    )
    assert done.returncode == ExitCode.NOTHING_MATCHED
    assert "p0000; did you mean p000?" in done.stderr


def test_a_program_is_no_pair_with_itself(tmp_path):
    done = run(
        "compare", unrated(2, tmp_path), "--pair", "p000", "p000", "--no-plugins"
    )
    assert done.returncode == ExitCode.BAD_INPUT and "p000 twice" in done.stderr


def test_pairs_of_several_rubrics_are_wrong_usage(tmp_path):
    several = ("--rubric", "hsieh", "--rubric", "dac", "--pair", "p000", "p001")
    done = run("compare", unrated(2, tmp_path), *several)
    assert done.returncode == 2
    assert "--pair" in done.stderr
