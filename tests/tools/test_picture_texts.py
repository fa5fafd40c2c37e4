"""The pictures of the README come from real output, are small, and say what they show."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
pictures = pytest.importorskip("pictures", reason="playwright is not installed")
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"!\[([^\]]*)\]\((docs/pictures/[\w.-]+)\)", README)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b", "a &lt; b"),
        (
            "\x1b[1mbold\x1b[0m plain",
            '<span style="font-weight:bold">bold</span> plain',
        ),
        (
            "\x1b[31;1mred\x1b[m",
            '<span style="color:#f28b82;font-weight:bold">red</span>',
        ),
        ("\x1b[38mno look\x1b[0m", "no look"),
    ],
)
def test_codes_of_a_terminal_become_styles(text, shown):
    assert pictures.colored(text) == shown


def test_the_readme_shows_every_picture_with_a_text_in_its_place():
    made = {
        path.relative_to(ROOT).as_posix() for path in pictures.PICTURES.glob("*.png")
    }
    assert {path for _, path in SHOWN} == made and len(made) == 2
    assert all(len(words) > 40 for words, _ in SHOWN)


@pytest.mark.parametrize("path", [path for _, path in SHOWN])
def test_a_picture_is_small(path):
    assert 1_000 < (ROOT / path).stat().st_size < 200_000
