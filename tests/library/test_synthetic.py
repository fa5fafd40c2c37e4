"""Made-up programs for the corners that the chapter does not reach, and that they are never
taken for real ones.

Scores are worked out here by hand, from the weights that the rubric has: 25 times the weighted
mean of the levels.
"""

import math
import shutil
from pathlib import Path

import numpy
import pytest
import yaml
from console import run
from plain import written

import evalkit
from evalkit.engine.aggregate import dimension_formula
from evalkit.engine.overall import overall_formula
from evalkit.engine.uncertainty import draw_levels
from evalkit.engine.value_function import level_of
from evalkit.model.errors import NotComparable
from evalkit.session import Session
from evalkit.session.settings import Settings

FOLDER = Path(__file__).parent / "synthetic"
PATHS = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
ENGINE = Session(Settings())
CARDS = {id: ENGINE.card(path) for id, path in PATHS.items()}
DIMENSIONS = ENGINE.rubric.rubric.dimensions
WEIGHTS = {
    id: {name: criterion.weight for name, criterion in dimension.criteria.items()}
    for id, dimension in DIMENSIONS.items()
}
OVERALL = {id: dimension.weight for id, dimension in DIMENSIONS.items()}
HIGH, LOW = 62.5, 37.5  # where substantial begins and where partial ends


def description(id):
    """A made-up program as plain maps and lists, every scalar a text."""
    return yaml.load(PATHS[id].read_text(encoding="utf-8"), yaml.BaseLoader)


def by_hand(dimension, levels):
    """25 times the weighted mean of levels by criterion; weights of criteria without a level are
    left out."""
    weights = {id: WEIGHTS[dimension][id] for id in levels}
    return pytest.approx(
        25
        * sum(weights[id] * round(level, 4) for id, level in levels.items())
        / sum(weights.values())
    )


def score(card, dimension):
    return card.dimension(dimension).score


def criterion(id, measure):
    """The breakpoints of a measure of a criterion."""
    return ENGINE.rubric.rubric.criteria()[id].measures[measure].breakpoints


def measured(card, criterion, measure):
    return next(
        each
        for each in card.rating(criterion).measured
        if each.measurement.id == measure
    )


def not_rated(card):
    return {
        each.id
        for each in card.dimensions
        if each.score.status == "not_rated" and each.score.score is None
    }


@pytest.mark.parametrize("id", PATHS)
def test_each_is_sound_and_says_that_it_is_made_up(id):
    assert ENGINE.check(PATHS[id]) == ()
    program = CARDS[id].program
    assert (
        program.synthetic and program.id == id and program.name.startswith("Made-up ")
    )
    assert PATHS[id].read_text(encoding="utf-8").startswith("# Made up, ")
    assert all(
        source.cite.startswith("Made up ") for source in program.sources.values()
    )


def test_managed_overlap_is_no_waste():
    """Two functions of twelve are offered twice, and the work is divided: high on redundancy,
    where no real case is."""
    card = CARDS["made-up-managed-overlap"]
    overlap, stated = (
        measured(card, "RED-1", "service_jaccard"),
        measured(card, "RED-1", "service_overlap"),
    )
    assert overlap.measurement.value == pytest.approx(
        (2 / 12, 2 / 12)
    ) and stated.measurement.value == pytest.approx((0.15, 0.45))
    assert (
        overlap.counted
        and stated.counted
        and {overlap.certainty, stated.certainty} == {"high"}
    )
    levels = {
        "RED-1": (
            (
                level_of(0.30, criterion("RED-1", "service_overlap"))
                + level_of(2 / 12, criterion("RED-1", "service_jaccard"))
            )
            / 2
        ),
        # sites follow demand, 3, but one office of six at least is too small
        "RED-2": (2 + (0.30 - 1 / 6) / 0.15),
        "RED-3": 4,
        "RED-4": level_of(0.15, criterion("RED-4", "parallel_spend")),
    }
    assert {each.id: each.level for each in card.dimension("redundancy").criteria} == {
        id: round(level, 4) for id, level in levels.items()
    }
    found = score(card, "redundancy")
    assert (
        (found.status, found.band) == ("rated", "B")
        and found.score == by_hand("redundancy", levels)
        and found.possible_range[0] > HIGH
    )
    assert (
        not_rated(card) == {"coordination", "spillover", "regional_fit"}
        and card.overall.score is None
    )


