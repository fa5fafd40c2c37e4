"""The rubrics that come with evalkit: complete, told apart, by shared rules, and silent on what
their sources do not add up."""

import hashlib
from math import isclose

import pytest
import yaml
from attrs import evolve
from plain import PATHS, description, written

from evalkit.engine.instruments import instruments
from evalkit.model.errors import InputError
from evalkit.read.files import load_rubric
from evalkit.session import Session
from evalkit.session.settings import Settings

FIRST = "hsieh"
FURTHER = ("dac", "rodrik", "s3")
ENGINES = {id: Session(Settings(id, installed=False)) for id in (FIRST, *FURTHER)}
RUBRICS = {id: engine.rubric.rubric for id, engine in ENGINES.items()}
CRITERIA = [
    pytest.param(each, id=id)
    for rubric in RUBRICS.values()
    for id, each in rubric.criteria().items()
]

SHARED_RULES = (
    "scale",
    "bands",
    "evidence",
    "coverage",
    "measuring",
    "ranking",
    "overall",
)
DEVIATIONS = {
    (
        "dac",
        "overall",
    ): "OECD-DAC gives its six criteria no sum and warns against mechanical use",
    (
        "rodrik",
        "overall",
    ): "Rodrik ranks none of his ten principles and adds nothing up",
    (
        "s3",
        "overall",
    ): "the guide gives its steps no sum, and a strong one hardly makes up for one that is missing",
}
"""Where a rubric departs from the shared rules, and why."""
SAME_GUARDS = ("G3", "G4", "G11", "G12", "G13")
OWN_MEASURES = {
    ("dac", "effectiveness"),
    ("rodrik", "discipline"),
    ("s3", "monitoring"),
}
"""Dimensions whose measures the rubric itself declares: they are only stated, and need no
evaluator."""
CODED = (
    "kr-kicox-global-leading",
    "kr-iccp",
    "kr-gyeonggi-system",
    "kr-pangyo",
    "tw-mirdc-fasteners",
    "tw-industry-rd-centers",
)
"""Programs with codings by several rubrics."""


def coder_file(program):
    """The file of the coder r1 beside a program."""
    return PATHS[program].with_suffix(".r1.yaml")


further = pytest.mark.parametrize("id", FURTHER)

NUMBERS = {
    ("hsieh", "2.0"): "d618eccfb8ed1967",
    ("dac", "2.0"): "69452bfd4f408a1e",
    ("rodrik", "2.0"): "d12f5f9b73813408",
    ("s3", "2.0"): "29db6e5f4cfe695f",
}
"""What the numbers of each edition digest to: one that moves is another edition, with a line here
in place of the old one."""


