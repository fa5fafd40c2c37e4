"""The certainty of evidence follows from the fields of the sources (method, section 3)."""

import pytest
from attrs import evolve
from small import EVIDENCE_RULES, program

from evalkit.engine.certainty import appraise, items
from evalkit.model.certainty import rank
from evalkit.model.message import Number, Term, message
from evalkit.model.program import Evidence, Period, Source


def appraised(ids, against=(), **changes):
    subject = program(**changes)
    return appraise(
        subject, items(subject, ids), items(subject, against), EVIDENCE_RULES
    )


def ranked(ids, against=(), **changes):
    """The certainty as a number: 1 very low, 2 low, 3 moderate, 4 high."""
    return rank(appraised(ids, against, **changes).certainty)


@pytest.mark.parametrize(
    ("ids", "value"),
    [
        (["praise"], 1),  # an agency that praises itself
        (["blame"], 2),  # the same agency criticizing itself
        (["heard"], 2),  # a third party
        (["rule"], 3),  # a document for a rule
        # fieldwork starts at 3, and one author behind all of it takes one off
        (
            ["seen"],
            2,
        ),
        (["seen", "heard"], 4),  # independent sources of different kind agree
        (["heard", "blame"], 2),  # two interviews are of one kind
        (["rule", "page"], 3),  # what a web page says raises nothing
    ],
)
def test_start_and_agreement(ids, value):
    assert ranked(ids) == value


def test_self_praise_and_what_was_heard_through_another_source_agree_with_nobody():
    """Guard G11: the work in which it was read is a locator, not a source of strength."""
    assert ranked(["seen", "praise"]) == ranked(["seen"])
    sources = {
        **program().sources,
        "university": evolve(program().sources["university"], read_in=("fieldwork",)),
    }
    assert ranked(["seen", "heard"], sources=sources) == ranked(["seen"]) + 1, (
        "two voices, but not two that agree independently"
    )


def test_nothing_gives_no_certainty():
    assert appraised([]) is None


def test_contradiction_takes_one_off():
    assert ranked(["rule"], against=["heard"]) == ranked(["rule"]) - 1
    assert ranked(["praise", "blame"]) == ranked(["blame"]) - 1


def test_several_bodies_that_criticize_their_own_program_count_more():
    sources = {
        **program().sources,
        "sponsor": Source(
            "interview", "Interview with the sponsor", year=2014, holder="sponsor"
        ),
    }
    evidence = {
        **program().evidence,
        "sponsor": Evidence("sponsor", ("S7",), "behavior", "x", "contradicts"),
    }
    changes = {"sources": sources, "evidence": evidence, "sponsors": ("sponsor",)}
    assert ranked(["blame", "sponsor"], **changes) == ranked(["blame"]) + 1


@pytest.mark.parametrize(("year", "value"), [(2014, 3), (2022, 3), (2023, 2)])
def test_facts_more_than_eight_years_away_count_less(year, value):
    assert ranked(["rule"], assessed=Period(year, year)) == value


@pytest.mark.parametrize("scope", ["family", "system"])
def test_evidence_about_more_than_the_program_carries_nothing(scope):
    evidence = {"rule": evolve(program().evidence["rule"], scope=scope)}
    assert appraised(["rule"], evidence=evidence) is None


@pytest.mark.parametrize(
    ("design", "value"), [(None, 3), ("counterfactual", 4), ("survey", 2)]
)
def test_an_evaluation_starts_as_high_as_its_design(design, value):
    source = Source("evaluation", "Evaluation", design, year=2014, holder="auditors")
    changes = {
        "sources": {"audit": source},
        "evidence": {"found": Evidence("audit", ("p. 1",), "behavior", "found")},
    }
    assert ranked(["found"], **changes) == value
    summary = {
        **changes,
        "evidence": {"found": Evidence("audit", ("p. 1",), "judgment", "summed up")},
    }
    assert ranked(["found"], **summary) == 2


BESIDE = Source("interview", "Interview at the office", year=2014, holder="office")


