"""What the README shows is what the commands print, and its examples run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import evalkit
from evalkit.errors import InputError, NotComparable, NothingMatched

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    """The fenced blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.splitlines()[0])
def test_what_is_shown_is_what_is_printed(block):
    """A line with three dots stands for lines that are left out."""
    command, _, shown = block.partition("\n")
    arguments = shlex.split(command.removeprefix("$ evalkit"))
    run = [sys.executable, "-c", "from evalkit.cli import main; main()", *arguments]
    printed = subprocess.run(run, capture_output=True, text=True, encoding="utf-8").stdout
    assert shown
    for part in filter(None, shown.split("...\n")):
        assert part in printed
        printed = printed.partition(part)[2]


def test_the_python_example_runs():
    (code,) = blocks("python")
    names = {}
    exec(code, names)
    assert [card.program.id for card in names["cards"]] == ["kr-gsbc", "tw-mirdc-fasteners"]


def test_the_description_is_scored(tmp_path):
    (text,) = (block for block in blocks("yaml") if block.startswith("id: "))
    (tmp_path / "my-program.yaml").write_text(text, encoding="utf-8")
    (card,) = evalkit.score(tmp_path / "my-program.yaml")
    assert (card.rating("COO-2").level, card.rating("COO-2").grade) == (1, 4)
    assert evalkit.load(tmp_path / "my-program.yaml").id == "my-program"


def test_the_overlay_is_laid_over(tmp_path):
    (text,) = (block for block in blocks("yaml") if block.startswith("overlays: "))
    (tmp_path / "overlay.yaml").write_text(text, encoding="utf-8")
    (card,) = evalkit.score("kr-gsbc", overlays=[tmp_path / "overlay.yaml"])
    assert card.program.capacity.staff.low == 85 and card.overlaid


def test_frames_are_tidy():
    cards = evalkit.score("kr-gsbc", "tw-artc")
    assert len(cards.frame()) == 2 * 19 and len(cards.frame(level="dimension")) == 2 * 5
    assert cards.frame().set_index(["program", "criterion"]).loc[("kr-gsbc", "COO-3"), "level"] != 0
    frame = evalkit.compare(cards, by="country").frame()
    assert list(frame["dimension"]) == ["coordination", "spillover", "redundancy", "regional_fit", "overall"]
    with pytest.raises(ValueError, match="level is 'criterion' or 'dimension'"):
        cards.frame("country")


def test_errors_name_the_reason(tmp_path):
    (tmp_path / "bad.yaml").write_text("id: bad\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)3 faults.*bad.yaml:1:1: error.EK202. 'name' is missing"):
        evalkit.score(tmp_path / "bad.yaml")
    with pytest.raises(NothingMatched, match="did you mean"):
        evalkit.score("kr-gsb")
    other = (ROOT / "rubrics" / "hsieh.yaml").read_text(encoding="utf-8").replace('edition: "1.1"', 'edition: "1.2"')
    (tmp_path / "hsieh.yaml").write_text(other, encoding="utf-8")
    one, two = evalkit.score("kr-gsbc"), evalkit.score("tw-artc", rubric=tmp_path / "hsieh.yaml")
    with pytest.raises(NotComparable, match="hsieh 1.1 .* hsieh 1.2"):
        evalkit.compare([*one, *two])
