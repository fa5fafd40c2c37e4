"""A coding is for the criterion of one rubric: an id alone is not enough where two rubrics have
it."""

from pathlib import Path

import pytest
from attrs import evolve

from evalkit.read.rules.criteria import Criteria
from evalkit.session import Session
from evalkit.session.settings import Settings

DAC = (Path(__file__).parents[2] / "rubrics" / "dac.yaml").read_text(encoding="utf-8")
HEAD = """
id: alpha
name: Alpha
country: KR
object_type: program
synthetic: true
sources: {s: {kind: admin_data, cite: Register, year: 2020, holder: other}}
evidence: {e1: {source: s, at: p. 1, claim: behavior, says: x}}
codings: {me: {%s}}
"""
CODING = "{level: 3, evidence: e1, why: x}"
RUBRIC = Session(Settings("dac")).rubric.rubric


def criteria(asked, *others, bundled=("dac",)) -> Criteria:
    return Criteria(asked, lambda: others, bundled)


def meant(found: Criteria, name: str) -> list[str]:
    return [coded.rubric.id for coded in found.meant(name)]


STRANGE = evolve(RUBRIC, id="strange")
OTHER = evolve(RUBRIC, id="other")
COPY = evolve(RUBRIC, id="copy", adapts="dac")
COPY_OF_STRANGE = evolve(RUBRIC, id="twin", adapts="strange")


@pytest.mark.parametrize(
    ("asked", "others", "name", "rubrics"),
    [
        (RUBRIC, (STRANGE,), "SUS-1", ["dac"]),
        (STRANGE, (RUBRIC,), "SUS-1", ["dac"]),
        (STRANGE, (RUBRIC,), "strange/SUS-1", ["strange"]),
        (STRANGE, (RUBRIC,), "dac/SUS-1", ["dac"]),
        (STRANGE, (), "SUS-1", ["strange"]),
        (STRANGE, (OTHER,), "SUS-1", ["strange", "other"]),
        (STRANGE, (COPY_OF_STRANGE,), "SUS-1", ["strange"]),
        (COPY, (RUBRIC, STRANGE), "SUS-1", ["dac"]),
        (COPY, (), "SUS-1", ["copy"]),
        (RUBRIC, (STRANGE,), "nowhere/SUS-1", []),
        (RUBRIC, (STRANGE,), "SUS-77", []),
        (RUBRIC, (RUBRIC, RUBRIC), "SUS-1", ["dac"]),
        (STRANGE, (STRANGE,), "SUS-1", ["strange"]),
    ],
)
def test_what_an_id_means(asked, others, name, rubrics):
    assert meant(criteria(asked, *others), name) == rubrics


def test_what_is_coded_for_the_original_counts_for_its_copy():
    found = criteria(COPY, RUBRIC, STRANGE)
    assert [found.counts(coded) for coded in found.meant("SUS-1")] == [True]
    assert [found.counts(coded) for coded in found.meant("strange/SUS-1")] == [False]


def described(folder: Path, codings: str) -> Path:
    path = folder / "alpha.yaml"
    path.write_text(HEAD % codings, encoding="utf-8")
    return path


def rubric(folder: Path, name: str, adapts: str = "") -> str:
    more = f"\nadapts: {adapts}" if adapts else ""
    (folder / f"{name}.yaml").write_text(DAC.replace("id: dac", f"id: {name}{more}", 1))
    return str(folder / f"{name}.yaml")


def coded(path: Path, asked: str, *beside: str):
    """Who coded SUS-1, and the codes of the notes on the card."""
    (card,) = Session(Settings(asked, beside=beside)).score([str(path)]).cards
    return [coding.coder for coding in card.rating("SUS-1").coded], {
        n.code for n in card.notes
    }


def faults(path: Path, asked: str, *beside: str) -> list[tuple[str, str]]:
    found = Session(Settings(asked, beside=beside)).check(path)
    return [(fault.code, fault.severity) for fault in found]


def test_a_coding_of_another_rubric_with_the_same_id_does_not_count(tmp_path):
    path, strange = described(tmp_path, f"SUS-1: {CODING}"), rubric(tmp_path, "strange")
    who, notes = coded(path, strange)
    assert who == [] and "codings_of_another" in notes
    assert coded(path, "dac", strange) == (["me"], set())


def test_a_coding_that_names_its_rubric_counts_for_that_one_alone(tmp_path):
    path, strange = (
        described(tmp_path, f"strange/SUS-1: {CODING}"),
        rubric(tmp_path, "strange"),
    )
    assert coded(path, strange)[0] == ["me"]
    assert coded(path, "dac", strange)[0] == []


def test_a_copy_takes_the_codings_of_what_it_adapts(tmp_path):
    path, copy = (
        described(tmp_path, f"SUS-1: {CODING}"),
        rubric(tmp_path, "copy", adapts="dac"),
    )
    assert coded(path, copy) == (["me"], set())


def test_an_id_of_two_rubrics_is_a_fault_where_one_of_them_is_asked_for(tmp_path):
    for name in ("one", "two"):
        text = Path(rubric(tmp_path, name)).read_text(encoding="utf-8")
        (tmp_path / f"{name}.yaml").write_text(
            text.replace("SUS-1", "SUS-9"), encoding="utf-8"
        )
    path = described(tmp_path, f"SUS-9: {CODING}")
    one, two = str(tmp_path / "one.yaml"), str(tmp_path / "two.yaml")
    assert ("EK246", "error") in faults(path, one, two)
    assert ("EK246", "warning") in faults(path, "hsieh", one, two)
    named = described(tmp_path, f"one/SUS-9: {CODING}")
    assert not [code for code, _ in faults(named, one, two) if code == "EK246"]


def test_one_criterion_coded_twice_is_a_fault(tmp_path):
    path = described(tmp_path, f"SUS-1: {CODING}, dac/SUS-1: {CODING}")
    assert ("EK111", "error") in faults(path, "dac")


@pytest.mark.parametrize("name", ["ministry/GOAL-1", "own/SUS-1", "own/COO-1"])
def test_codings_for_a_rubric_that_is_not_installed_are_set_aside(tmp_path, name):
    path = described(tmp_path, f"{name}: {CODING}")
    assert ("EK212", "warning") in faults(path, "hsieh")
    assert Session(Settings()).score([str(path)]).failures == ()


@pytest.mark.parametrize("name", ["hseih/COO-1", "Dac/SUS-1", "dac/SUS-77", "SUS-77"])
def test_a_coding_with_a_name_that_is_nearly_known_is_a_fault(tmp_path, name):
    assert ("EK212", "error") in faults(
        described(tmp_path, f"{name}: {CODING}"), "hsieh"
    )
