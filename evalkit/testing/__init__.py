"""The conformance kit: what the author of a plugin tests it with.

    from evalkit.testing import conforms, evaluate, rate, read, write

    def test_a_known_answer():
        taken = evaluate(EVALUATOR, {"beneficiaries": {"direct": 40, "indirect": 60}})["diffusion"]
        assert taken.value == (1.5, 1.5)

    def test_a_known_level():
        ratings = rate(EVALUATOR, {"beneficiaries": {"direct": 40, "indirect": 60}}, "my-rubric")
        assert ratings["DIFF-1"].level == 3

    def test_a_known_text():
        assert write(WRITER, {"id": "mine"}) == "mine"

    def test_a_known_file():
        assert read(READER, "mine;Mine") == [{"id": "mine", "name": "Mine"}]

    def test_it_passes():
        conforms("my_plugin")

`evalkit plugins test my_plugin` says the same on the command line. CHECKS names what is checked.
"""

from __future__ import annotations

from evalkit.testing.answers import evaluate, rate, read, write
from evalkit.testing.checks import CHECKS, Finding
from evalkit.testing.examine import examine
from evalkit.testing.reading import Description
from evalkit.testing.target import What

__all__ = [
    "CHECKS",
    "Description",
    "Finding",
    "check",
    "conforms",
    "evaluate",
    "rate",
    "read",
    "write",
]


def check(target: What) -> tuple[Finding, ...]:
    """Every check that a plugin fails, none when it passes all.

    Each with the smallest program that shows it.

    `target` is an evaluator, a module with hooks, the path of a one-file plugin, or the name of an
    installed one. Whether a result is the same in another process is checked of what another
    process can find: of an evaluator by itself it is not. Raises NothingMatched when no plugin has
    the name.
    """
    return examine(target).findings


def conforms(target: What) -> None:
    """Check a plugin, see `check`; raises AssertionError with every check that it fails."""
    findings = check(target)
    assert not findings, "\n\n".join(["", *map(str, findings)])