@pytest.mark.parametrize(
    ("beside", "value"),
    [
        (BESIDE, 4),
        (evolve(BESIDE, kind="official_document"), 3),  # of the same kind
        (evolve(BESIDE, holder="ministry"), 3),  # of the same holder
        (evolve(BESIDE, data="register"), 3),  # on the same data
        (evolve(BESIDE, year=None), 3),  # undated
        (evolve(BESIDE, holder=""), 3),  # unsigned
        (evolve(BESIDE, kind="press"), 3),  # further than one step from the best
        (evolve(BESIDE, kind="website"), 3),
        (evolve(BESIDE, kind="promotional"), 3),
    ],
)
def test_only_an_independent_source_that_is_nearly_as_good_raises(beside, value):
    document = evolve(program().sources["document"], data="register")
    sources = {**program().sources, "document": document, "beside": beside}
    evidence = {
        **program().evidence,
        "beside": Evidence("beside", ("p. 1",), "behavior", "x"),
    }
    assert ranked(["rule", "beside"], sources=sources, evidence=evidence) == value


def test_what_starts_two_steps_below_the_best_raises_nothing():
    """An objective in an interview starts very low, and the rule in a document moderate."""
    sources = {**program().sources, "beside": BESIDE}
    aim, fact = (
        Evidence("beside", ("p. 1",), claim, "x") for claim in ("objective", "behavior")
    )
    given = {**program().evidence, "aim": aim, "fact": fact}
    assert ranked(["rule", "fact"], sources=sources, evidence=given) == 4
    assert ranked(["rule", "aim"], sources=sources, evidence=given) == 3


@pytest.mark.parametrize("kind", ["website", "press", "promotional"])
@pytest.mark.parametrize("ids", [["seen"], ["rule"], ["blame"], ["seen", "again"]])
@pytest.mark.parametrize("year", [None, 2014, 2030])
def test_a_web_page_beside_a_study_never_raises_its_certainty(kind, ids, year):
    """Not even by taking a step down back: for one author, for old facts, or for a body that
    criticizes itself alone."""
    page = Source(kind, "Page", year=year, holder="ministry")
    sources = {
        **program().sources,
        "page": page,
        "book": Source("peer_reviewed", "Book", year=2014, author="one"),
    }
    evidence = {
        **program().evidence,
        "again": Evidence("book", ("S9",), "behavior", "again"),
        "page": Evidence("page", ("p. 1",), "behavior", "x", "contradicts"),
    }
    for assessed in (2014, 2030):
        changes = {
            "sources": sources,
            "evidence": evidence,
            "assessed": Period(assessed, assessed),
            "sponsors": ("ministry",),
        }
        assert ranked([*ids, "page"], **changes) <= ranked(ids, **changes)


@pytest.mark.parametrize(
    ("strong", "weak", "value"), [(2014, 1990, 2), (1990, 2014, 1)]
)
def test_where_nothing_raises_the_strongest_source_decides_how_old_all_of_it_is(
    strong, weak, value
):
    """Both are unsigned, which takes one off; a recent page makes an old document no younger."""
    sources = {
        **program().sources,
        "document": Source("official_document", "Rules", year=strong),
        "page": Source("website", "Page", year=weak),
    }
    assert ranked(["rule", "page"], sources=sources) == value


def test_several_works_of_one_author_are_one_source():
    sources = {
        **program().sources,
        "book": Source("official_document", "The book", year=2014, author="one"),
    }
    evidence = {
        **program().evidence,
        "again": Evidence("book", ("S9",), "behavior", "again"),
    }
    assert ranked(["seen", "again"], sources=sources, evidence=evidence) == ranked(
        ["seen"]
    )


def test_reasons_unfold_the_certainty():
    start, step = appraised(["seen"]).reasons
    assert start == message(
        "certainty_start",
        certainty=Term("moderate"),
        kind=Term("peer reviewed"),
        claim=Term("behavior"),
    )
    assert step == message("certainty_one_author", step=Number(-1, signed=True))
