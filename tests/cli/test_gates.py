"""Gates against a baseline and by band: a fall fails, a rise does not, and the line says where the
limit is written."""

import json

import pytest
import steady
import yaml
from console import run

from evalkit.comparison.changes.falls import falls
from evalkit.session import Session
from evalkit.session.settings import Settings

LEVELS = {"COO-1": 3, "COO-2": 3, "COO-3": 0, "COO-4": 1, "COO-5": 3}
STEADY = ("--rubric", "steady.yaml", "-q")
AUDIT = {
    "kind": "evaluation",
    "cite": "Evaluation 2024",
    "year": 2024,
    "holder": "audit-office",
}


def described(folder, name="hub", **levels):
    """A description with a level for each criterion; None takes one out."""
    given = {
        id: level for id, level in {**LEVELS, **levels}.items() if level is not None
    }
    program = {
        "id": "hub",
        "name": "Hub",
        "country": "KR",
        "object_type": "program",
        "synthetic": True,
        "assessed": {"from": 2020, "to": 2023},
        "sources": {"audit": AUDIT},
        "evidence": {
            id: {"source": "audit", "at": f"p. {id}", "claim": "behavior", "says": id}
            for id in LEVELS
        },
        "codings": {
            "r1": {
                id: {"level": level, "evidence": id, "why": "w"}
                for id, level in given.items()
            }
        },
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(program), encoding="utf-8")
    return path


def coded(**levels):
    """Levels by criterion, as in COO_2=2."""
    return {name.replace("_", "-"): level for name, level in levels.items()}


@pytest.fixture
def folder(tmp_path):
    described(tmp_path)
    steady.write(tmp_path)
    assert (
        run("score", "hub.json", *STEADY, "-o", "old.json", cwd=tmp_path).returncode
        == 0
    )
    return tmp_path


def gate(folder, *options, command="score"):
    return run(
        command, "hub.json", "--baseline", "old.json", *STEADY, *options, cwd=folder
    )


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        ({}, 0),
        (coded(COO_3=2), 0),  # a rise
        (coded(COO_2=2), 1),
        (coded(COO_3=2, COO_2=1), 1),  # a rise elsewhere does not hide it
        (coded(COO_3=None), 1),  # the score rises, and less is known
    ],
    ids=str,
)
def test_a_fall_alone_fails(folder, levels, code):
    described(folder, **levels)
    done = gate(folder)
    assert done.returncode == code and bool(done.stderr) == bool(code)
    assert done.stdout  # the card is printed in any case


def test_a_line_says_what_fell_from_where_and_where_that_is_written(folder):
    described(folder, **coded(COO_2=2))
    assert gate(folder).stderr == (
        "gate: hub: coordination fell to 46 from 54 in old.json: the change is -12 to -3 points"
        " (80% uncertainty interval) (--baseline)\n"
    )


def test_a_tolerance_stands_in_place_of_the_uncertainty(folder):
    described(folder, **coded(COO_2=2))  # a fall of 7.5 points
    assert gate(folder, "--tolerance", "8").returncode == 0
    done = gate(folder, "--tolerance", "7")
    assert done.returncode == 1
    assert "by more than 7 points (--baseline, --tolerance)" in done.stderr


def test_coverage_that_falls_is_told_in_shares(folder):
    described(folder, **coded(COO_3=None))
    assert (
        "coordination has evidence on 85% of the weight, under 100%"
        in gate(folder).stderr
    )


def test_a_score_that_is_gone_fails(folder):
    described(folder, **coded(COO_2=None))  # the key criterion
    assert (
        "coordination has no score any more, and had 54 in old.json"
        in gate(folder).stderr
    )


def test_a_fall_within_the_uncertainty_of_the_change_is_none(tmp_path):
    """Half a level of a criterion that carries a tenth of the weight; what is judged as before has
    the same error in both cards, so that a level of the key criterion is seen."""
    rubric = str(steady.write(tmp_path))
    first, small, large = (
        Session(Settings(rubric)).card(described(tmp_path, name, **levels))
        for name, levels in (("a", {}), ("b", coded(COO_5=2.5)), ("c", coded(COO_2=2)))
    )
    assert [fall.kind for fall in falls(first, small)] == []
    assert [fall.kind for fall in falls(first, small, tolerance=1)] == ["score"]
    (fall,) = falls(first, large)
    low, high = first.score("coordination").interval
    assert fall.change[1] < 0 and fall.change[1] - fall.change[0] < high - low


