"""`evalkit explain`: what a criterion, a measure or a code means."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from typing import Any

import click

from evalkit.cli import glossary
from evalkit.cli.options import FORMAT, PLUGINS, RUBRIC, add
from evalkit.cli.run import engine
from evalkit.errors import NothingMatched
from evalkit.model.rubric import Criterion, Dimension, MeasureUse, Rubric
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.plugin import Measure
from evalkit.read.codes import PAGES
from evalkit.read.diagnostic import did_you_mean, shown
from evalkit.read.numbers import limits
from evalkit.report.width import fit, wrap


@click.command("explain")
@click.argument("words", nargs=-1, metavar="[WHAT]")
@RUBRIC
@add(PLUGINS)
@click.option("--list", "listing", is_flag=True, help="List everything that can be explained.")
@FORMAT
def command(words: tuple[str, ...], listing: bool, form: str, **options: Any) -> None:
    """Explain a criterion (COO-1), a guard (G3), a measure, a code (F05, TG31, EK201), or words of the card (score, grade, taken over)."""
    made = engine(options, broken=True)
    loaded = made.rubric.rubric
    pages = {
        **{id: page for other in made.other_rubrics() for id, page in _rubric(other).items()},
        **_rubric(loaded),
        **_measures(made.measures),
        **{code: f"{code} function of a service: {name}\n\nOECD STIP Compass group {group}" for code, (name, group) in FUNCTIONS.items()},
        **{code: f"{code} target group: {name}" for code, name in TARGETS.items()},
        **glossary.words(loaded),
        **{code: f"{code} {page.title}\n\n{page.why}\n\nWhat to do: {page.mend}" for code, page in PAGES.items()},
    }
    if listing or not words:
        click.echo(
            "\n".join(fit(f"{id:24} {text.splitlines()[0].removeprefix(id).strip(' :')}", 100).rstrip() for id, text in pages.items())
        )
        return
    what = " ".join(words)
    name = next((id for id in pages if _plain(id) == _plain(what)), None)
    if name is None:
        raise NothingMatched(f"nothing is called {shown(what)!r}; {did_you_mean(what, pages, 'evalkit explain --list names everything')}")
    click.echo(json.dumps({"id": name, "text": pages[name]}, ensure_ascii=False) if form == "json" else _broken(pages[name]))


def _plain(name: str) -> str:
    """A name as it is looked up: not_rated and Not rated are one."""
    return name.lower().replace("_", " ")


def _broken(page: str) -> str:
    """A page in lines that a terminal can show."""
    width = shutil.get_terminal_size((100, 24)).columns
    lines = []
    for line in page.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        lines += wrap(line, width, indent, indent + "  ") if line else [""]
    return "\n".join(lines)


def _rubric(rubric: Rubric) -> dict[str, str]:
    """The pages of a rubric: its criteria, dimensions and guards."""
    return {
        **{id: _criterion(id, each, rubric) for id, each in rubric.criteria().items()},
        **{id: f"{id} {each.name}: {each.question}\nweight {each.weight:g}: {each.why}" for id, each in rubric.dimensions.items()},
        **{id: f"{id} guard: {text}" for id, text in rubric.guards.items()},
    }


def _criterion(id: str, criterion: Criterion, rubric: Rubric) -> str:
    dimension = next(each for each in rubric.dimensions.values() if id in each.criteria)
    kinds = key_of(dimension, id)
    key = f", the key criterion {kinds}" if kinds else ""
    lines = [
        f"{id} {criterion.name}",
        "",
        criterion.question,
        f"{rubric.label}, {dimension.name}, weight {criterion.weight:g} of 1{key}",
        "",
        "Levels",
    ]
    lines += [f"  {level}  {text}" for level, text in sorted(criterion.levels.items())]
    if criterion.ground:
        lines += ["", f"Ground ({', '.join(criterion.ground.at)})", f"  {criterion.ground.says}"]
    parts = {
        "Evidence that counts": [criterion.evidence],
        "Measures": [f"{name}: {_use(use)}" for name, use in criterion.measures.items()],
        "When it is unknown": [criterion.unknown],
        "Pitfalls": criterion.pitfalls,
        "Guards": [f"{guard}: {rubric.guards[guard]}" for guard in criterion.guards],
        "References": [rubric.references[each] for each in criterion.references],
    }
    for heading, texts in parts.items():
        if told := [f"  {text}" for text in texts if text]:
            lines += ["", heading, *told]
    return "\n".join(lines)


def _use(use: MeasureUse) -> str:
    knots = f", values at levels 0 to 4: {', '.join(f'{knot:g}' for knot in use.knots)}" if use.knots else ""
    return f"{use.role}{knots}" + (f" ({use.standing})" if use.standing else "")


def key_of(dimension: Dimension, id: str) -> str:
    """For which kinds of object a criterion is the key one, empty for none."""
    kinds = [kind for kind, key in dimension.key.items() if key == id and kind != "default"]
    if id == dimension.key["default"]:
        others = [kind for kind, key in dimension.key.items() if key != id]
        return f"except for {' and '.join(others)}" if others else "for every kind of object"
    return f"for {' and '.join(kinds)}" if kinds else ""


def _measures(measures: Mapping[str, Mapping[str, Measure]]) -> dict[str, str]:
    """The pages of measures, by the measures of each evaluator; where two evaluators have one of the same id, both are told."""
    owners: dict[str, list[str]] = {}
    for evaluator, each in measures.items():
        for id in each:
            owners.setdefault(id, []).append(evaluator)
    return {
        id: "\n\n".join(_measure(measures[each][id], f" (evaluator {each})" if len(names) > 1 else "") for each in names)
        for id, names in owners.items()
    }


def _measure(measure: Measure, owner: str) -> str:
    return (
        f"{measure.id}{owner} {measure.description}\n\nFormula: {measure.formula}\nUnit: {measure.unit}, {limits(*measure.range)}\n"
        f"Reads: {', '.join(measure.needs)}\nSource: {measure.source}"
    )
