"""`evalkit explain`: what a criterion, a measure or a code means."""

from __future__ import annotations

import json
import shutil
from typing import Any

import click

from evalkit.cli import glossary
from evalkit.cli.options import FORMAT, PLUGINS, RUBRIC, add
from evalkit.cli.run import engine
from evalkit.errors import NothingMatched
from evalkit.model.rubric import Criterion, Dimension, Rubric
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.plugin import Measure
from evalkit.read.codes import PAGES
from evalkit.read.diagnostic import did_you_mean, shown
from evalkit.report.width import fit, wrap


@click.command("explain")
@click.argument("what", required=False)
@RUBRIC
@add(PLUGINS)
@click.option("--list", "listing", is_flag=True, help="List everything that can be explained.")
@FORMAT
def command(what: str | None, listing: bool, form: str, **options: Any) -> None:
    """Explain a criterion (COO-1), a guard (G3), a measure, a code (F05, TG31, EK201), or a word of the card (score, interval, grade)."""
    made = engine(options, broken=True)
    loaded = made.rubric.rubric
    measures = {id: each for evaluator in made.measures.values() for id, each in evaluator.items()}
    pages = {
        **{id: page for other in made.other_rubrics() for id, page in _rubric(other).items()},
        **_rubric(loaded),
        **{id: _measure(each) for id, each in measures.items()},
        **{code: f"{code} function of a service: {name}\n\nOECD STIP Compass group {group}" for code, (name, group) in FUNCTIONS.items()},
        **{code: f"{code} target group: {name}" for code, name in TARGETS.items()},
        **glossary.of_scores(loaded),
        **glossary.of_evidence(loaded),
        **{code: f"{code} {page.title}\n\n{page.why}\n\nWhat to do: {page.mend}" for code, page in PAGES.items()},
    }
    if listing or what is None:
        click.echo(
            "\n".join(fit(f"{id:24} {text.splitlines()[0].removeprefix(id).strip(' :')}", 100).rstrip() for id, text in pages.items())
        )
        return
    name = next((id for id in pages if id.lower() == what.lower()), None)
    if name is None:
        raise NothingMatched(f"nothing is called {shown(what)!r}; {did_you_mean(what, pages, 'evalkit explain --list names everything')}")
    click.echo(json.dumps({"id": name, "text": pages[name]}, ensure_ascii=False) if form == "json" else _broken(pages[name]))


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
    lines += ["", "Evidence that counts", f"  {criterion.evidence}", "", "Measures"]
    for name, use in criterion.measures.items():
        knots = f", values at levels 0 to 4: {', '.join(f'{knot:g}' for knot in use.knots)}" if use.knots else ""
        lines.append(f"  {name}: {use.role}{knots}" + (f" ({use.standing})" if use.standing else ""))
    lines += ["", "When it is unknown", f"  {criterion.unknown}", "", "Pitfalls", *(f"  {pitfall}" for pitfall in criterion.pitfalls)]
    lines += ["", "Guards", *(f"  {guard}: {rubric.guards[guard]}" for guard in criterion.guards)] if criterion.guards else []
    lines += ["", "References", *(f"  {rubric.references[each]}" for each in criterion.references)] if criterion.references else []
    return "\n".join(lines)


def key_of(dimension: Dimension, id: str) -> str:
    """For which kinds of object a criterion is the key one, empty for none."""
    kinds = [kind for kind, key in dimension.key.items() if key == id and kind != "default"]
    if id == dimension.key["default"]:
        others = [kind for kind, key in dimension.key.items() if key != id]
        return f"except for {' and '.join(others)}" if others else "for every kind of object"
    return f"for {' and '.join(kinds)}" if kinds else ""


def _measure(measure: Measure) -> str:
    low, high = measure.range
    return (
        f"{measure.id} {measure.description}\n\nFormula: {measure.formula}\nUnit: {measure.unit}, {low:g} to {high:g}\n"
        f"Reads: {', '.join(measure.needs)}\nSource: {measure.source}"
    )
