"""The tutorial is followed word by word, from an empty folder to a plugin that is installed
elsewhere and taken away again."""

import pytest
from blocks import blocks
from environments import ROOT, Installed

PAGE = "docs/tutorial.md"


@pytest.mark.tutorial
def test_the_tutorial_gives_what_it_says(wheel, packages, tmp_path):
    reader = Installed(tmp_path, wheel, packages)
    for block in blocks((ROOT / PAGE).read_text(encoding="utf-8"), PAGE):
        assert block.run, f"{block.where}: everything here is run"
        reader.run(block)
    assert (tmp_path / "elsewhere").is_dir() and not [
        *tmp_path.glob("elsewhere/lib/*/site-packages/evalkit_survival")
    ]


def test_the_evaluators_of_the_tutorial_are_short():
    shown = [
        block
        for block in blocks((ROOT / PAGE).read_text(encoding="utf-8"), PAGE)
        if block.language == "python" and block.name
    ]
    # as formatted
    assert shown and max(len(block.text.splitlines()) for block in shown) <= 80
