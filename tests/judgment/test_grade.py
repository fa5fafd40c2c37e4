"""The grade of evidence follows from the fields of the sources (codebook, section 5.1)."""

import pytest
from attrs import evolve
from small import EVIDENCE_RULES, program

from evalkit.grade import grade, items
from evalkit.model.program import Evidence, Period, Source


def graded(ids, against=(), **changes):
    subject = program(**changes)
    return grade(subject, items(subject, ids), items(subject, against), EVIDENCE_RULES)


@pytest.mark.parametrize(
    ("ids", "value"),
    [
        (["praise"], 1),  # an agency that praises itself
        (["blame"], 2),  # the same agency criticizing itself
        (["heard"], 2),  # a third party
        (["rule"], 3),  # a document for a rule
        (["seen"], 2),  # fieldwork starts at 3, and one author behind all of it takes one off
        (["seen", "heard"], 4),  # independent sources of different kind agree
        (["heard", "blame"], 2),  # two interviews are of one kind
    ],
)
def test_start_and_agreement(ids, value):
    assert graded(ids).value == value


def test_self_praise_and_what_was_heard_through_another_source_agree_with_nobody():
    """Guard G11, and codebook 5.1: the work in which it was read is a locator, not a source of strength."""
    assert graded(["seen", "praise"]).value == graded(["seen"]).value
    sources = {**program().sources, "university": evolve(program().sources["university"], read_in=("fieldwork",))}
    assert graded(["seen", "heard"], sources=sources).value == graded(["seen"]).value + 1, (
        "two voices, but not two that agree independently"
    )


def test_nothing_gives_no_grade():
    assert graded([]) is None


def test_contradiction_takes_one_off():
    assert graded(["rule"], against=["heard"]).value == graded(["rule"]).value - 1
    assert graded(["praise", "blame"]).value == graded(["blame"]).value - 1


def test_several_bodies_that_criticize_their_own_program_count_more():
    sources = {**program().sources, "sponsor": Source("interview", "Interview with the sponsor", 2014, holder="sponsor")}
    evidence = {**program().evidence, "sponsor": Evidence("sponsor", ("S7",), "behavior", "x", "against")}
    changes = {"sources": sources, "evidence": evidence, "sponsors": ("sponsor",)}
    assert graded(["blame", "sponsor"], **changes).value == graded(["blame"]).value + 1


@pytest.mark.parametrize(("year", "value"), [(2014, 3), (2022, 3), (2023, 2)])
def test_facts_more_than_eight_years_away_count_less(year, value):
    assert graded(["rule"], assessed=Period(year, year)).value == value


@pytest.mark.parametrize(("scope", "value"), [("own", 3), ("family", 2), ("system", 1)])
def test_verdicts_on_more_than_the_program_count_less(scope, value):
    evidence = {"rule": evolve(program().evidence["rule"], scope=scope)}
    assert graded(["rule"], evidence=evidence).value == value


def test_several_works_of_one_author_are_one_source():
    sources = {**program().sources, "book": Source("official_document", "The book", 2014, author="one")}
    evidence = {**program().evidence, "again": Evidence("book", ("S9",), "behavior", "again")}
    assert graded(["seen", "again"], sources=sources, evidence=evidence).value == graded(["seen"]).value


def test_reasons_unfold_the_grade():
    assert graded(["seen"]).reasons == ("starts at 3: peer reviewed, behavior", "-1: all of it goes back to one author")
