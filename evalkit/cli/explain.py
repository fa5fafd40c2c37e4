"""`evalkit explain`: what a criterion, a measure or a code means."""

from __future__ import annotations

import json
import shutil

import click

from evalkit.errors import NothingMatched
from evalkit.model.rubric import Criterion, Dimension, Rubric
from evalkit.model.vocabulary import FUNCTIONS, TARGETS
from evalkit.pipeline import Engine, Settings
from evalkit.plugin import Measure
from evalkit.read.codes import PAGES
from evalkit.read.diagnostic import did_you_mean, shown
from evalkit.report.width import fit, wrap


@click.command("explain")
@click.argument("what", required=False)
@click.option("--rubric", default="hsieh", show_default=True)
@click.option("--list", "listing", is_flag=True, help="List everything that can be explained.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(what: str | None, rubric: str, listing: bool, form: str) -> None:
    """Explain a criterion (COO-1), a guard (G3), a measure, a code (F05, TG31, EK201), or a word of the card (score, interval, grade)."""
    engine = Engine(Settings(rubric))
    loaded = engine.rubric.rubric
    measures = {id: each for evaluator in engine.measures.values() for id, each in evaluator.items()}
    pages = {
        **{id: _criterion(id, each, loaded) for id, each in loaded.criteria().items()},
        **{id: f"{id} {each.name}: {each.question}\nweight {each.weight:g}: {each.why}" for id, each in loaded.dimensions.items()},
        **{id: f"{id} guard: {text}" for id, text in loaded.guards.items()},
        **{id: _measure(each) for id, each in measures.items()},
        **{code: f"{code} function of a service: {name}\n\nOECD STIP Compass group {group}" for code, (name, group) in FUNCTIONS.items()},
        **{code: f"{code} target group: {name}" for code, name in TARGETS.items()},
        **_words(loaded),
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


def _criterion(id: str, criterion: Criterion, rubric: Rubric) -> str:
    dimension = next(each for each in rubric.dimensions.values() if id in each.criteria)
    kinds = key_of(dimension, id)
    key = f", the key criterion {kinds}" if kinds else ""
    lines = [f"{id} {criterion.name}", "", criterion.question, f"{dimension.name}, weight {criterion.weight:g} of 1{key}", "", "Levels"]
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


def _words(rubric: Rubric) -> dict[str, str]:
    """The words at the head of a card, with the numbers of the rubric."""
    evidence, coverage, overall = rubric.evidence, rubric.coverage, rubric.overall
    widths = ", ".join(f"grade {grade}: {width:g}" for grade, width in enumerate(evidence.half_width) if grade)
    return {
        "score": "score of a dimension: 25 times the mean of the levels that are rated, weighted by the weights of the criteria; where the key "
        "criterion is at the level of the hurdle or below, the score is capped (evalkit rubrics show). Overall: the geometric mean of the "
        f"dimension scores by their weights, exp(sum w ln max(score, {overall.floor:g}) / sum w).",
        "interval": "interval that holds 80% of the draws: each level is drawn from a triangle around it, as wide as its evidence is weak "
        f"(half-widths in levels, {widths}). It is the shortest such interval, extended to hold the score where a level near 0 or 4 can be "
        "off to one side only.",
        "bounds": "bounds: the score with every rated level at the end of its interval, and every unknown one at 0 and at 4. They say what is "
        "not known; the interval says how sure the known is. Those of the overall score begin at the floor of its formula "
        f"({overall.floor:g}), which is no knowledge.",
        "band": "band: "
        + ", ".join(f"{name} from {rubric.bands[name].from_:g} {rubric.bands[name].word}" for name in rubric.bands_best_first()),
        "level": "level: from 0 to 4, by the anchor sentences of the criterion (evalkit explain COO-1). A level between two is shown with the "
        "sentence of the lower one and the word above: 2.5 is above the sentence of level 2 and short of that of level 3.",
        "overall": "overall: the weighted geometric mean of the dimension scores, where enough dimensions have one: "
        f"{overall.needs.dimensions}, with {' and '.join(overall.needs.among)} among them. Hurdles limit its band.",
        "status": f"status: rated from {coverage.rated:.0%} of the weight on own evidence, with the key criterion and {coverage.criteria} criteria "
        f"and a mean grade of {coverage.mean_grade:g}; provisional from {coverage.provisional:.0%} with what is taken over from a whole, the key "
        "criterion and one criterion of its own; else not rated, and then there is no score.",
        "hurdle": "hurdle: a low level of the key criterion caps the score of its dimension, and low core dimensions cap the band of the overall "
        "score (evalkit rubrics show). The card names each one that held something down.",
        "key": "key criterion of a dimension, without which it has no score; which one it is may hang on the kind of object (evalkit rubrics show).",
        "weight": "weight of a criterion in its dimension and of a dimension in the overall score; each card writes its sums out under -v, and "
        "evalkit rubrics show lists all weights.",
        "whole": "whole: the program that part_of names. Where nobody judged the part itself, the verdict on the whole is taken over, marked, at a "
        "lower grade; it is never enough for rated, and enters no median.",
        "informants": "informants: who stands behind the evidence, each once: several works of one author, or several people of one body, are one.",
        "draws": "draws: what the scores would be if each level were off by as much as its evidence allows, drawn many times. The share of draws in "
        "which one program is higher is no probability that it is better: what is unknown is not drawn, and coders may share an error.",
        "overlay": "overlay: a file of facts from elsewhere that is laid over a description with --overlay, adds to it, replaces nothing, and names "
        "its own sources. The card says what came from it.",
        "synthetic": "synthetic: made up, to try the engine on. Such a program is refused beside real ones, unless --with-synthetic asks for it, and "
        "never ranked with them.",
        "grade": "grade of the evidence, from 1 weak to 4 strong: a start by kind of source and of claim, then steps for agreement, interest, "
        "age and scope. -v shows the steps.",
        "coverage": "own evidence: the share of the weight that is rated on evidence about this program; what follows the + is taken over. "
        f"Rated needs {coverage.rated:.0%} and {coverage.criteria} criteria, provisional {coverage.provisional:.0%} with what is taken over, "
        "and both the key criterion.",
        "role": "role of a measure: direct may set a level, proxy may move a coded one by a level at most, context moves nothing, ceiling "
        "caps the measured level.",
        "scope": "scope of evidence: own speaks of the program, family of the group it belongs to, system of all programs of a country. A "
        "level on family or system evidence alone is taken over, and is never enough for rated.",
    }


def _measure(measure: Measure) -> str:
    low, high = measure.range
    return (
        f"{measure.id} {measure.description}\n\nFormula: {measure.formula}\nUnit: {measure.unit}, {low:g} to {high:g}\n"
        f"Reads: {', '.join(measure.needs)}\nSource: {measure.source}"
    )