def test_both_sides_see_the_same_overlap():
    """An overlap is as large from the one side as from the other, and the sibling too is free of
    waste."""
    sibling = CARDS["made-up-sibling"]
    mine = measured(
        CARDS["made-up-managed-overlap"], "RED-1", "service_jaccard"
    ).measurement
    theirs = measured(sibling, "RED-1", "service_jaccard").measurement
    assert mine.value == theirs.value and not mine.at_most and not theirs.at_most
    assert str(theirs.why) == "nearest peer: made-up-managed-overlap"
    assert (
        score(sibling, "redundancy").status == "rated"
        and score(sibling, "redundancy").score > HIGH
    )


@pytest.fixture
def divided(tmp_path):
    """The card of the managed overlap, changed, with its sibling beside it."""
    shutil.copy(PATHS["made-up-sibling"], tmp_path)

    def card(change, id="made-up-undivided"):
        changed = {**description("made-up-managed-overlap"), "id": id}
        change(changed)
        return ENGINE.again().card(written(changed, tmp_path))

    return card


def test_the_same_overlap_without_a_division_of_labor_is_worse(divided):
    """Only who does what has changed, from a written division to an overlap that is admitted and
    not dealt with."""

    def undivided(changed):
        changed["peers"]["made-up-sibling"] |= {
            "division": "none",
            "dispute": "who advises whom",
            "evidence": "catalog",
        }
        changed["observations"]["responsibility"] = {
            "value": "overlap admitted",
            "evidence": "partner",
        }
        del changed["observations"]["division_respected"]
        changed["evidence"]["partner"] |= {
            "direction": "contradicts",
            "says": "Staff of B admit the overlap; no rule deals with it.",
        }

    with_it, without = CARDS["made-up-managed-overlap"], divided(undivided)
    pair = evalkit.compare([with_it, without]).pair(
        "made-up-managed-overlap", "made-up-undivided", "redundancy"
    )
    assert (without.rating("RED-3").level, pair.result) == (1, "left")
    others = pair.difference - 25 * 0.25 * (4 - 1)
    assert others == pytest.approx(
        25 * 0.35 * (with_it.rating("RED-1").level - without.rating("RED-1").level)
    )


def test_the_division_counts_where_it_is_computed_and_nobody_states_it(divided):
    """Five peers with and without a division: the whole weight of the criterion, from level 4 to
    level 0."""

    def among_five(division):
        def change(changed):
            del changed["observations"]["responsibility"]
            peer = {"overlap": "some", "division": division, "evidence": "review"}
            changed["peers"] |= {
                "made-up-sibling": peer,
                **{f"made-up-other-{at}": peer for at in range(4)},
            }

        return divided(change, f"made-up-{division}")

    pair = evalkit.compare([among_five("practiced"), among_five("none")]).pair(
        "made-up-practiced", "made-up-none", "redundancy"
    )
    assert pair.result == "left" and pair.difference == pytest.approx(25 * 0.25 * 4)


def test_a_division_that_nobody_told_of_is_unknown_and_not_absent(divided):
    """G4: the criterion leaves the mean, and the bounds hold what it could be."""

    def untold(changed):
        del (
            changed["observations"]["responsibility"],
            changed["peers"]["made-up-sibling"]["division"],
        )

    told, card = CARDS["made-up-managed-overlap"], divided(untold)
    assert (
        card.rating("RED-3").status == "unknown" and card.rating("RED-3").level is None
    )
    assert card.dimension("redundancy").coverage == pytest.approx(0.75)
    known = {
        each.id: each.level
        for each in card.dimension("redundancy").criteria
        if each.level is not None
    }
    assert score(card, "redundancy").score == by_hand("redundancy", known)
    low, high = score(card, "redundancy").possible_range
    assert low < score(told, "redundancy").possible_range[0] and high == pytest.approx(
        score(told, "redundancy").possible_range[1]
    )


