"""A card in short: which messages it has, with which numbers, on cards made by hand."""

import io

import click
import made
import pytest
from attrs import evolve
from docx import Document

from evalkit.locale import LANGUAGES, language
from evalkit.model.message import Points, Ref, message
from evalkit.model.result import Condition, CoreJudgment, Score
from evalkit.plugin import Options
from evalkit.report import docx, markdown
from evalkit.report.described import program
from evalkit.report.summary import STRONGEST, answer, most_useful, summary
from evalkit.report.terminal import text as terminal
from evalkit.report.terminal.strip import POINT
from evalkit.report.terminal.width import cells


@pytest.fixture(scope="module")
def cards(tmp_path_factory):
    return {
        card.program.id: card for card in made.score(tmp_path_factory.mktemp("made"))
    }


def with_levels(card, levels):
    """The card with these levels, each with its range, and no other level."""
    dimensions = [
        evolve(
            dimension,
            criteria=tuple(
                evolve(
                    rating,
                    status="rated" if rating.id in levels else "unknown",
                    level=levels.get(rating.id, (None, None))[0],
                    interval=levels.get(rating.id, (None, None))[1],
                    certainty="moderate" if rating.id in levels else None,
                )
                for rating in dimension.criteria
            ),
        )
        for dimension in card.dimensions
    ]
    return evolve(card, dimensions=tuple(dimensions))


def named(messages, param="criterion"):
    return [each.params[param].id for each in messages]


def scored(card, scores):
    """The card with these scores by dimension, and none in the others."""
    none = Score("not_rated", None, (0, 100))
    dimensions = tuple(
        evolve(dimension, score=scores.get(dimension.id, none))
        for dimension in card.dimensions
    )
    return evolve(card, dimensions=dimensions, overall=scores.get("overall", none))


SIXTY = Score("rated", 60.4, (20, 90), interval=(50, 70), band="C", bands=("B", "C"))


def test_the_answer_of_a_card_without_any_score(cards):
    assert answer(scored(cards["high"], {})).code == "card_not_rated"


def test_the_answer_names_what_is_scored_and_what_is_not(cards):
    found = answer(scored(cards["high"], {"coordination": SIXTY}))
    assert found.code == "card_answer_missing"
    assert found.params["overall"].code == "card_no_overall"
    (dimension,) = found.params["dimensions"].items
    assert dimension.params["score"] == Points(60.4)
    assert dimension.params["band"].code == "bands"
    assert found.params["n"].value == len(found.params["missing"].items) == 3


@pytest.mark.parametrize(
    ("status", "code"),
    [("rated", "card_scores"), ("provisional", "card_scores_provisionally")],
)
def test_the_answer_with_an_overall_score_has_its_interval_and_range(
    cards, status, code
):
    every = {dimension.id: SIXTY for dimension in cards["high"].dimensions}
    overall = answer(
        scored(cards["high"], {**every, "overall": evolve(SIXTY, status=status)})
    ).params["overall"]
    assert overall.code == code
    assert [overall.params["interval"].params[end] for end in ("low", "high")] == [
        Points(50),
        Points(70),
    ]
    assert [
        overall.params["possible_range"].params[end] for end in ("low", "high")
    ] == [
        Points(20),
        Points(90),
    ]


def test_the_strongest_criteria_stand_out_even_at_the_near_end_of_their_range(cards):
    levels = {
        "COO-1": (4.0, (0.0, 4.0)),  # high, and it may be anything
        "COO-2": (3.0, (2.5, 3.5)),
        "COO-3": (3.5, (2.4, 4.0)),
        "RED-1": (2.0, (2.0, 2.0)),  # in the middle
        "RED-2": (0.5, (0.0, 1.0)),
        "RED-3": (0.0, (0.0, 1.5)),
        "RED-4": (1.0, (0.9, 1.1)),
    }
    found = summary(with_levels(cards["high"], levels))
    assert named(found.highest) == ["COO-2", "COO-3"]
    assert named(found.lowest) == ["RED-2", "RED-4"]
    assert len(found.highest) <= STRONGEST
    first = found.highest[0]
    assert (first.code, first.params["level"].value) == ("finding", 3.0)
    assert first.params["certainty"].text == "moderate"


def test_a_level_that_a_condition_holds_says_so(cards):
    card = with_levels(
        cards["high"], {"COO-1": (3.0, (2.5, 4.0)), "COO-2": (3.0, (2.5, 3.5))}
    )
    conditions = (
        Condition("open_to_all", 3, None),
        Condition("share", 3, False, at_least=0.5),
        Condition("other", 3, True),
    )
    first, *others = card.dimensions
    held, *rest = first.criteria
    criteria = (evolve(held, conditions=conditions, origin="measured"), *rest)
    card = evolve(card, dimensions=(evolve(first, criteria=criteria), *others))
    found = {each.params["criterion"].id: each for each in summary(card).highest}
    asked = found["COO-1"].params["conditions"].items
    assert [(each.code, each.params["measure"].id) for each in asked] == [
        ("condition_not_known", "open_to_all"),
        ("condition_not_met", "share ≥ 0.5"),
    ]
    assert found["COO-2"].code == "finding" and found["COO-1"].code == "finding_held"


def test_a_field_of_the_description_without_anything_has_no_row(cards):
    assert all(
        text.strip() for card in cards.values() for _, text in program(card.program)
    )


