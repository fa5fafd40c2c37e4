"""Aggregators of plugins: a rubric asks for one by its name, the kit tries it, and what it does
wrong is told with its name.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from console import run

from evalkit.engine.aggregators import aggregator, own
from evalkit.plugin.aggregator import Aggregation, Aggregator, offer
from evalkit.testing import aggregators as kit

ROOT = Path(__file__).parents[2]
PLUGIN = """\
from evalkit.plugin import Aggregation, Aggregator, Quote, hookimpl, message


class Harmonic(Aggregator):
    def __init__(self, floor=1.0):
        self.floor = floor

    def score(self, values, weights):
        total = sum(weights[name] for name in values)
        return SCORE

    def describe(self):
        return message("quoted", text="weighted harmonic mean")


AGGREGATOR = Harmonic


@hookimpl
def evalkit_aggregators():
    return [Aggregation("harmonic", __name__)]
"""
HARMONIC = "total / sum(weights[name] / (values[name] + (values[name] < 1)) for name in values)"


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    """What a test offers is gone after it."""
    monkeypatch.setattr("evalkit.plugin.aggregator._offered", {})


def plugin(folder, score=HARMONIC):
    path = folder / "harmonic_plugin.py"
    path.write_text(PLUGIN.replace("SCORE", score))
    return path


def rubric(folder, way="harmonic"):
    text = (ROOT / "rubrics" / "hsieh.yaml").read_text(encoding="utf-8")
    text = text.replace("id: hsieh", "id: other\nadapts: hsieh", 1)
    path = folder / "other.yaml"
    path.write_text(
        text.replace("aggregate: geometric", f"aggregate: {way}"), encoding="utf-8"
    )
    return path


def overall(*options):
    done = run("score", "kr-regional-innovation-policy", "--format", "json", *options)
    assert done.returncode == 0, done.stderr
    (card,) = json.loads(done.stdout)["cards"]
    scores = [dimension["score"] for dimension in card["dimensions"]]
    return card["overall"]["score"], scores


def test_a_rubric_asks_for_the_aggregator_of_a_plugin(tmp_path):
    """The weighted harmonic mean of four scores, each with the weight of its dimension."""
    path = rubric(tmp_path)
    score, parts = overall("--rubric", path, "--plugin", plugin(tmp_path))
    weights = (0.3, 0.3, 0.2, 0.2)
    from evalkit.read.files import load_rubric

    weights = [each.weight for each in load_rubric(path).rubric.dimensions.values()]
    exact = sum(weights) / sum(w / part for w, part in zip(weights, parts, strict=True))
    assert score == pytest.approx(exact, abs=2e-4)


def test_without_the_plugin_its_name_is_a_fault(tmp_path):
    done = run("check", rubric(tmp_path))
    assert done.returncode == 1
    assert "harmonic" in done.stdout and "arithmetic" in done.stdout


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_reports_go_without_what_the_aggregator_does_not_have(tmp_path, form):
    done = run(
        *(
            "score",
            "kr-gsbc",
            "--rubric",
            rubric(tmp_path),
            "--plugin",
            plugin(tmp_path),
        ),
        *("-o", tmp_path / f"card.{form}"),
    )
    assert done.returncode == 0, done.stderr
    if form == "html":
        assert (
            "Back to the rubric's weights" not in (tmp_path / "card.html").read_text()
        )


def test_what_it_raises_is_told_with_its_name(tmp_path):
    done = run(
        *("score", "kr-regional-innovation-policy", "--rubric", rubric(tmp_path)),
        *("--plugin", plugin(tmp_path, "1 / 0")),
    )
    assert done.returncode == 4
    assert (
        "the aggregator harmonic failed" in done.stderr
        and "ZeroDivisionError" in done.stderr
    )


def test_two_plugins_may_not_bring_one_name(tmp_path):
    text = plugin(tmp_path).read_text().replace('"harmonic"', '"geometric"')
    (tmp_path / "twin.py").write_text(text)
    done = run("plugins", "--plugin", tmp_path / "twin.py")
    assert (
        "it brings the aggregator 'geometric', which plugin builtin brings"
        in " ".join(done.stdout.split())
    )


@pytest.mark.parametrize("offered", own(), ids=lambda each: each.name)
def test_the_kit_finds_nothing_wrong_with_those_that_come_with_evalkit(offered):
    assert kit.fault(offered) is None


@pytest.mark.parametrize(
    ("score", "message"),
    [
        ("sum(values.values())", "lies outside of the values"),
        ("100 - sum(values.values()) / len(values)", "lies outside of the values"),
        ("list(values.values())[0]", "changes the score"),
        ("sorted(map(float, values.values()))[0]", "TypeError"),
        ("min(values.values(), key=lambda value: abs(value - 50))", ""),
        ("1 / 0", "the aggregator harmonic failed"),
    ],
)
def test_the_kit_names_what_an_aggregator_breaks(tmp_path, monkeypatch, score, message):
    path = plugin(tmp_path, score)
    monkeypatch.syspath_prepend(path.parent)
    monkeypatch.delitem(sys.modules, path.stem, raising=False)
    told = kit.fault(Aggregation("harmonic", path.stem))
    assert told is not None and message in told


def test_the_parts_of_a_difference_are_shapley_values():
    """min(30, 20) against min(60, 90): a lowers by 30 or by 0, b by 10 or by 40."""

    class Least(Aggregator):
        def score(self, values, weights):
            return min(values.values())

    parts = Least().decompose({"a": 30, "b": 20}, {"a": 60, "b": 90}, {"a": 1, "b": 1})
    assert parts == {"a": -15, "b": -25}
    many = {f"c{number}": float(number) for number in range(12)}
    right = dict.fromkeys(many, 6.0)
    assert sum(Least().decompose(many, right, dict.fromkeys(many, 1)).values()) == -6


def test_a_module_without_an_aggregator_is_told():
    offer([Aggregation("nothing", "json")])
    from evalkit.model.errors import PluginError

    with pytest.raises(PluginError, match="json has no AGGREGATOR"):
        aggregator("nothing")
