"""Families of near-identical names: what is taken out of a name, and what makes two alike."""

import pytest
from made_portfolio import record

from evalkit.portfolio import Wanted, survey
from evalkit.portfolio.families import families, jaccard, trigrams
from evalkit.portfolio.normal import normalizer


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("2025년 중소기업육성자금(융자)", "중소기업육성자금"),
        ("경기 중소기업 육성자금", "중소기업육성자금"),
        ("경기도형 스마트공장", "스마트공장"),
        ("전북특별자치도 디자인산업육성(1차)(전환(국비))", "디자인산업육성"),
        ("１인창조기업 지원", "인창조기업지원"),
        ("臺北 創業貸款（第2期）", "創業貸款"),
        ("Seoul Start-up FUND 3", "startupfund"),
        ("Seoulite fund", "seoulitefund"),
        ("서해안 수출", "수출"),
        ("(2025)", ""),
    ],
)
def test_the_normal_form_of_a_name(name, normal):
    programs = [record("a", None, "서해안")]
    assert normalizer(programs)(name) == normal


def test_the_likeness_of_two_names_by_hand():
    """`abcd` has ^ab abc bcd cd$, `abce` ^ab abc bce ce$: two of six."""
    assert jaccard(trigrams("abcd"), trigrams("abce")) == pytest.approx(2 / 6)


def test_names_that_differ_in_region_year_and_brackets_are_a_family():
    named = {
        "a": "경기 중소기업육성자금",
        "b": "서울 중소기업육성자금(2025)",
        "c": "수출보험료",
        "d": "(2024)",
        "e": "(2025)",
    }
    programs = [
        record(id, owner=id, name=name, budget=number)
        for number, (id, name) in enumerate(named.items(), 1)
    ]
    (family,) = families(programs)
    assert family.programs == ("a", "b") and family.owners == ("a", "b")
    assert family.name == "경기 중소기업육성자금" and family.likeness == 1
    assert family.key == "family 중소기업육성자금"
    assert [each.low for each in family.budget] == [3]


def test_a_threshold_decides_which_names_are_alike():
    programs = [record("a", name="abcdefgh"), record("b", name="abcdefgx")]
    likeness = jaccard(trigrams("abcdefgh"), trigrams("abcdefgx"))
    assert [family.likeness for family in families(programs, likeness)] == [likeness]
    assert families(programs, likeness + 0.01) == ()


def test_names_are_connected_through_others():
    names = ("abcdefghij", "abcdefghkl", "xbcdefghkl")
    programs = [record(f"p{at}", name=name) for at, name in enumerate(names)]
    (family,) = survey(programs, Wanted(threshold=0.5)).families
    assert len(family.programs) == 3
