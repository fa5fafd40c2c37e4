"""`evalkit rubrics`: what rubrics there are, and what one holds."""

from __future__ import annotations

import click

from evalkit.cli.explain import key_of
from evalkit.pipeline import Engine, Settings
from evalkit.read.files import LoadedRubric, load_rubric


@click.group("rubrics", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """List rubrics, or show one."""
    if context.invoked_subcommand is None:
        context.invoke(list_rubrics)


@command.command("list")
def list_rubrics() -> None:
    """Id, edition, digest and file of every rubric."""
    engine = Engine(Settings())
    for id, path in engine.host.rubrics().items():
        loaded = load_rubric(path, engine.measures)
        click.echo(f"{id}  edition {loaded.rubric.edition}  digest {loaded.digest[:12]}  {loaded.rubric.name}  ({loaded.path})")


@command.command("show")
@click.argument("rubric")
def show(rubric: str) -> None:
    """Dimensions, criteria, weights, key criteria, hurdles, bands and limits of a rubric."""
    loaded = Engine(Settings(rubric)).rubric
    click.echo("\n".join(_lines(loaded)))


def _lines(loaded: LoadedRubric) -> list[str]:
    rubric, digests = loaded.rubric, loaded.criterion_digests
    lines = [f"{rubric.name} ({rubric.id} {rubric.edition}), digest {loaded.digest}", f"from {rubric.source.cite}", ""]
    for id, dimension in rubric.dimensions.items():
        lines.append(f"{dimension.name} ({id}), weight {dimension.weight:g}: {dimension.question}")
        for name, criterion in dimension.criteria.items():
            key = f"  key {key_of(dimension, name)}" if name in dimension.key.values() else ""
            lines.append(f"  {name}  {criterion.weight:.2f}  {criterion.name}{key}  ({digests[name][:8]})")
        if dimension.hurdle:
            lines.append(
                f"  hurdle: key criterion at {dimension.hurdle.at_most:g} or below: the score cannot exceed {dimension.hurdle.cap:g}"
            )
    lines += [
        "",
        "Bands",
        *(f"  {name}  from {rubric.bands[name].from_:g}  {rubric.bands[name].word}" for name in rubric.bands_best_first()),
    ]
    rules = rubric.coverage
    lines += ["", f"Rated from {rules.rated:.0%} of the weight on own evidence, provisional from {rules.provisional:.0%}"]
    return [*lines, "", "What it cannot judge", *(f"  {limit}" for limit in rubric.limits)]
