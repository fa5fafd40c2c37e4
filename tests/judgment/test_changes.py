"""What changed between two results: each cause is named, alone and in pairs, and nothing else; the
parts of a change add up to it."""

import copy
import itertools
import json
from math import fsum

import pytest
import yaml
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from small import RUBRIC
from test_comparison import card

from evalkit.comparison.changes import compare_results
from evalkit.comparison.changes import scores as parts_of_scores
from evalkit.comparison.changes.scores import score_changes
from evalkit.engine.aggregate import aggregate_dimension
from evalkit.engine.aggregators import aggregator
from evalkit.engine.overall import aggregate_overall
from evalkit.model.decision_table import DecisionTable, Row
from evalkit.model.errors import NotComparable
from evalkit.model.facts import Period
from evalkit.model.fixed import Fixed
from evalkit.plugin.aggregator import Aggregator
from evalkit.plugin.host import load
from evalkit.session import Session
from evalkit.session.again import Again
from evalkit.session.settings import Settings

AUDIT = {
    "kind": "evaluation",
    "cite": "Evaluation 2024",
    "year": 2024,
    "holder": "audit-office",
}
BASE = {
    "id": "hub",
    "name": "Hub",
    "country": "KR",
    "object_type": "program",
    "synthetic": True,
    "assessed": {"from": 2020, "to": 2023},
    "peers": {"twin": {}},
    "actors": {
        "a": {"type": "agency_local"},
        "b": {"type": "firm_sme"},
        "c": {"type": "firm_sme"},
    },
    "ties": [{"between": ["a", "b"], "kind": "coordinate", "evidence": "e1"}],
    "sources": {
        "audit": AUDIT,
        "talk": {"kind": "interview", "cite": "Talk", "year": 2023},
    },
    "evidence": {
        f"e{n}": {
            "source": "audit",
            "at": f"p. {n}",
            "claim": "behavior",
            "says": f"says {n}",
        }
        for n in range(1, 6)
    },
    "observations": {"non_isolate_share": {"value": "12/40", "evidence": "e2"}},
    "codings": {
        "r1": {
            name: {"level": level, "evidence": "e3", "why": "w"}
            for name, level in {"COO-1": 3, "COO-3": 1, "COO-4": 1, "COO-5": 3}.items()
        }
    },
}
TWIN = {
    "id": "twin",
    "name": "Twin",
    "country": "KR",
    "object_type": "program",
    "synthetic": True,
}


def _evidence_added(program):
    program["evidence"]["e9"] = {
        "source": "audit",
        "at": "p. 9",
        "claim": "behavior",
        "says": "x",
    }


def _evidence_removed(program):
    del program["evidence"]["e5"]


def _evidence_changed(program):
    program["evidence"]["e3"]["claim"] = "judgment"


def _source_changed(program):
    program["sources"]["audit"] = {**AUDIT, "cite": "Evaluation 2024, second edition"}


def _observation_changed(program):
    program["observations"]["non_isolate_share"]["value"] = "20/40"


def _coder_added(program):
    coding = {"level": 2, "evidence": "e4", "why": "w"}
    program["codings"]["r2"] = {"COO-3": coding, "COO-4": coding}


def _coder_changed(program):
    program["codings"]["r1"]["COO-5"]["level"] = 1


def _fact_changed(program):
    program["ties"].append(
        {"between": ["b", "c"], "kind": "coordinate", "evidence": "e1"}
    )


def _name_changed(program):
    program["name"] = "The hub"


CAUSES = {
    ("evidence", "added", "e9"): _evidence_added,
    ("evidence", "removed", "e5"): _evidence_removed,
    ("evidence", "changed", "e3"): _evidence_changed,
    ("source", "changed", "audit"): _source_changed,
    ("observation", "changed", "non_isolate_share"): _observation_changed,
    ("coding", "added", "r2"): _coder_added,
    ("coding", "changed", "r1"): _coder_changed,
    ("fact", "changed", "ties"): _fact_changed,
    ("description", "changed", "name"): _name_changed,
}
PAIRS = [*([each] for each in CAUSES), *map(list, itertools.combinations(CAUSES, 2))]
HOST = load()
RUBRIC_TEXT = (Session(Settings()).host.rubrics()["hsieh"]).read_text(encoding="utf-8")


