"""Does the engine reproduce its source? All 22 statements, and the proof that the discriminating
ones bite."""

import pytest
from judges import CountryJudge, EngineJudge, WordsJudge
from statements import NOT_HELD, STATEMENTS

DISCRIMINATING = [each for each in STATEMENTS if each.discriminating]


@pytest.fixture(scope="module")
def engine():
    """The engine, which has scored the library."""
    return EngineJudge()


def name(statement):
    return statement.id


@pytest.mark.parametrize("statement", STATEMENTS, ids=name)
def test_the_engine_says_what_the_chapter_says(engine, statement):
    """Those that do not hold are listed with their reason, here and on docs/validity.md; one
    that holds again has to be taken off the list."""
    finding = statement.check(engine)
    assert finding.holds == (statement.id not in NOT_HELD), (
        f"{statement.says} ({statement.at}): {finding.figure}"
    )


def test_there_are_22_statements_of_which_13_discriminate():
    assert [each.id for each in STATEMENTS] == [f"O{at:02}" for at in range(1, 23)]
    assert len(DISCRIMINATING) == 13


@pytest.mark.parametrize("statement", DISCRIMINATING, ids=name)
def test_a_discriminating_statement_fails_for_a_trivial_judge(statement):
    """It would be no test if knowing the country, or counting words of success, were enough to
    pass it."""
    assert not all(
        statement.check(judge()).holds for judge in (CountryJudge, WordsJudge)
    )


@pytest.mark.parametrize("judge", [CountryJudge, WordsJudge])
def test_each_trivial_judge_fails_most_of_the_discriminating_statements(judge):
    failed = [each.id for each in DISCRIMINATING if not each.check(judge()).holds]
    assert len(failed) > len(DISCRIMINATING) / 2, failed
