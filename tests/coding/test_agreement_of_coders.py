"""Agreement of coders from files to figures: what is counted, cleaned and undefined."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from coded import coder_file, criteria_of_rubric, describe, measured
from console import run
from openpyxl import load_workbook

ROOT = Path(__file__).parents[2]


def test_pairs_ranges_and_alpha_by_hand(tmp_path):
    """Levels: COO-1 2 2 4, COO-2 1 1.5 1, COO-5 0 0 (one of them an absence). 7 pairs: the same are
    2-2, 1-1 and 0-0, near are 1-1.5 twice as well. Whether known: 3 3 answers, one unknown beside
    a level, and 2 answers.
    """
    describe(tmp_path)
    made = measured(tmp_path)
    whole = made["whole"]
    assert (whole["pairs"], whole["exact"], whole["near"]) == (7, 0.4286, 0.7143)
    assert (whole["levels"]["units"], whole["known"]["units"]) == (3, 4)
    # 10 values, 9 known and 1 not; observed 2 / 10, expected 2 x 9 x 1 / (10 x 9): alpha 0
    assert whole["known"]["value"] == 0
    assert whole["levels"]["interval"] is None and whole["levels"]["undefined"] is None
    assert made["cleaned"] == {
        "programs": 1,
        "answers": 10,
        "levels": 9,
        "adjudicated": 0,
        "accepted": 0,
        "others": 0,
        "alone": 0,
        "absent": 1,
    }
    # one evaluation without a design is of low certainty, which stands for one level either way;
    # of 14 ranges only those of the pairs 2-4 miss the other level, from both sides and twice
    assert (whole["ranges"], whole["held"]) == (14, 0.7143)


ROUND = {  # of the criteria of hsieh, in their order; the others are unknown to both
    "ben": {"COO": ("1", "2", "0.5", "2"), "SPI": ("3", "2"), "RED": ("3",)},
    "cho": {"COO": ("1", "1.5", "0", "0.5"), "SPI": ("3", "1.5"), "RED": ("2.5",)},
}
LAST = {"ben": ("{not_applicable: so}", "3"), "cho": ("unknown", "2")}


def test_both_alphas_of_a_round_are_those_of_another_program(tmp_path):
    """The package krippendorff 0.9 for the answers of docs/howto/coding-round.md: ordinal on the
    levels, nominal on whether there is a level (0), none (1), or the question does not apply (2).
    """
    describe(tmp_path, levels={})
    for coder, given in ROUND.items():
        levels = dict.fromkeys(criteria_of_rubric(), "unknown")
        for dimension, answers in given.items():
            levels |= {
                f"{dimension}-{place}": each for place, each in enumerate(answers, 1)
            }
        levels |= dict(zip(("FIT-2", "FIT-5"), LAST[coder], strict=True))
        lines = [
            f"    {name}: {{level: {level}, evidence: e1}}"
            for name, level in levels.items()
        ]
        head = f"codes: hub\ncodings:\n  {coder}:\n"
        (tmp_path / f"hub.{coder}.yaml").write_text(head + "\n".join(lines) + "\n")
    whole = measured(tmp_path)["whole"]
    assert whole["levels"]["value"] == round(0.7131849315068493, 4)
    assert whole["known"]["value"] == round(0.9008042895442359, 4)


def test_a_coder_is_measured_in_pairs_with_each_other_one(tmp_path):
    """cho: 2-4 twice, 1-1.5 and 1-1; of four pairs one is the same and two are near."""
    describe(tmp_path)
    (cho,) = (part for part in measured(tmp_path)["parts"] if part["name"] == "cho")
    assert (cho["part"], cho["pairs"], cho["exact"], cho["near"]) == (
        "coder",
        4,
        0.25,
        0.5,
    )
    assert (cho["ranges"], cho["held"]) == (4, 0.5)


def test_coders_may_be_chosen(tmp_path):
    describe(tmp_path)
    made = measured(tmp_path, "--coder", "anna", "--coder", "ben")
    assert (made["coders"], made["cleaned"]["others"]) == (["anna", "ben"], 2)
    assert made["whole"]["pairs"] == 3


def test_a_coder_who_is_not_there_is_told_with_those_who_are(tmp_path):
    describe(tmp_path)
    done = run(
        "coding", "agreement", ".", "--coder", "anna", "--coder", "eve", cwd=tmp_path
    )
    assert done.returncode == 5 and "eve" in done.stderr
    assert "anna, ben, cho" in done.stderr and done.stdout == ""


def test_two_files_that_code_one_criterion_for_one_coder_are_a_fault(tmp_path):
    describe(tmp_path)
    (tmp_path / "hub.ben2.yaml").write_text(coder_file("hub", "ben"))
    done = run("coding", "agreement", ".", cwd=tmp_path)
    assert (
        done.returncode == 4
        and "'ben' has coded 'COO-1' in another file already" in done.stderr
    )


def test_a_file_of_another_round_is_a_fault(tmp_path):
    describe(tmp_path)
    (tmp_path / "hub.dan.yaml").write_text(
        coder_file("hub-2019", "ben").replace("ben", "dan")
    )
    done = run("coding", "agreement", ".", cwd=tmp_path)
    assert (
        done.returncode == 4
        and "'hub-2019' is not the id of the description" in done.stderr
    )


def test_the_queue_has_the_largest_first_and_what_is_settled_last(tmp_path):
    describe(tmp_path)
    queue = measured(tmp_path)["queue"]
    assert [(entry["criterion"], entry["apart"]) for entry in queue] == [
        ("COO-1", 2),
        ("COO-4", None),
        ("COO-2", 0.5),
    ]
    (tmp_path / "hub.adjudicated.yaml").write_text(
        "codes: hub\ncodings:\n  adjudicated:\n    COO-1: {level: 2, evidence: e1, why: so}\n"
    )
    after = measured(tmp_path)
    assert [(entry["criterion"], entry["settled"]) for entry in after["queue"]] == [
        ("COO-4", False),
        ("COO-2", False),
        ("COO-1", True),
    ]
    assert after["cleaned"]["adjudicated"] == 1
    text = run("coding", "agreement", ".", "-v", cwd=tmp_path).stdout
    assert (
        "Counted in alpha: programs: 1; answers: 10; levels among them: 9; absences"
        in text
    )
    assert "Left out of alpha: adjudicated answers: 1\n" in text
    assert "2 open, 1 settled" in text and "(settled)" in text
    assert "\n  Coordination  " in text and "\n  coordination" not in text


def test_what_a_person_accepts_is_not_her_own(tmp_path):
    describe(tmp_path)
    before = measured(tmp_path)["whole"]
    (tmp_path / "hub.cho.yaml").write_text(
        coder_file("hub", "cho", {"cho": ("4", "1", "2", None)})
    )
    (tmp_path / "hub.accepted.yaml").write_text(
        "codes: hub\ncoders: {dan: {kind: person}}\ncodings:\n  dan:\n"
        "    COO-4: {level: 2, evidence: e1, why: so, accepts: cho}\n"
    )
    made = measured(tmp_path, "--coder", "anna", "--coder", "ben", "--coder", "dan")
    assert made["cleaned"]["accepted"] == 1 and made["coders"] == ["anna", "ben"]
    assert made["whole"]["pairs"] < before["pairs"]


@pytest.mark.parametrize(
    ("levels", "why"),
    [
        ({"anna": ("2", "1", "0", "1")}, "no_pairs"),
        (
            {"anna": ("2", None, None, None), "ben": ("2", None, None, None)},
            "no_variation",
        ),
    ],
)
def test_an_alpha_that_is_undefined_is_called_so(tmp_path, levels, why):
    describe(tmp_path, levels=levels)
    alpha = measured(tmp_path)["whole"]["levels"]
    assert (alpha["value"], alpha["interval"], alpha["undefined"]) == (None, None, why)
    text = run("coding", "agreement", ".", cwd=tmp_path).stdout
    assert "undefined" in text and "nan" not in text.lower()


def test_the_library_has_one_coder_and_no_agreement():
    done = run("coding", "agreement", "kr-gsbc", "--format", "json")
    assert json.loads(done.stdout)["whole"]["levels"]["undefined"] == "no_pairs"


def test_csv_has_one_row_for_each_part_with_the_numbers_of_the_json(tmp_path):
    describe(tmp_path)
    rows = list(csv.DictReader(io.StringIO(table(tmp_path, "agreement"))))
    made = measured(tmp_path)
    assert [row["name"] for row in rows] == [
        "",
        *(part["name"] for part in made["parts"]),
    ]
    assert float(rows[0]["alpha"]) == made["whole"]["levels"]["value"]
    assert (rows[0]["pairs"], rows[0]["within_half"]) == ("7", "0.7143")


def table(folder, what):
    return run("coding", what, ".", "--format", "csv", cwd=folder).stdout.lstrip(
        "\ufeff"
    )


def test_the_flat_table_has_every_answer_with_levels_and_states(tmp_path):
    describe(tmp_path)
    rows = list(csv.DictReader(io.StringIO(table(tmp_path, "list"))))
    assert len(rows) == 10
    assert [
        (row["criterion"], row["coder"], row["level"], row["state"])
        for row in rows[-4:]
    ] == [
        ("COO-4", "anna", "", "unknown"),
        ("COO-4", "ben", "3.0", ""),
        ("COO-5", "anna", "0.0", ""),
        ("COO-5", "ben", "0.0", "absent"),
    ]
    assert {row["kind"] for row in rows} == {"person", "model"}


def test_the_order_of_files_changes_nothing(tmp_path):
    for folder, order in ((tmp_path / "one", "ab"), (tmp_path / "two", "ba")):
        folder.mkdir()
        for program in order:
            describe(folder, program)
    one, two = (measured(tmp_path / name) for name in ("one", "two"))
    assert one == two


def test_every_coder_is_on_the_screen_with_figures_and_the_queue(tmp_path):
    describe(tmp_path)
    text = run("coding", "agreement", ".", cwd=tmp_path).stdout
    assert "Left out of alpha: nothing\n" in text
    assert "hub COO-1, 2.0 apart: 2.0 by anna, 2.0 by ben, 4.0 by cho" in text
    assert "43%" in text and "71%" in text
    assert (
        "so"
        in run("coding", "agreement", ".", "-v", cwd=tmp_path).stdout.split("apart")[1]
    )


def test_the_evaluators_may_be_a_further_coder():
    """The library and its coder r1: what docs/validity.md says of the same cells."""
    done = run("coding", "agreement", "--with-evaluators", "--format", "json")
    made = json.loads(done.stdout)
    assert made["coders"] == ["evaluators", "r1"]
    assert (made["whole"]["levels"]["units"], made["whole"]["pairs"]) == (99, 99)
    assert made["whole"]["levels"]["value"] == pytest.approx(0.80, abs=5e-3)
    by_country = run(
        *("coding", "agreement", "--with-evaluators", "--format", "json"),
        *sorted(
            str(path)
            for path in (ROOT / "programs" / "kr").glob("kr-*.yaml")
            if path.stem.count(".") == 0
        ),
    )
    assert json.loads(by_country.stdout)["whole"]["levels"]["value"] == pytest.approx(
        0.61, abs=5e-3
    )


def test_workbooks_hold_the_figures_and_the_answers(tmp_path):
    describe(tmp_path)
    run("coding", "agreement", "hub.yaml", "-o", "agreement.xlsx", cwd=tmp_path)
    book = load_workbook(tmp_path / "agreement.xlsx")
    queue = [*book["Disagreements"].iter_rows(values_only=True)]
    assert queue[1][:3] == ("hub", "COO-1", 2)
    run("coding", "list", "hub.yaml", "-o", "answers.xlsx", cwd=tmp_path)
    before = measured(tmp_path)["whole"]
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "hub.yaml").write_text((tmp_path / "hub.yaml").read_text())
    done = run("convert", "answers.xlsx", "--to", "back", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert measured(tmp_path / "back")["whole"] == before