def written(folder, program=BASE, twin=TWIN):
    for each in (program, twin):
        (folder / f"{each['id']}.json").write_text(json.dumps(each), encoding="utf-8")
    return folder / f"{program['id']}.json"


def carded(folder, program=BASE, twin=TWIN, **settings):
    return Session(Settings(**settings), HOST).card(written(folder, program, twin))


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    return carded(tmp_path_factory.mktemp("before"))


def named(changes):
    return {
        (cause.kind, cause.change, cause.name)
        for program in changes.programs
        for cause in program.causes
    }


@pytest.mark.parametrize(
    "changed", PAIRS, ids=lambda pair: " and ".join(map("-".join, pair))
)
def test_a_cause_is_named_and_nothing_else(before, tmp_path, changed):
    program = copy.deepcopy(BASE)
    for cause in changed:
        CAUSES[cause](program)
    changes = compare_results([before], [carded(tmp_path, program)])
    assert named(changes) == set(changed) and changes.editions == ()
    (change,) = changes.programs
    adds_up(change.scores)


def test_the_same_card_has_no_changes(before, tmp_path):
    changes = compare_results([before], [carded(tmp_path)])
    assert changes.programs == () and changes.unchanged == 1


def test_a_cause_stands_beside_the_criterion_that_it_moves(before, tmp_path):
    program = copy.deepcopy(BASE)
    _coder_changed(program)
    _observation_changed(program)
    (change,) = compare_results([before], [carded(tmp_path, program)]).programs
    moved = {
        each.id: [cause.name for cause in change.causes_of(each.id)]
        for each in change.criteria
    }
    assert moved["COO-5"] == ["r1"] and "non_isolate_share" in moved["COO-2"]


def test_the_context_is_named_by_its_file(before, tmp_path):
    after = carded(tmp_path, twin={**TWIN, "regions": ["KR-41"]})
    assert named(compare_results([before], [after])) == {
        ("context", "changed", "twin.json")
    }


def test_an_evaluator_is_named_with_what_it_judges_otherwise(before):
    made = before.provenance
    newer = [
        (key, f"{version} 2")
        for key, version in made.evaluators
        if key == "coordination"
    ]
    others = [pair for pair in made.evaluators if pair[0] != "coordination"]
    after = evolve(before, provenance=evolve(made, evaluators=(*newer, *others)))
    (change,) = compare_results([before], [after]).programs
    assert [(cause.kind, cause.name) for cause in change.causes] == [
        ("evaluator", "coordination")
    ]
    assert change.causes[0].criteria == ()


def test_the_seed_is_named(before, tmp_path):
    after = carded(tmp_path, seed=2)
    assert named(compare_results([before], [after])) == {("seed", "changed", "seed")}


def edition(folder, change, name="hsieh2"):
    """The rubric with a change, in a file of its own; its codings count as those of hsieh."""
    rubric = yaml.safe_load(RUBRIC_TEXT)
    rubric |= {"id": name, "adapts": "hsieh"}
    change(rubric)
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(rubric, allow_unicode=True), encoding="utf-8")
    return str(path)


def _same(rubric):
    pass


def _cosmetic(rubric):
    rubric["edition"] = "3"
    rubric["dimensions"]["coordination"]["criteria"]["COO-1"]["name"] = "Another name"


def _heavier(rubric):
    criteria = rubric["dimensions"]["coordination"]["criteria"]
    one, other = criteria["COO-1"], criteria["COO-5"]
    one["weight"], other["weight"] = one["weight"] + 0.05, other["weight"] - 0.05


def _renamed(rubric):
    criteria = rubric["dimensions"]["coordination"]["criteria"]
    rubric["dimensions"]["coordination"]["criteria"] = {
        {"COO-4": "COO-9"}.get(name, name): criterion
        for name, criterion in criteria.items()
    }


def by_editions(tmp_path, change, program=BASE, after=None):
    cards = []
    for name, edit, described in (
        ("old", _same, program),
        ("new", change, after or program),
    ):
        folder = tmp_path / name
        folder.mkdir()
        cards.append(carded(folder, described, rubric=edition(folder, edit)))
    return compare_results(
        cards[:1], cards[1:], judged=Again(HOST, [tmp_path / "old"]).under
    )