def numbers_in(value, path=()):
    """The numbers of a rubric, and yes and no, each with its path."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from numbers_in(inside, (*path, str(key)))
    elif isinstance(value, list):
        for place, inside in enumerate(value):
            yield from numbers_in(inside, (*path, str(place)))
    elif isinstance(value, bool | int | float):
        yield "/".join(path), value


def test_a_number_that_moves_is_another_edition():
    found = {}
    for id, engine in ENGINES.items():
        path = engine.host.rubrics()[id]
        numbers = sorted(numbers_in(yaml.safe_load(path.read_text(encoding="utf-8"))))
        digest = hashlib.sha256(repr(numbers).encode()).hexdigest()
        found[id, RUBRICS[id].edition] = digest[:16]
    assert found == NUMBERS


def test_these_are_the_rubrics_that_come_with_evalkit():
    assert set(ENGINES[FIRST].host.rubrics()) == {FIRST, *FURTHER}


@pytest.mark.parametrize("id", RUBRICS)
def test_a_rubric_loads_without_fault_and_asks_for_measures_that_exist(id):
    engine, own = ENGINES[id], set()
    evaluators = engine.host.evaluators()
    brought = instruments(RUBRICS[id], evaluators)
    assert (
        load_rubric(engine.host.rubrics()[id], engine.judging.measures).rubric
        == RUBRICS[id]
    )
    for name, dimension in RUBRICS[id].dimensions.items():
        asked = {
            measure
            for criterion in dimension.criteria.values()
            for measure in criterion.measures
        }
        assert asked <= set(brought[name].measures)
        if asked and RUBRICS[id].evaluator(name) not in evaluators:
            own.add((id, name))
    assert own == {each for each in OWN_MEASURES if each[0] == id}


def test_no_two_rubrics_share_the_id_of_a_criterion_or_of_a_dimension():
    criteria = [id for rubric in RUBRICS.values() for id in rubric.criteria()]
    dimensions = [id for rubric in RUBRICS.values() for id in rubric.dimensions]
    assert len(criteria) == len(set(criteria)) and len(dimensions) == len(
        set(dimensions)
    )


@pytest.mark.parametrize("criterion", CRITERIA)
def test_a_criterion_says_all_that_a_coder_needs(criterion):
    assert (
        criterion.question.endswith("?")
        and criterion.evidence
        and criterion.unknown
        and criterion.pitfalls
        and criterion.validity_rules
    )
    assert criterion.ground.at and criterion.ground.says
    assert len(set(criterion.levels.values())) == 5 and all(
        anchor.endswith(".") for anchor in criterion.levels.values()
    )


@pytest.mark.parametrize("id", RUBRICS)
def test_a_rubric_says_what_it_cannot_judge_and_why_its_keys_are_keys(id):
    assert len(RUBRICS[id].limits) >= 5
    assert all(dimension.key_why for dimension in RUBRICS[id].dimensions.values())
    cited = {
        name
        for criterion in RUBRICS[id].criteria().values()
        for name in criterion.references
    }
    assert id == FIRST or cited == set(RUBRICS[id].references)


def test_all_keep_the_shared_rules_but_for_what_is_listed():
    first = RUBRICS[FIRST]
    found = {
        (id, rule)
        for id in FURTHER
        for rule in SHARED_RULES
        if getattr(RUBRICS[id], rule) != getattr(first, rule)
    }
    assert found == set(DEVIATIONS)


@further
def test_shared_guards_read_alike(id):
    assert {name: RUBRICS[id].validity_rules[name] for name in SAME_GUARDS} == {
        name: RUBRICS[FIRST].validity_rules[name] for name in SAME_GUARDS
    }


@further
def test_a_shared_measure_has_the_breakpoints_of_the_first_rubric_and_others_are_proposals(
    id,
):
    known = {}
    for criterion in RUBRICS[FIRST].criteria().values():
        for name, use in criterion.measures.items():
            known.setdefault(name, set()).add((use.breakpoints, use.standing))
    uses = [
        (name, use)
        for criterion in RUBRICS[id].criteria().values()
        for name, use in criterion.measures.items()
    ]
    mains = [(name, use) for name, use in uses if use.role == "main"]
    assert mains and {use.role for _, use in uses} == {
        "main",
        "condition",
        "descriptive",
    }
    for name, use in mains:
        declared = name in RUBRICS[id].measures
        assert (
            use.standing == "proposal"
            if declared
            else (use.breakpoints, use.standing) in known[name]
        )


@further
def test_the_weights_of_a_rubric_are_equal(id):
    rubric = RUBRICS[id]
    for dimension in rubric.dimensions.values():
        assert len({each.weight for each in dimension.criteria.values()}) == 1
    if id == "rodrik":
        weights = [
            dimension.weight * each.weight
            for dimension in rubric.dimensions.values()
            for each in dimension.criteria.values()
        ]
        assert all(isclose(weight, 0.1, abs_tol=1e-9) for weight in weights)
    else:
        assert len({dimension.weight for dimension in rubric.dimensions.values()}) == 1


def test_rodrik_has_his_ten_principles_each_once():
    assert sorted(RUBRICS["rodrik"].criteria(), key=lambda id: int(id[4:])) == [
        f"ROD-{n}" for n in range(1, 11)
    ]
    assert {each.ground.at for each in RUBRICS["rodrik"].criteria().values()} == {
        (f"principle {n}",) for n in range(1, 11)
    }
    assert any(
        "grouping" in limit and "ours" in limit for limit in RUBRICS["rodrik"].limits
    )


def test_dac_has_its_six_criteria_and_says_how_they_are_not_to_be_used():
    six = [
        "relevance",
        "coherence",
        "effectiveness",
        "efficiency",
        "impact",
        "sustainability",
    ]
    assert list(RUBRICS["dac"].dimensions) == six
    assert any(
        "mechanical use" in limit and "not to be added up" in limit
        for limit in RUBRICS["dac"].limits
    )


def test_s3_has_the_six_steps_of_the_guide_in_their_order():
    steps = [
        {each.ground.at for each in dimension.criteria.values()}
        for dimension in RUBRICS["s3"].dimensions.values()
    ]
    assert steps == [{(f"step {n}",)} for n in range(1, 7)]


@pytest.mark.parametrize("id", RUBRICS)
def test_one_program_has_rated_criteria_by_every_rubric(id):
    rated = [
        each
        for each in ENGINES[id]
        .card(PATHS["kr-kicox-global-leading"], draws=False)
        .ratings
        if each.status == "rated"
    ]
    assert rated and all(each.evidence for each in rated)


@further
def test_only_the_first_rubric_gives_an_overall_score(id):
    cards = [ENGINES[id].card(path, draws=False) for path in PATHS.values()]
    assert {
        (card.overall.status, card.overall.score, card.overall.band) for card in cards
    } == {("not_rated", None, None)}
    assert any(
        dimension.score.score is not None
        for card in cards
        for dimension in card.dimensions
    )


@pytest.mark.parametrize("program", CODED)
def test_codings_by_one_rubric_move_nothing_in_another(tmp_path, program):
    text, coder = (
        description(program),
        yaml.load(coder_file(program).read_text(encoding="utf-8"), yaml.BaseLoader),
    )
    codings = {
        id: coding
        for id, coding in coder["codings"]["r1"].items()
        if id in RUBRICS[FIRST].criteria()
    }
    assert codings and len(codings) < len(coder["codings"]["r1"])
    text["codings"], text["coders"] = (
        {"r1": codings},
        {**text.get("coders", {}), **coder["coders"]},
    )
    alone, among = (
        ENGINES[FIRST].card(path, draws=False)
        for path in (written(text, tmp_path), PATHS[program])
    )
    assert among.ratings and [each.coded for each in alone.ratings] == [
        each.coded for each in among.ratings
    ]
    assert [evolve(each, parent=None) for each in alone.ratings] == [
        evolve(each, parent=None) for each in among.ratings
    ]
    assert [each.score for each in alone.dimensions] == [
        each.score for each in among.dimensions
    ]


CONTRIBUTIONS = [
    (None, None, 1),
    ("no", None, 1),
    ("yes", None, 3),
    ("yes", "no", 3),
    ("yes", "yes", 4),
]


@pytest.mark.parametrize(("claimed", "tested", "level"), CONTRIBUTIONS)
def test_results_reach_effectiveness_and_lift_it_only_with_a_claim_of_contribution(
    tmp_path, claimed, tested, level
):
    text = description("kr-pangyo")
    stated = {
        "targets_met": "all",
        "contribution_claimed": claimed,
        "contribution_tested": tested,
    }
    text["observations"] = {
        name: {"value": value, "evidence": "e5"}
        for name, value in stated.items()
        if value
    }
    rating = (
        Session(Settings("dac"))
        .card(written(text, tmp_path), draws=False)
        .rating("EFF-1")
    )
    assert (rating.level, rating.origin) == (level, "measured")


@pytest.mark.parametrize(
    ("rubric", "criterion"),
    [("dac", "REL-1"), ("dac", "COH-2"), ("s3", "PRI-2"), ("rodrik", "ROD-6")],
)
def test_results_stay_out_of_what_is_judged_by_what_is_done(
    tmp_path, rubric, criterion
):
    text = description("kr-pangyo")
    text["codings"] = {"r1": {criterion: {"level": "1", "evidence": "e5", "why": "x"}}}
    with pytest.raises(InputError) as caught:
        Session(Settings(rubric)).card(written(text, tmp_path))
    assert [
        fault.code for fault in caught.value.diagnostics if fault.severity == "error"
    ] == ["EK209"]
