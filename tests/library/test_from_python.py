"""Frames and errors, as somebody meets them in a notebook."""

from pathlib import Path

import pytest

import evalkit
from evalkit.model.errors import InputError, NotComparable, NothingMatched

ROOT = Path(__file__).parents[2]


def test_frames_are_tidy():
    cards = evalkit.score("kr-gsbc", "tw-artc")
    assert len(cards.frame()) == 2 * 19 and len(cards.frame(level="dimension")) == 2 * 5
    unknown = cards.frame()[cards.frame()["status"] == "unknown"]
    assert len(unknown) and unknown["level"].isna().all()
    frame = evalkit.compare(cards, by="country").frame()
    assert list(frame["dimension"]) == [
        "coordination",
        "spillover",
        "redundancy",
        "regional_fit",
        "overall",
    ]
    with pytest.raises(ValueError, match="level is 'criterion' or 'dimension'"):
        cards.frame("country")


def test_errors_name_the_reason(tmp_path):
    (tmp_path / "bad.yaml").write_text("id: bad\n", encoding="utf-8")
    with pytest.raises(
        InputError, match=r"(?s)3 faults.*bad.yaml:1:1: error.EK202. 'name' is missing"
    ):
        evalkit.score(tmp_path / "bad.yaml")
    with pytest.raises(NothingMatched, match="did you mean"):
        evalkit.score("kr-gsb")
    edition = evalkit.score("kr-gsbc")[0].rubric.edition
    other = (
        (ROOT / "rubrics" / "hsieh.yaml")
        .read_text(encoding="utf-8")
        .replace(f'edition: "{edition}"', 'edition: "0.1"')
    )
    (tmp_path / "hsieh.yaml").write_text(other, encoding="utf-8")
    one, two = (
        evalkit.score("kr-gsbc"),
        evalkit.score("tw-artc", rubric=tmp_path / "hsieh.yaml"),
    )
    with pytest.raises(NotComparable, match=f"hsieh {edition} .* hsieh 0.1"):
        evalkit.compare([*one, *two])


def test_a_file_that_changes_between_two_scorings_is_read_again(tmp_path):
    whole = "id: whole\nname: Whole\ncountry: KR\nobject_type: program\n"
    (tmp_path / "whole.yaml").write_text(whole, encoding="utf-8")
    (tmp_path / "part.yaml").write_text(
        whole.replace("whole", "part") + "part_of: whole\n", encoding="utf-8"
    )
    assert evalkit.score(tmp_path / "part.yaml")[0].parents == ("whole",)
    (tmp_path / "whole.yaml").write_text(
        whole.replace("id: whole", "id: other"), encoding="utf-8"
    )
    (card,) = evalkit.score(tmp_path / "part.yaml")
    assert card.parents == () and str(card.notes[0]).startswith(
        "the parent program whole has no description here"
    )