def test_a_cosmetic_edition_changes_nothing(tmp_path):
    changes = by_editions(tmp_path, _cosmetic)
    (edition,) = changes.editions
    assert edition.effect == "cosmetic" and (edition.before, edition.after) == (
        "2.0",
        "3",
    )
    assert changes.programs == () and changes.unchanged == 1


def test_two_contents_under_one_label_show(tmp_path):
    (edition,) = by_editions(tmp_path, _heavier).editions
    assert edition.before == edition.after and edition.digests[0] != edition.digests[1]


def test_a_criterion_with_another_id_is_the_same_one(tmp_path):
    after = copy.deepcopy(BASE)
    after["codings"]["r1"]["COO-9"] = after["codings"]["r1"].pop("COO-4")
    changes = by_editions(tmp_path, _renamed, after=after)
    (edition,) = changes.editions
    assert (edition.effect, edition.renamed) == ("renamed", {"COO-4": "COO-9"})
    # the errors of a criterion follow its id, and so do intervals
    (change,) = changes.programs
    assert (change.criteria, change.causes) == ((), ())
    assert {score.difference for score in change.scores} == {0}


def test_an_edition_with_effect_tells_what_the_old_evidence_gives(tmp_path):
    after = copy.deepcopy(BASE)
    _coder_changed(after)
    changes = by_editions(tmp_path, _heavier, after=after)
    (edition,), (change,) = changes.editions, changes.programs
    assert (edition.effect, edition.criteria) == ("scoring", ("COO-1", "COO-5"))
    assert named(changes) == {("coding", "changed", "r1")} and change.separated
    (score,) = [each for each in change.scores if each.dimension == "coordination"]
    parts = {part.name: part.points for part in score.parts}
    # COO-1 takes half of the weight of COO-5, .1, and both are at level 3: only the coder moves
    assert parts == {"COO-5": pytest.approx(-0.05 * 2 * 25)}
    adds_up(change.scores)


def _breakpoints(rubric):
    use = rubric["dimensions"]["coordination"]["criteria"]["COO-2"]["measures"][
        "non_isolate_share"
    ]
    use["breakpoints"] = [0.1, 0.2, 0.25, 0.5, 0.8]


def test_breakpoints_move_the_old_evidence(tmp_path):
    (change,) = by_editions(tmp_path, _breakpoints).programs
    (criterion,) = change.criteria
    assert criterion.id == "COO-2" and criterion.under_edition == criterion.after
    (score,) = [each for each in change.scores if each.dimension == "coordination"]
    assert [part.name for part in score.parts] == ["edition"]
    assert score.parts[0].points == pytest.approx(score.difference, abs=1e-3)


def test_an_edition_may_rename_criteria_and_change_numbers(tmp_path):
    """The old evidence follows the new ids."""

    def change(rubric):
        _renamed(rubric)
        _heavier(rubric)

    after = copy.deepcopy(BASE)
    after["codings"]["r1"]["COO-9"] = after["codings"]["r1"].pop("COO-4")
    changes = by_editions(tmp_path, change, after=after)
    (edition,), (changed,) = changes.editions, changes.programs
    assert (edition.effect, edition.renamed) == ("scoring", {"COO-4": "COO-9"})
    assert changed.separated and (changed.criteria, changed.causes) == ((), ())
    adds_up(changed.scores)


def test_an_edition_is_not_told_apart_where_nobody_can_judge_by_it(tmp_path):
    folder = tmp_path / "one"
    folder.mkdir()
    old = carded(folder, rubric=edition(folder, _same))
    new = carded(folder, rubric=edition(folder, _breakpoints))
    (change,) = compare_results([old], [new]).programs
    assert not change.separated and change.criteria[0].under_edition is None


def test_programs_are_matched_by_id_and_others_listed():
    one, two, three = (card(name, (2, 2, 2, 2)) for name in ("one", "two", "three"))
    changes = compare_results([one, two], [three, two])
    assert [each.program for each in changes.only_before] == ["one"]
    assert [each.program for each in changes.only_after] == ["three"]
    assert (changes.unchanged, changes.programs) == (1, ())


def test_a_program_that_stands_twice_in_a_result_is_compared_twice():
    one, lower = card("one", (2, 2, 2, 2)), card("one", (2, 1, 2, 2))
    changes = compare_results([one, one], [lower, one])
    assert (len(changes.programs), changes.unchanged) == (1, 1)


