"""What the examples of the README give, beyond that they run."""

from pathlib import Path

from blocks import blocks

import evalkit
from evalkit.testing import conforms

README = Path(__file__).parents[2] / "README.md"
TEXT = README.read_text(encoding="utf-8")
BLOCKS = {block.name: block.text for block in blocks(TEXT, "README.md") if block.name}


def written(name, folder):
    """A block of the README as the file that it names."""
    (folder / name).write_text(BLOCKS[name], encoding="utf-8")
    return folder / name


def test_the_readme_is_short():
    assert len(TEXT.splitlines()) <= 180


def test_the_description_is_scored(tmp_path):
    path = written("my-program.yaml", tmp_path)
    (card,) = evalkit.score(path)
    rating = card.rating("COO-2")
    # 12 of 40 between the breakpoints .15 and .35
    assert (rating.level, rating.certainty, rating.origin) == (
        1.75,
        "low",
        "measured",
    )
    assert evalkit.load(path).id == "my-program"


def test_the_evaluator_passes_every_check(tmp_path):
    conforms(written("diffusion.py", tmp_path))