def test_compare_has_the_same_gates(folder):
    described(folder, **coded(COO_2=2))
    other = {"id": "other", "name": "Other"}
    program = json.loads((folder / "hub.json").read_text(encoding="utf-8")) | other
    (folder / "other.json").write_text(json.dumps(program), encoding="utf-8")
    asked = ("compare", "hub.json", "other.json", *STEADY)
    fallen = run(*asked, "--baseline", "old.json", cwd=folder)
    assert (
        fallen.returncode == 1 and "gate: hub: coordination fell to 46" in fallen.stderr
    )
    low = run(*asked, "--fail-under", "coordination=60", cwd=folder)
    assert low.returncode == 1 and low.stderr.count("gate: ") == 2
    assert run(*asked, cwd=folder).returncode == 0


def test_a_program_that_the_run_leaves_out_is_noted(folder):
    done = run("score", "kr-gsbc", "--baseline", "old.json", *STEADY, cwd=folder)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        "note: old.json has programs that this run leaves out: hub",
        "note: old.json has no card of these programs, so no fall of theirs can show: kr-gsbc",
    ]


def test_a_baseline_is_not_written_over(folder):
    done = gate(folder, "-o", "old.json")
    assert done.returncode == 2 and "would be lost" in done.stderr


@pytest.mark.parametrize(
    ("limit", "on", "code", "message"),
    [
        ("coordination=D", "range", 0, ""),
        ("coordination=B", "range", 1, "low end is under 62.5 (band B)"),
        ("coordination=C", "score", 0, ""),
        (
            "coordination=B",
            "score",
            1,
            "has the score 54, under 62.5 (band B) (--fail-under)",
        ),
        ("coordination=F", "range", 2, "or a band: A, B, C, D, E"),
    ],
)
def test_a_limit_may_be_a_band(folder, limit, on, code, message):
    done = run(
        "score", "hub.json", *STEADY, "--fail-under", limit, "--on", on, cwd=folder
    )
    assert done.returncode == code and message in done.stderr


@pytest.mark.parametrize(
    ("limit", "mended"),
    [
        ("coordination=62,5", "62.5"),
        ("60,50", "60.50"),
        ("overall=C,37,5", "overall=37"),
        ("coordination=40,B", "write overall=B"),
    ],
)
def test_a_decimal_comma_makes_no_second_gate(folder, limit, mended):
    done = run("score", "hub.json", *STEADY, "--fail-under", limit, cwd=folder)
    assert done.returncode == 2 and mended in done.stderr
    assert "names its dimension" in done.stderr and not done.stdout


def test_gates_stand_in_one_option_where_each_names_its_dimension(folder):
    limit = "0,coordination=60, spillover=10"
    done = run("score", "hub.json", *STEADY, "--fail-under", limit, cwd=folder)
    assert done.returncode == 1 and done.stderr.count("gate: ") == 3


def test_gates_of_a_settings_file_say_their_line(folder):
    described(folder, **coded(COO_2=2))
    text = '[gates]\nfail_under = ["coordination=60"]\nbaseline = "old.json"\ntolerance = 1\n'
    (folder / "evalkit.toml").write_text(text, encoding="utf-8")
    done = run("score", "hub.json", *STEADY, cwd=folder)
    assert done.returncode == 1
    assert "under 60: " in done.stderr and "(evalkit.toml:2)" in done.stderr
    assert "(evalkit.toml:3, evalkit.toml:4)" in done.stderr
    option = run(
        "score", "hub.json", *STEADY, "--fail-under", "coordination=10", cwd=folder
    )
    assert "evalkit.toml:2" not in option.stderr
    shown = run("config", "--format", "json", cwd=folder).stdout
    origins = {row["name"]: row["origin"] for row in json.loads(shown)}
    assert origins["gates.baseline"] == "evalkit.toml:3"


def test_gates_of_a_settings_file_are_of_report_cards_by_one_rubric(folder):
    (folder / "evalkit.toml").write_text(
        '[gates]\nbaseline = "old.json"\n', encoding="utf-8"
    )
    asked = ("compare", "kr-gsbc", "--rubric", "hsieh", "--rubric", "dac", "-q")
    assert run(*asked, cwd=folder).returncode == 0
    done = run(*asked, "--baseline", "old.json", cwd=folder)
    assert done.returncode == 2 and "by one rubric" in done.stderr