def test_what_is_missing_names_the_key_criterion_and_unrated_dimensions_come_first(
    cards,
):
    card = with_levels(
        cards["high"], {"COO-1": (3.0, (2.0, 4.0)), "COO-2": (3.0, (2.0, 4.0))}
    )
    card = scored(card, {"coordination": SIXTY})
    found = summary(card).missing
    assert [each.params["dimension"].text for each in found][-1] == "Coordination"
    key = card.dimension("spillover").key
    marked = [
        each for each in found[0].params["criteria"].items if not hasattr(each, "id")
    ]
    assert [each.params["criterion"].id for each in marked] == [key]
    assert [item.id for item in found[-1].params["criteria"].items] == [
        "COO-3",
        "COO-4",
        "COO-5",
    ]


def test_what_does_not_apply_is_not_missing(cards):
    card = cards["low"]
    assert card.rating("COO-3").status == "not_applicable"
    ids = [
        item.params["criterion"].id if hasattr(item, "params") else item.id
        for each in summary(card).missing
        for item in each.params["criteria"].items
    ]
    assert "COO-3" not in ids and "FIT-4" in ids


def test_the_most_useful_evidence_is_on_the_widest_open_range_by_weight(cards):
    known = {rating.id: (2.0, (2.0, 2.0)) for rating in cards["high"].ratings}
    (found,) = most_useful(
        with_levels(cards["high"], {**known, "RED-2": (2.0, (1.0, 3.0))})
    )
    weight = cards["high"].rating("RED-2").criterion.weight
    assert found.params["criterion"].id == "RED-2"
    assert found.params["points"] == Points(25 * weight * 2)
    assert summary(with_levels(cards["high"], known)).next_evidence == ()


def test_caveats_of_one_kind_are_counted_and_ignored_contradictions_are_told(cards):
    notes = (
        message("one_synthetic"),
        *(message("quoted", text=text) for text in "abc"),
    )
    found = {
        each.code: each for each in summary(evolve(cards["part"], notes=notes)).caveats
    }
    assert found["and_similar"].params["n"].value == 2
    assert "one_synthetic" in found
    ignored = found["unused_contradicts"].params
    assert [item.id for item in ignored["evidence"].items] == ["e1", "e4"]


def test_contested_criteria_and_corrected_readings_are_caveats(cards):
    card = cards["low"]
    contested = [rating.id for rating in card.ratings if rating.status == "contested"]
    found = {each.code: each for each in summary(card).caveats}
    criteria = found["contested_criteria"].params["criteria"].items
    assert "FIT-1" in contested and [item.id for item in criteria] == contested
    assert [
        item.id for item in found["corrected_readings"].params["evidence"].items
    ] == ["e5"]


def test_a_rating_by_a_rule_of_the_evaluator_s_own_is_a_caveat(cards):
    card = cards["low"]
    assert "rated_otherwise" not in {caveat.code for caveat in summary(card).caveats}
    core = CoreJudgment("rated", 2.0, (1.0, 3.0), "low")
    first, *others = card.dimensions
    changed = evolve(first.criteria[0], core=core)
    first = evolve(first, criteria=(changed, *first.criteria[1:]))
    told = {
        each.code: each
        for each in summary(evolve(card, dimensions=(first, *others))).caveats
    }
    assert [item.id for item in told["rated_otherwise"].params["criteria"].items] == [
        changed.id
    ]


def test_what_a_card_rests_on_is_counted(cards):
    pieces, certainty = summary(cards["low"]).rests_on
    assert pieces.params["pieces"].params["n"].value == len(cards["low"].cites)
    certain = [
        rating
        for rating in cards["low"].ratings
        if rating.levelled and rating.certainty
    ]
    counts = [item.params["count"].value for item in certainty.params["levels"].items]
    assert certainty.params["n"].value == len(certain) == sum(counts)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_first_screen_has_a_plot_for_each_dimension_within_the_width(
    cards, width, lang
):
    lines = click.unstyle(
        terminal.cards([cards["low"]], Options(width=width, lang=lang))
    ).splitlines()
    scores = [
        *(dimension.score for dimension in cards["low"].dimensions),
        cards["low"].overall,
    ]
    legend = 1
    drawn = [line for line in lines if POINT in line]
    assert len(drawn) == sum(score.score is not None for score in scores) + legend
    assert max(map(cells, lines)) <= width


def test_a_screen_hides_caveats_that_verbose_tells(cards):
    notes = tuple(
        message(code) for code in ("one_synthetic", "own_questions", "no_weight")
    )
    card = evolve(cards["low"], notes=notes)
    short, full = (
        terminal.cards([card], Options(verbose)) for verbose in (False, True)
    )
    hidden = [note for note in notes if str(note) not in short]
    assert hidden and all(str(note) in " ".join(full.split()) for note in notes)


def test_a_verbose_card_tells_the_certainty_of_a_level_once(cards):
    text = click.unstyle(terminal.cards([cards["high"]], Options(True, 200)))
    block = text[text.index("\n  COO-1 ") : text.index("\n  COO-2 ")]
    assert block.count(str(cards["high"].rating("COO-1").certainty_reasons[0])) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", [terminal, markdown, docx])
def test_a_card_in_full_says_every_caveat_and_the_next_evidence_once(cards, form, lang):
    note = message("peer_not_described", peer=Ref("a-peer"))
    card = cards["high"]
    card = evolve(
        card, notes=(*card.notes, note, evolve(note, params={"peer": Ref("another")}))
    )
    options = Options(verbose=True, lang=lang)
    printed = form.cards([card], options)
    if form is docx:
        paragraphs = Document(io.BytesIO(printed)).paragraphs
        printed = "\n".join(paragraph.text for paragraph in paragraphs)
    text = "".join(click.unstyle(printed).replace("\\", "").split())
    for note in (*card.notes, *most_useful(card)):
        assert text.count("".join(note.text_in(language(lang)).split())) == 1, note.code
