"""What the examples of the README give, beyond that they run."""

from pathlib import Path

from blocks import Reading, blocks

import evalkit
from evalkit.testing import conforms

README = Path(__file__).parents[2] / "README.md"
BLOCKS = blocks(README.read_text(encoding="utf-8"), "README.md")


def written(start, name, folder):
    """The block that begins like this, as a file."""
    (text,) = (block.text for block in BLOCKS if block.text.startswith(start))
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_the_python_example_scores_two_programs(tmp_path):
    (example,) = (block for block in BLOCKS if block.language == "python" and not block.name)
    reading = Reading(tmp_path)
    reading.run(example)
    assert [card.program.id for card in reading.names["cards"]] == ["kr-gsbc", "tw-mirdc-fasteners"]


def test_the_description_is_scored(tmp_path):
    path = written("id: ", "my-program.yaml", tmp_path)
    (card,) = evalkit.score(path)
    rating = card.rating("COO-2")
    assert (rating.level, rating.grade, rating.origin) == (
        1.75,
        2,
        "measured",
    )  # 12 of 40 between the breakpoints .15 and .35
    assert evalkit.load(path).id == "my-program"


def test_the_overlay_is_laid_over(tmp_path):
    (card,) = evalkit.score("kr-gsbc", overlays=[written("overlays: ", "overlay.yaml", tmp_path)])
    assert card.program.capacity.staff.low == 85 and card.overlaid


def test_the_evaluator_keeps_every_promise(tmp_path):
    (example,) = (block for block in BLOCKS if block.name == "diffusion.py")
    path = tmp_path / example.name
    path.write_text(example.text, encoding="utf-8")
    conforms(path)