def test_each_period_of_a_program_has_its_own_baseline(folder):
    past = json.loads((folder / "hub.json").read_text(encoding="utf-8"))
    past["assessed"] = {"from": 2016, "to": 2019}
    past["codings"]["r1"]["COO-2"]["level"] = 1
    (folder / "past.json").write_text(json.dumps(past), encoding="utf-8")
    assert (
        run(
            "score", "hub.json", "past.json", "-q", "-o", "both.json", cwd=folder
        ).returncode
        == 0
    )
    asked = ("score", "past.json", "hub.json", "-q", "--baseline", "both.json")
    assert run(*asked, cwd=folder).returncode == 0
    only = run("score", "hub.json", "-q", "--baseline", "both.json", cwd=folder)
    assert (
        only.stderr
        == "note: both.json has programs that this run leaves out: hub (2016 to 2019)\n"
    )


def test_a_period_that_is_described_later_is_no_fall_of_another_one(folder):
    past = json.loads((folder / "hub.json").read_text(encoding="utf-8"))
    past["assessed"] = {"from": 2016, "to": 2019}
    past["codings"]["r1"]["COO-2"]["level"] = 1
    (folder / "past.json").write_text(json.dumps(past), encoding="utf-8")
    assert gate(folder).returncode == 0
    asked = ("score", "past.json", "hub.json", "--baseline", "old.json", *STEADY)
    done = run(*asked, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    # the years were corrected: the same result
    past["assessed"] = {
        "from": 2019,
        "to": 2022,
    }
    (folder / "hub.json").write_text(json.dumps(past), encoding="utf-8")
    assert gate(folder).returncode == 1


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--baseline", "gone.json"], 4, "EK112"),
        (["--baseline", "hub.json"], 4, "EK401"),
        (["--tolerance", "3"], 2, "--tolerance is of --baseline"),
        (["--baseline", "old.json", "--tolerance", "-1"], 2, "--tolerance"),
        (
            ["--baseline", "old.json", "--rubric", "dac"],
            2,
            "is by rubric steady, not by dac",
        ),
    ],
)
def test_a_baseline_that_is_none_is_refused(folder, options, code, message):
    done = run("score", "hub.json", *options, cwd=folder)
    assert (done.returncode, done.stdout) == (code, "") and message in done.stderr


def edition(folder, change):
    """The rubric hsieh with a change, under another id."""
    text = Session(Settings()).host.rubrics()["hsieh"].read_text(encoding="utf-8")
    rubric = yaml.safe_load(text) | {"id": "ours", "adapts": "hsieh"}
    change(rubric)
    (folder / "ours.yaml").write_text(yaml.safe_dump(rubric), encoding="utf-8")


def test_an_edition_that_changes_numbers_is_no_baseline(folder):
    asked = ("score", "hub.json", "-q", "--rubric", "ours.yaml")
    edition(folder, lambda rubric: None)
    assert run(*asked, "-o", "ours.json", cwd=folder).returncode == 0
    edition(folder, lambda rubric: rubric.update(edition="3"))
    assert run(*asked, "--baseline", "ours.json", cwd=folder).returncode == 0
    edition(folder, lambda rubric: rubric["coverage"].update(rated=0.7))
    done = run(*asked, "--baseline", "ours.json", cwd=folder)
    assert done.returncode == 2 and "which differs in coverage" in done.stderr


def test_files_of_very_many_programs_have_the_same_gates(folder):
    described(folder, **coded(COO_2=2))
    done = gate(folder, "-o", "cards.jsonl")
    assert done.returncode == 1 and "gate: hub: coordination fell to 46" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("score", "kr-gsbc", "--baseline", "old.json", "--tolerance", "nan"),
        ("portfolio", "kr-gsbc", "--likeness", "nan"),
    ],
)
def test_what_is_no_number_is_in_no_range(tmp_path, arguments):
    """It is neither below nor above, and no score fell by more than it."""
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2 and "'nan'" in done.stderr


@pytest.mark.parametrize(
    "option", ["--history=h.db", "--crate=c", "--jobs=2", "--resume"]
)
def test_what_an_analysis_cannot_be_kept_or_made_with_is_told_before_it_is_made(
    tmp_path, option
):
    done = run("score", "kr-gsbc", "--doubt", option, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "") and not [*tmp_path.iterdir()]
    assert option.partition("=")[0] in done.stderr