def test_a_national_scheme_can_fit_its_regions():
    """What the center decides costs the weight of one criterion and no more."""
    card = CARDS["made-up-national-fit"]
    assert card.program.level == "national"
    # four by the center, one shared
    assert measured(
        card, "FIT-3", "decision_rights"
    ).measurement.value == pytest.approx((0.1, 0.1))
    # who decides: computed .1 (four by the center, one shared), and stated as hardly any, .08, on
    # equal evidence
    rights = (
        sum(
            level_of(share, criterion("FIT-3", "decision_rights"))
            for share in (0.1, 0.08)
        )
        / 2
    )
    levels = {"FIT-1": 3, "FIT-2": 3, "FIT-3": rights, "FIT-4": 3, "FIT-5": 4}
    assert {
        each.id: each.level for each in card.dimension("regional_fit").criteria
    } == pytest.approx(levels, abs=1e-4)
    found = score(card, "regional_fit")
    assert (found.status, found.band, found.caps) == ("rated", "B", ())
    assert found.score == by_hand("regional_fit", levels)
    # even with every level at its worst
    assert found.possible_range[0] > 50 and card.rating("FIT-3").level < 1
    assert not_rated(card) == {"coordination", "spillover", "redundancy"}


def test_a_dense_network_from_which_nothing_spreads():
    """Coordination does not make up for spillover: the overall band is held down, whatever the
    mean is."""
    card = CARDS["made-up-dense-network"]
    linked, breadth = (
        measured(card, "COO-2", "non_isolate_share"),
        measured(card, "SPI-2", "diffusion_breadth"),
    )
    assert (
        linked.counted
        and linked.measurement.n == 8
        and linked.measurement.value == (7 / 8, 7 / 8)
    )
    assert (
        breadth.counted
        and breadth.measurement.n == 82
        and breadth.measurement.value == (0, 0)
    )
    assert card.rating("SPI-2").level == 0 and card.rating("SPI-2").status == "rated"
    assert (
        score(card, "coordination").status == score(card, "spillover").status == "rated"
    )
    assert (
        score(card, "coordination").score > HIGH
        and score(card, "coordination").possible_range[0] > LOW
    )
    public = level_of(0.08, criterion("SPI-1", "collective_good_share"))  # hardly any
    assert score(card, "spillover").score == by_hand(
        "spillover", {"SPI-1": public, "SPI-2": 0, "SPI-3": 1, "SPI-4": 0}
    )
    assert score(card, "spillover").possible_range[1] < LOW
    mean = (
        sum(
            OVERALL[each.id] * each.score.score
            for each in card.dimensions
            if each.score.score is not None
        )
        / 0.8
    )
    assert mean > LOW and (card.overall.band, card.overall.band_limit) == ("D", "D")
    assert card.overall.band_limit == "D" and card.overall.caps


def test_a_taiwanese_failure_is_told_as_one():
    card = CARDS["made-up-failure-tw"]
    assert card.program.country == "TW"
    for dimension in ("coordination", "spillover"):
        found = score(card, dimension)
        assert (
            found.status == "rated"
            and found.score < LOW
            and found.possible_range[1] < LOW
            and found.band in ("D", "E")
        )
    assert card.overall.band in ("D", "E")
    assert card.rating("SPI-4").level == 0  # stated, and so not unknown
    cited = {
        id
        for dimension in card.dimensions
        for each in dimension.criteria
        for id in each.evidence
    }
    current_locale = [card.program.evidence[id].direction for id in cited]
    assert current_locale.count("contradicts") >= 8 and "supports" not in current_locale


