"""The script of a page against the engine, number by number: the sampler, cards and pairs, under the rubric's weights and under others."""

import json
import random
import shutil
import subprocess
from itertools import permutations
from pathlib import Path

import pytest
from attrs import evolve
from reweighted import Weighing

import evalkit
from evalkit.comparison.programs import compare_programs
from evalkit.engine import uncertainty
from evalkit.model.result import OVERALL
from evalkit.model.words import listed
from evalkit.report.html.live import live

SEEDS = (0, 1, 20260101, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
NAMES = {
    "coordination": "coordination",
    "spillover": "spillover",
    "redundancy": "redundancy",
    "regional_fit": "regional fit",
}
ROUNDED = 1e-6
"""Points below which a part is the rounding of weights that are no decimals."""
FIRST = 8
"""Numbers of a seed that are compared one by one; the sum over all of them by their places holds the rest."""
ENGINE = Path(evalkit.__file__).parent / "report/html/engine.js"
COMPUTE = """
function computed({ seeds, rubric, programs, weights, pairs }) {
  const placed = (numbers) => numbers.reduce((total, number, at) => total + number * ((at % 97) + 1), 0);
  const drawn = seeds.map((seed) => {
    const keys = Array.from(mix(seed)), numbers = Array.from(sampled(seed));
    return { keys: keys.slice(0, 8), all_keys: placed(keys), numbers: numbers.slice(0, 8), all_numbers: placed(numbers) };
  });
  const read = Object.fromEntries(Object.entries(programs).map(([id, packed]) => [id, unpack(rubric, packed)]));
  const tried = weights.map((each) => {
    const under = { ...rubric.weights, ...each };
    const scores = Object.fromEntries(Object.entries(read).map(([id, program]) => [id, scoreProgram(rubric, program, under)]));
    const ids = [...rubric.dimensions.map((one) => one.id), "overall"];
    const compared = pairs.map(([left, right]) =>
      ids.map((id) => comparePair(rubric, [read[left], read[right]], [scores[left], scores[right]], id, under)));
    for (const score of Object.values(scores).flatMap(Object.values)) delete score.draws;
    return { scores, compared };
  });
  return { drawn, tried };
}
"""


@pytest.fixture(scope="module")
def computing(request):
    """Run the script of a page on some input, in node, or in Chromium where there is none."""
    script = ENGINE.read_text(encoding="utf-8") + COMPUTE
    if node := shutil.which("node"):
        return lambda given: by_node(node, script, given)
    page = request.getfixturevalue("browser").new_page()
    page.add_script_tag(content=script)
    return lambda given: page.evaluate("(given) => computed(given)", given)


def by_node(node, script, given):
    ending = "\nprocess.stdout.write(JSON.stringify(computed(JSON.parse(require('fs').readFileSync(0, 'utf8')))));"
    done = subprocess.run(
        [node, "-e", script + ending],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def nothing(rubric):
    """Input without programs."""
    return {
        "seeds": [],
        "rubric": {"dimensions": [], "weights": {}},
        "programs": {},
        "weights": [],
        "pairs": [],
        **rubric,
    }


def placed(numbers):
    return sum(number * (at % 97 + 1) for at, number in enumerate(numbers))


def test_seeds_give_the_keys_and_the_numbers_of_the_engine(computing):
    drawn = computing(nothing({"seeds": SEEDS}))["drawn"]
    for seed, found in zip(SEEDS, drawn, strict=True):
        keys, numbers = uncertainty.mix(seed).tolist(), uncertainty.sampled(seed).tolist()
        assert found["keys"] == keys[:FIRST] and found["all_keys"] == placed(keys)
        assert found["numbers"] == pytest.approx(numbers[:FIRST], abs=1e-12)
        assert found["all_numbers"] == pytest.approx(placed(numbers), abs=1e-7)
        assert len(set(keys)) == uncertainty.DRAWS


def weightings(rubric):
    """The rubric's weights, some at random, one dimension without any, and the key criteria without any."""
    chance = random.Random(11)
    yield {}
    for share in (0.2, 0.5, 1):
        yield {
            id: chance.choice([0, 0, *range(1, 101)])
            for id in (*rubric.dimensions, *rubric.criteria())
            if chance.random() < share
        }
    first = next(iter(rubric.dimensions.values()))
    yield dict.fromkeys(first.criteria, 0)
    yield {each.key["default"]: 0 for each in rubric.dimensions.values()}


def filled(card, chance):
    """The card with levels at random, so that more has a score than today's library gives."""
    dimensions = []
    for each in card.dimensions:
        ratings = [at_random(rating, chance) for rating in each.criteria]
        dimensions.append(evolve(each, criteria=tuple(ratings)))
    return evolve(card, dimensions=tuple(dimensions))


def at_random(rating, chance):
    """A rating with a level, with a range alone, with nothing, or that does not apply."""
    drawn = chance.random()
    if drawn < 0.1:
        return evolve(
            rating,
            status=chance.choice(["unknown", "not_applicable"]),
            level=None,
            interval=chance.choice([None, (0.0, 4.0)]),
        )
    level, half = chance.randrange(17) / 4, chance.choice([0.35, 0.6, 1.5])
    interval = (max(0.0, level - half), min(4.0, level + half))
    if drawn < 0.2:
        return evolve(rating, status="unknown", level=None, interval=interval)
    return evolve(
        rating,
        status=chance.choice(["rated", "contested", "absent"]),
        level=level,
        half=half,
        interval=interval,
    )


def test_scores_and_pairs_of_the_library_are_those_of_the_engine(computing, library):
    held_to_the_engine(computing, library, {"not_separable", "not_comparable", "not_rated"})


def test_scores_and_pairs_of_levels_at_random_are_those_of_the_engine(computing, library):
    chance = random.Random(3)
    cards = [filled(card, chance) for card in library]
    held_to_the_engine(
        computing,
        cards,
        {
            "left",
            "right",
            "not_separable",
            "not_comparable",
            "overall rated",
            "overall provisional",
            "cap",
        },
    )


def held_to_the_engine(computing, library, at_least):
    """Compare every score and pair under every weighting, and make sure that what is named in `at_least` came up."""
    rubric, weighing = library[0].rubric, Weighing(library)
    pairs = [(left.program.id, right.program.id) for left, right in permutations(library[::3], 2)]
    tried = [*weightings(rubric)]
    weights = [{id: value / 100 for id, value in each.items()} for each in tried]
    found = computing({"seeds": [], **live(library), "weights": weights, "pairs": pairs})["tried"]
    seen = set()
    for weighted, under in zip(tried, found, strict=True):
        cards = {card.program.id: card for card in weighing.under(weighted)}
        for id, card in cards.items():
            for dimension in (*rubric.dimensions, OVERALL):
                same_score(
                    card.score(dimension), under["scores"][id][dimension], (weighted, id, dimension)
                )
            for each in card.dimensions:
                assert under["scores"][id][each.id]["coverage"] == pytest.approx(
                    each.coverage, abs=1e-8
                )
            seen.add(f"overall {card.overall.status}")
        for (left, right), compared in zip(pairs, under["compared"], strict=True):
            comparison = compare_programs([cards[left], cards[right]], synthetic=True)
            for dimension, shown in zip((*rubric.dimensions, OVERALL), compared, strict=True):
                pair = comparison.pair(left, right, dimension)
                same_pair(pair, shown, (weighted, left, right, dimension))
                seen |= {
                    pair.verdict,
                    *(each.criterion for each in pair.contributions if abs(each.points) > 1),
                }
    assert at_least <= seen


def same_score(score, shown, where):
    assert shown["status"] == score.status, where
    assert shown["band"] == score.band and tuple(shown["bands"]) == score.bands, where
    for name in ("score", "interval", "bounds"):
        same(getattr(score, name), shown[name], (name, where))


def same_pair(pair, shown, where):
    assert shown["verdict"] == pair.verdict, where
    assert shown["weight"] == pytest.approx(pair.common_weight, abs=1e-8), where
    codes = [
        (each.code, each.params)
        for each in pair.reasons
        if each.code not in ("only_one_side", "keys_differ")
    ]
    assert [(code, with_names(params)) for code, params in shown["reasons"]] == codes, where
    assert bool(shown.get("whatever")) == pair.whatever_is_unknown, where
    for name, value in (
        ("difference", pair.difference),
        ("share", pair.share_left_higher),
        ("scores", pair.scores),
        ("interval", pair.interval),
    ):
        same(value, shown.get(name), (name, where))
    parts = {
        each.criterion: each.points for each in pair.contributions if abs(each.points) > ROUNDED
    }
    assert {
        each["id"]: each["points"] for each in shown["parts"] if abs(each["points"]) > ROUNDED
    } == pytest.approx(parts, abs=1e-7), where


def with_names(params):
    """What fills a message, with the names of dimensions as the page says them for their ids."""
    if "dimensions" not in params:
        return params
    return {**params, "dimensions": listed([NAMES[id] for id in params["dimensions"]])}


def same(value, shown, where):
    if value is None:
        assert shown is None, where
    else:
        assert shown == pytest.approx(value if isinstance(value, float) else [*value], abs=2e-8), (
            where
        )
