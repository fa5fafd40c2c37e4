"""`evalkit rubrics`: what rubrics there are, and what one holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from evalkit.cli import completion
from evalkit.cli.listing import Listing
from evalkit.cli.options import PLUGINS, Asked, add, gathered
from evalkit.cli.run import open_session
from evalkit.cli.streams import emit
from evalkit.model.errors import InputError
from evalkit.model.rounding import percent, written
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.read.loaded import LoadedRubric


@click.group("rubrics", cls=Listing, hint="what a rubric holds: evalkit rubrics show")
@add(PLUGINS)
@click.pass_context
@gathered(asked=Asked)
def command(context: click.Context, /, asked: Asked) -> None:
    """List rubrics (list), or show one (show RUBRIC)."""
    if context.invoked_subcommand is None:
        _list(asked)


@command.command("list")
@add(PLUGINS)
@gathered(asked=Asked)
def list_rubrics(asked: Asked) -> None:
    """Id, edition, digest and file of every rubric; a broken one is listed with what to do."""
    _list(asked)


@command.command("show")
@click.argument("rubric", shell_complete=completion.rubrics)
@add(PLUGINS)
@gathered(asked=Asked)
def show(asked: Asked) -> None:
    """Dimensions, criteria, weights, key criteria, caps, bands and limits of a rubric; RUBRIC is an
    id or a file.
    """
    loaded = open_session(asked, broken=True).rubric
    emit(safe("\n".join(_lines(loaded))))


def _list(asked: Asked) -> None:
    from evalkit.read.files import load_rubric

    session = open_session(asked, broken=True)
    for rubric_id, path in session.host.rubrics().items():
        try:
            loaded = load_rubric(path, session.judging.measures)
            rubric = loaded.rubric
            content = f"edition {rubric.edition}  digest {loaded.digest[:12]}"
            text = f"{content}  {rubric.name}  ({loaded.path})"
        except InputError as error:
            # the others are listed all the same: one may be what somebody looks for
            text = f"broken: {error}; evalkit check tells what to do"
        emit(safe(f"{rubric_id}  {text}"))


def _lines(loaded: LoadedRubric) -> list[str]:
    from evalkit.engine.overall import overall_aggregator

    rubric, rules = loaded.rubric, loaded.rubric.coverage
    lines = [
        f"{rubric.name} ({rubric.id} {rubric.edition}), digest {loaded.digest}",
        f"from {rubric.source.cite}",
        "",
    ]
    for dimension_id in rubric.dimensions:
        lines += _dimension_lines(loaded, dimension_id)
    lines += ["", "Bands"]
    for name in rubric.bands_best_first():
        band = rubric.bands[name]
        lines.append(f"  {name}  from {band.from_:g}  {band.word}")
    way = "none"
    if rubric.overall.is_given:
        way = str(overall_aggregator(rubric).describe())
    rated, provisional = percent(rules.rated), percent(rules.provisional)
    lines += [
        "",
        f"Overall score: {way}",
        "",
        f"Rated from {rated} of the weight with the key criterion, provisional from {provisional}",
        "",
        "What it cannot judge",
    ]
    return lines + [f"  {limit}" for limit in rubric.limits]


def _dimension_lines(loaded: LoadedRubric, dimension_id: str) -> Iterator[str]:
    from evalkit.cli.commands.explain import key_of

    dimension = loaded.rubric.dimensions[dimension_id]
    heading = f"{dimension.name} ({dimension_id}), weight {dimension.weight:g}"
    yield f"{heading}: {dimension.question}"
    for name, criterion in dimension.criteria.items():
        key = ""
        # a dimension may have a key criterion for each type of program
        if name in dimension.key.values():
            key = f"  key {key_of(dimension, name)}"
        weight = written(criterion.weight, 2)
        digest = loaded.criterion_digests[name][:8]
        yield f"  {name}  {weight}  {criterion.name}{key}  ({digest})"
    if dimension.cap:
        levels = dimension.cap.above_key
        above = f"{levels:g} level{'s' * (levels != 1)}"
        yield f"  cap: the score is at most {above} above the key criterion"
