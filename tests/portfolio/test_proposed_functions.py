"""Functions and target groups that names suggest, and that count nowhere until accepted."""

import csv
import re
from pathlib import Path

import pytest
from made_portfolio import record

from evalkit.model.fields import FUNCTION, TARGET
from evalkit.model.portfolio import Proposal
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.portfolio import Wanted, survey
from evalkit.portfolio.proposals import proposals, table

CODED = Path(__file__).with_name("coded_names.csv")
LEAST = 0.85
"""The precision that a table of terms needs, so that proposals are worth reading."""


@pytest.mark.parametrize(
    ("name", "functions", "targets"),
    [
        ("중소기업육성자금 이차보전", "F08", "TG31"),
        ("창업보육센터 운영", "F11", "TG18 TG34"),
        ("소상공인 사회보험료 지원", "", "TG31"),
        ("신용보증재단 출연", "F10", ""),
        ("新創貸款", "F08 F12", "TG27"),
        ("Loans for small businesses", "F08", "TG31"),
        ("Export promotion", "F13", ""),
        ("Exporters of Landscape", "", ""),
        ("가나다", "", ""),
    ],
)
def test_what_a_name_suggests(name, functions, targets):
    made = proposals([record("a", name=name)])
    assert [*made[:1]] == [] or made[0].program == "a"
    suggested = made[0] if made else Proposal("a", (), (), ())
    assert " ".join(suggested.functions) == functions
    assert " ".join(suggested.targets) == targets


def test_the_precision_is_the_one_that_the_guide_states():
    """On 200 names drawn with a fixed seed from the lists of support programs of Korea of 31
    December 2025 (Korean open government data). One person, who also wrote the table, wrote down
    which functions each name states, before the terms that were added then were written."""
    right = proposed = stated = 0
    with CODED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            made = proposals([record("a", name=row["name"])])
            suggested, coded = (
                {*made[0].functions} if made else set(),
                {*row["functions"].split()},
            )
            right += len(suggested & coded)
            proposed += len(suggested)
            stated += len(coded)
    assert (right, proposed, stated) == (119, 131, 152)
    assert right / proposed >= LEAST


def test_a_name_suggests_nothing_where_functions_are_stated():
    assert proposals([record("a", {"F06": []}, name="융자")]) == ()


def test_proposals_count_nowhere_until_they_are_accepted():
    programs = [record(each, None, "KR-41", name="중소기업 융자") for each in "ab"]
    plain = survey(programs)
    assert plain.overlaps == () and plain.funnel.coded == 0
    assert (plain.funnel.proposed, len(plain.proposals)) == (2, 2)

    shown = survey(programs, Wanted(with_proposed=True))
    assert shown.on_proposals and all(overlap.proposed for overlap in shown.overlaps)
    assert {overlap.step for overlap in shown.overlaps} == {"overlap", "duplication"}

    accepted = {each: Proposal(each, ("F08",), ("TG31",), ()) for each in "ab"}
    taken = survey(programs, Wanted(accepted=accepted))
    assert not taken.on_proposals and taken.proposals == ()
    assert {overlap.key for overlap in taken.overlaps} == {
        "overlap F08 KR-41",
        "duplication F08 TG31 KR-41",
    }
    assert not any(overlap.proposed for overlap in taken.overlaps)


def test_one_accepted_proposal_meets_no_open_one():
    programs = [record(each, None, "KR-41", name="중소기업 융자") for each in "ab"]
    accepted = {"a": Proposal("a", ("F08",), ("TG31",), ())}
    assert survey(programs, Wanted(accepted=accepted)).overlaps == ()


def test_the_table_of_terms_has_every_function_in_every_language():
    terms = table()
    assert {*terms.functions} == {*FUNCTIONS}
    assert all(
        {*languages} == {"ko", "zh-Hant", "en"}
        for languages in terms.functions.values()
    )
    assert all(re.fullmatch(FUNCTION.pattern, code) for code in terms.functions)
    assert all(re.fullmatch(TARGET.pattern, code) for code in terms.targets)