def test_the_country_changes_no_number(tmp_path):
    """The same failure in South Korea: scores come from evidence and rubric alone."""

    def numbers(card):
        ratings = [
            (each.id, each.status, each.level, each.interval, each.certainty)
            for one in card.dimensions
            for each in one.criteria
        ]
        return ratings, [one.score for one in card.dimensions], card.overall

    moved = {**description("made-up-failure-tw"), "country": "KR"}
    assert numbers(ENGINE.again().card(written(moved, tmp_path))) == numbers(
        CARDS["made-up-failure-tw"]
    )


def test_who_nobody_looked_at_has_no_score_and_no_zero():
    card = CARDS["made-up-all-unknown"]
    assert not_rated(card) == WEIGHTS.keys()
    for dimension in card.dimensions:
        assert (
            dimension.score.possible_range,
            dimension.score.interval,
            dimension.score.band,
        ) == (
            (0, 100),
            None,
            None,
        )
        assert {
            (each.status, each.level, each.interval, each.certainty)
            for each in dimension.criteria
        } == {("unknown", None, None, None)}
    assert (card.overall.status, card.overall.score, card.overall.band) == (
        "not_rated",
        None,
        None,
    )
    cards = evalkit.score(PATHS["made-up-all-unknown"])
    assert (
        cards.frame()["level"].isna().all()
        and cards.frame("dimension")["score"].isna().all()
    )


def test_who_is_known_in_full_is_rated_in_full():
    """19 of 19 criteria by evaluators, most of them from facts and statements together, and the
    formulas worked out again."""
    card = CARDS["made-up-all-known"]
    ratings = [each for dimension in card.dimensions for each in dimension.criteria]
    assert len(ratings) == 19 and not card.program.codings
    assert all(each.origin == "measured" and each.evidence for each in ratings)
    assert all(
        condition.met is not None
        for each in ratings
        for condition in each.conditions
        if condition.measure != "own_source_share"
    )
    mains = {
        each.id: [one for one in each.measured if one.counted and one.role == "main"]
        for each in ratings
    }
    # computed and stated
    both = {
        id
        for id, found in mains.items()
        if len({one.observation is None for one in found}) == 2
    }
    assert {"COO-1", "SPI-2", "SPI-4", "RED-2", "FIT-3"} <= both
    # peers complete, and both catalogs in full
    assert not measured(card, "RED-1", "service_jaccard").measurement.at_most
    for dimension in card.dimensions:
        assert (dimension.score.status, dimension.coverage) == ("rated", 1)
        assert dimension.score.score == by_hand(
            dimension.id, {each.id: each.level for each in dimension.criteria}
        )
        assert (
            40
            < dimension.score.possible_range[0]
            < dimension.score.possible_range[1]
            < 90
        )
    assert (
        card.overall.status == "rated"
        and 50 < card.overall.possible_range[0] < card.overall.possible_range[1] < 90
    )
    logs = sum(
        weight * math.log(score(card, dimension).score)
        for dimension, weight in OVERALL.items()
    )
    assert card.overall.score == pytest.approx(math.exp(logs))


@pytest.mark.parametrize("id", PATHS)
def test_beside_a_real_program_it_is_refused(id, library):
    with pytest.raises(NotComparable, match="--with-synthetic") as caught:
        evalkit.compare([library[0], CARDS[id]])
    assert id in str(caught.value) and library[0].program.id not in str(caught.value)


