"""The library as a table, and the story of one program."""

import json
from pathlib import Path

import pytest
from console import run

from evalkit.report import catalog
from evalkit.report.story import story
from evalkit.report.terminal.width import cells

FOLDER = Path(__file__).parents[2] / "programs"
IDS = sorted(path.stem for path in FOLDER.glob("*/*.yaml") if "." not in path.stem)


@pytest.fixture(scope="module")
def programs(library):
    return {card.program.id: card for card in library}


def rows(*arguments):
    return json.loads(run("programs", *arguments, "--format", "json").stdout)[
        "programs"
    ]


def test_the_table_lists_every_program_with_its_coverage(programs):
    found = {row["id"]: row for row in rows()}
    assert found.keys() == programs.keys() == {*IDS} and len(found) == 25
    for id, row in found.items():
        program = programs[id].program
        assert (row["name"], row["country"], row["object_type"], row["evidence"]) == (
            program.name,
            program.country,
            program.object_type,
            len(program.evidence),
        )
        for dimension in programs[id].dimensions:
            assert row["coverage"][dimension.id] == dimension.coverage
        assert row["observations"] == sum(map(len, program.observations.values()))


def test_filters_narrow_the_table_and_nothing_is_not_silent():
    assert (
        {row["country"] for row in rows("--country", "tw")}
        == {"TW"}
        == {row["country"] for row in rows("--country", "Taiwan")}
    )
    agencies = [row["id"] for row in rows("--country", "KR", "--kind", "agency")]
    assert agencies == ["kr-gsbc", "kr-gstep-iicc", "kr-sbc-gyeonggi"]
    nothing = run("programs", "--country", "TW", "--kind", "service")
    assert (
        nothing.returncode == 5
        and "no program of the library is of country TW and kind service"
        in nothing.stderr
    )
    for country in ("Korea", "KOR", "JP"):
        nothing = run("programs", "--country", country)
        assert nothing.returncode == 5
        assert "its countries are KR (South Korea) and TW (Taiwan)" in nothing.stderr
    assert "is of country ''; its countries" in run("programs", "--country", "").stderr
    assert run("programs", "--kind", "club").returncode == 2
    assert "evalkit programs show tw-artc" in run("programs", "tw-artc").stderr


@pytest.mark.parametrize("name", ["KR", "kr"])
def test_a_country_where_a_program_is_expected_is_told_with_what_takes_countries(name):
    done = run("compare", name, "TW")
    assert done.returncode == 5 and "evalkit programs --country KR" in done.stderr
    assert "evalkit compare --by country" in done.stderr
    assert "kr-gsbc," not in done.stderr


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_narrow_terminal_shows_blocks_and_a_wide_one_the_table(width, programs):
    card = programs["kr-bio-clusters"]
    names = {each.id: each.name for each in card.dimensions}
    listed = [catalog.listed(card), catalog.listed(programs["tw-artc"])]
    narrow = catalog.text(listed, names, width)
    assert max(map(cells, narrow)) <= width and narrow[0].startswith(
        "KR  kr-bio-clusters"
    )
    assert catalog.text(listed, names, 200) == catalog.text(listed, names, None)


def test_the_table_is_text_with_names(programs):
    text = run("programs").stdout
    for card in programs.values():
        assert (
            f"{card.program.country}  {card.program.id} " in text
            and f"    {card.program.name}\n" in text
        )


@pytest.mark.parametrize("id", IDS)
def test_a_story_tells_everything_that_is_said_and_what_is_not(id, programs):
    card = programs[id]
    sections = dict(story(card))
    told = " ".join(line for lines in sections.values() for line in lines)
    for name, evidence in card.program.evidence.items():
        assert f"{name}: {evidence.says}" in told and all(
            place in told for place in evidence.at
        )
    for source in {each.source for each in card.program.evidence.values()}:
        assert card.program.sources[source].cite in told
    for rating in (
        each for dimension in card.dimensions for each in dimension.criteria
    ):
        assert (
            f"{rating.id} {rating.criterion.name.lower()}"
            in " ".join(sections["What is not known"])
        ) == (rating.status == "unknown")
        assert (
            rating.id in " ".join(sections.get("Judgment on the parent program", []))
        ) == bool(rating.parent)
    observed = " ".join(sections.get("What is observed", []))
    for measure, observations in card.program.observations.items():
        assert observed.count(f"{measure}: ") == len(observations)


def test_a_story_says_who_with_whom_and_what_for_whom():
    text = " ".join(run("programs", "show", "kr-gsbc").stdout.split())
    for part in (
        "run by Gyeonggi Small and Medium Business Center (gsbc)",
        "kr-gyeonggi-system is a component of kr-regional-innovation-policy",
        "not known whether there is any",
        (
            "technology extension and troubleshooting (F04) for small and medium firms: one firm at"
            " a time"
        ),
    ):
        assert part in text, part
    headings = [
        "Who",
        "With whom",
        "What for whom",
        "What is observed",
        "What is known",
        "What is not known",
    ]
    assert sorted(headings, key=text.index) == headings


def test_a_story_of_a_file_escapes_what_it_holds_and_an_unknown_id_is_told(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(
        'id: bad\nname: "A\\u202e name"\ncountry: KR\nobject_type: program\n',
        encoding="utf-8",
    )
    shown = run("programs", "show", path)
    assert (
        shown.returncode == 0
        and "A\\u202e name" in shown.stdout
        and "nothing about actors, ties" in " ".join(shown.stdout.split())
    )
    unknown = run("programs", "show", "kr-gsb")
    assert unknown.returncode == 5 and "did you mean" in unknown.stderr
    assert json.loads(run("programs", "show", "tw-artc", "--format", "json").stdout)[
        "stories"
    ][0]["story"]["Who"]
    assert run("programs", "--country", "TW", "show", "tw-artc").returncode == 2
