"""What is cited can be read: places in docs/method.md exist, and works stand in a list."""

import re
import subprocess
from pathlib import Path

import pytest

from evalkit.session import Session
from evalkit.session.settings import Settings

ROOT = Path(__file__).parents[2]
METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
HEADINGS = set(re.findall(r"^#+ ([A-Z]{3}-\d|\d+)\b", METHOD, re.MULTILINE))
GUARDS = set(re.findall(r"^\| (G\d+) \|", METHOD, re.MULTILINE))
CITATION = re.compile(
    r"docs/method\.md, ((?:section \d+|[A-Z]{3}-\d|G\d+)(?: and G\d+)?)"
)
TEXTS = subprocess.run(
    [
        "git",
        "ls-files",
        "evalkit",
        "plugins",
        "rubrics",
        "programs",
        "tests",
        "docs",
        "tools",
    ],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.split()
CITED = sorted(
    {
        (path, place)
        for path in TEXTS
        if path.endswith((".py", ".yaml", ".md"))
        for cited in CITATION.findall((ROOT / path).read_text(encoding="utf-8"))
        for place in cited.removeprefix("section ").split(" and ")
    }
)
ENGINE = Session(Settings(installed=False))
RUBRIC = ENGINE.rubric.rubric
EVALUATORS = ENGINE.host.evaluators().values()
MEASURES = [measure for evaluator in EVALUATORS for measure in evaluator.measures]
WORKS = "\n".join(
    [METHOD.partition("\n## References\n")[2], *RUBRIC.references.values()]
)


@pytest.mark.parametrize(("path", "place"), CITED)
def test_a_place_that_is_cited_exists(path, place):
    assert place in HEADINGS | GUARDS


def test_measures_are_among_those_that_cite():
    assert {"COO-2", "G9"} <= {
        place for path, place in CITED if path.startswith("plugins/")
    }


def test_every_criterion_and_every_guard_of_the_rubric_has_its_place():
    assert RUBRIC.criteria().keys() <= HEADINGS
    assert RUBRIC.validity_rules.keys() == GUARDS


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_a_work_that_is_the_source_of_a_measure_is_listed(measure):
    """By its first author and the year."""
    text = measure.source.replace("oe", "ö")
    listed = WORKS.replace("oe", "ö").replace(
        "US Government Accountability Office", "GAO"
    )
    for author, year in re.findall(
        r"([A-Z][\wö-]+)(?: and [A-Z]\w+| et al\.)? (\d{4})\b", text
    ):
        assert re.search(
            rf"^{author}\b.* {year}\b|^\* {author}\b.* {year}\b", listed, re.M
        ), (
            author,
            year,
        )