def test_results_by_other_rubrics_are_refused():
    one = card("one", (2, 2, 2, 2))
    other = evolve(one, rubric=evolve(RUBRIC, id="other"), rubric_digest="x")
    with pytest.raises(
        NotComparable, match="by rubric small and the newer one by other"
    ):
        compare_results([one], [other])


def adds_up(scores):
    """The parts of each change are the change."""
    for score in scores:
        if score.difference is not None:
            total = fsum(part.points for part in score.parts)
            # numbers are kept with four decimals
            assert total == pytest.approx(score.difference, abs=2e-3), score


def scored(levels, rubric=RUBRIC):
    """A card of the small rubric with levels or None, in both dimensions."""
    made = card("one", levels, levels)
    dimensions = tuple(
        aggregate_dimension(each.id, rubric, each.criteria, made.program)
        for each in made.dimensions
    )
    overall = aggregate_overall(rubric, dimensions)
    return evolve(made, rubric=rubric, dimensions=dimensions, overall=overall)


level = st.one_of(st.none(), st.integers(0, 8).map(lambda half: half / 2))
four = st.tuples(*[level] * 4)


TWO = DecisionTable(
    Fixed({"default": Fixed({"weak": 0.0, "strong": 2.0})}),
    Fixed({"poor": 10.0, "fair": 50.0, "good": 90.0}),
    (
        Row("poor", Fixed({"first-A": ("weak",)})),
        Row("fair", Fixed({"first-A": ("strong",), "first-B": ("weak",)})),
        Row("good", Fixed({"first-A": ("strong",), "first-B": ("strong",)})),
    ),
)


def made_by(aggregate):
    """The small rubric with an aggregator in its first dimension and, if it is no table, overall;
    without caps too."""
    first = evolve(RUBRIC.dimensions["first"], aggregate=aggregate)
    overall = RUBRIC.overall
    if aggregate == "table":
        first = evolve(first, table=TWO, cap=None)
    else:
        overall = evolve(overall, aggregate=aggregate)
    dimensions = {**RUBRIC.dimensions, "first": first}
    return evolve(RUBRIC, dimensions=dimensions, overall=overall)


AGGREGATES = ("arithmetic", "geometric", "minimum", "table")


@pytest.mark.parametrize("aggregate", AGGREGATES)
@given(old=four, new=four)
def test_the_parts_add_up_whatever_comes_and_goes(aggregate, old, new):
    rubric = made_by(aggregate)
    before, after = scored(old, rubric), scored(new, rubric)
    changes = score_changes(before, before, after)
    adds_up(changes)
    assert not {part.name for change in changes for part in change.parts} & {
        "rest",
        "edition",
    }


class Careless(Aggregator):
    """An aggregator whose parts are half of the difference."""

    def score(self, values, weights):
        return aggregator("arithmetic").score(values, weights)

    def decompose(self, left, right, weights):
        parts = aggregator("arithmetic").decompose(left, right, weights)
        return {name: part / 2 for name, part in parts.items()}


def test_what_an_aggregator_assigns_to_nothing_is_named_and_no_cap(monkeypatch):
    monkeypatch.setattr(
        parts_of_scores, "dimension_aggregator", lambda dimension: Careless()
    )
    before, after = scored((2, 2, 2, 2)), scored((2, 3, 2, 2))
    first = next(
        each
        for each in score_changes(before, before, after)
        if each.dimension == "first"
    )
    parts = {part.name: part.points for part in first.parts}
    # B has .3 of the weight, and a level has 25 points: half of 7.5
    assert parts == {"first-B": pytest.approx(3.75), "rest": pytest.approx(3.75)}
    adds_up([first])


def test_a_period_that_one_result_adds_leaves_the_other_one_matched():
    now, past = (
        evolve(made, program=evolve(made.program, assessed=Period(*years)))
        for made, years in (
            (card("a", (3,) * 4), (2020, 2023)),
            (card("a", (1,) * 4), (2016, 2019)),
        )
    )
    for order in ([now, past], [past, now]):
        changes = compare_results([now], order)
        assert (changes.programs, changes.unchanged, len(changes.only_after)) == (
            (),
            1,
            1,
        )
        assert changes.only_before == compare_results(order, [now]).only_after == ()