def test_asked_for_it_stands_beside_real_programs_and_is_never_ranked_with_them(
    library, by_country
):
    """What is said of the real ones, their pairs and their groups, is the same with and without
    made-up ones."""
    mixed = evalkit.compare([*CARDS.values(), *library], by="country", synthetic=True)
    across = [
        pair for pair in mixed.pairs if (pair.left in CARDS) != (pair.right in CARDS)
    ]
    assert len(across) == len(CARDS) * len(library) * 5
    assert {pair.result for pair in across} <= {"not_comparable", "not_rated"}
    assert all(
        pair.reasons[0].code == "one_synthetic"
        for pair in across
        if pair.result == "not_comparable"
    )
    assert (
        tuple(
            pair for pair in mixed.pairs if not {pair.left, pair.right} & CARDS.keys()
        )
        == by_country.pairs
    )
    assert mixed.groups == by_country.groups and any(
        group.median is not None for group in by_country.groups
    )
    assert not {id for group in mixed.groups for id, _ in group.scores} & CARDS.keys()
    # that a made-up failure may not take away
    for words in (
        "only favorable evidence is cited on Taiwan",
        "one author",
    ):
        assert any(words in str(text) for text in by_country.warnings)
    assert any(all(id in str(text) for id in CARDS) for text in mixed.warnings)


def test_made_up_evidence_takes_no_warning_about_real_programs_away(library):
    """That nothing speaks against a Taiwanese program, and that one author saw them all, stays
    true beside a made-up failure."""
    mixed = evalkit.compare([*library, CARDS["made-up-failure-tw"]], synthetic=True)
    said = {
        str(each).removeprefix("apart from synthetic programs, ")
        for each in mixed.warnings
    }
    assert {*map(str, evalkit.compare(library).warnings)} <= said


def test_to_be_told_that_clients_do_not_work_together_lifts_no_brokerage(tmp_path):
    """A hub with spokes is level 1 of COO-4, and a stated absence of ties between its clients is
    no news in its favor."""
    changed = description("made-up-failure-tw")
    changed["ties"] = [tie for tie in changed["ties"] if tie.get("state") != "absent"]
    del changed["listed_in_full"]
    silent = ENGINE.again().card(written(changed, tmp_path)).rating("COO-4")
    assert silent.level == 1
    assert CARDS["made-up-failure-tw"].rating("COO-4").level <= silent.level


def test_made_up_programs_can_be_compared_among_themselves():
    compared = evalkit.compare(CARDS.values(), by="country")
    assert (
        compared.pair("made-up-all-known", "made-up-failure-tw", "coordination").result
        == "left"
    )
    assert (
        compared.pair(
            "made-up-dense-network", "made-up-failure-tw", "coordination"
        ).result
        == "left"
    )
    assert (
        compared.pair("made-up-dense-network", "made-up-failure-tw", "spillover").result
        == "no_clear_difference"
    )
    assert (
        compared.pair(
            "made-up-failure-tw", "made-up-national-fit", "regional_fit"
        ).result
        == "right"
    )
    assert {
        pair.result
        for pair in compared.pairs
        if "made-up-all-unknown" in (pair.left, pair.right)
    } == {"not_rated"}
    assert compared.groups == ()


def test_every_card_says_that_it_is_made_up():
    shown = run("score", FOLDER)
    assert shown.returncode == 0 and shown.stderr == ""
    text = " ".join(shown.stdout.split())
    for id, card in CARDS.items():
        assert f"{id} · {card.program.object_type}, synthetic · " in text
    assert "synthetic" not in run("score", "kr-gsbc").stdout


def test_nine_in_ten_scores_lie_amid_their_own_draws(library):
    """Between the 30th and the 70th percentile, in the library and in what is made up alike:
    doubt pulls no score to the middle."""
    places = []
    for card in [*library, *CARDS.values()]:
        levels, drawn = draw_levels(card, 1), {}
        for each in card.dimensions:
            if each.score.score is not None:
                known = {
                    rating.id: levels[rating.id]
                    for rating in each.criteria
                    if rating.levelled
                }
                drawn[each.id] = dimension_formula(
                    card.rubric.dimensions[each.id], each.key, known
                )
                places.append(numpy.mean(drawn[each.id] < each.score.score))
        if card.overall.score is not None:
            places.append(
                numpy.mean(overall_formula(card.rubric, drawn) < card.overall.score)
            )
    assert len(places) > 40 and sum(
        0.3 <= place <= 0.7 for place in places
    ) >= 0.9 * len(places)
