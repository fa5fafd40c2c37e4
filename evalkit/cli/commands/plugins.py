"""`evalkit plugins`: what is installed, what it brings, what is broken, and whether it passes
the checks of the conformance kit.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evalkit.cli.deliver import terminal_width
from evalkit.cli.exit_codes import ExitCode
from evalkit.cli.listing import Listing
from evalkit.cli.options import FORMAT, PLUGIN, PLUGINS, Asked, add, gathered
from evalkit.cli.streams import emit, emit_data
from evalkit.report.safe import terminal as safe

if TYPE_CHECKING:
    from evalkit.model.saved.printed import PluginEntry
    from evalkit.plugin.plugin import Plugin
    from evalkit.testing.examine import Examination

_LIST = (
    *PLUGINS,
    FORMAT,
    click.option("-v", "--verbose", is_flag=True, help="Name every measure."),
)
LABEL = 12
"""Cells of the words before what a plugin brings."""


@click.group("plugins", cls=Listing, hint="to test a plugin: evalkit plugins test")
@add(_LIST)
@click.pass_context
@gathered(asked=Asked)
def command(context: click.Context, /, asked: Asked) -> None:
    """List plugins with version, origin and what they bring (list), or test one (test NAME).

    EVALKIT_DISABLE_PLUGINS=1 in the environment leaves out every plugin that did not come with
    evalkit, as --no-plugins does.
    """
    if context.invoked_subcommand is None:
        _list(asked)


@command.command("list")
@add(_LIST)
@gathered(asked=Asked)
def list_plugins(asked: Asked) -> None:
    """Every plugin with version, origin and what it brings; a broken one with its error."""
    _list(asked)


@command.command("test")
@click.argument("name")
@PLUGIN
@FORMAT
def test(name: str, plugins: tuple[Path, ...], form: str) -> int:
    """Run every check of the conformance kit on a plugin with many programs, and show the smallest
    program on which a check fails.

    NAME is the name of a plugin as the list gives it, or the path of a Python file. The exit code
    is 1 when a check fails, and 4 when the plugin cannot be used, so that none is run.
    """
    from evalkit.cli.progress import watched
    from evalkit.testing.examine import examine  # takes longer than the list to run

    # a name is that of an entry point, and no file is meant by it, whatever lies in this folder
    plugin = Path(name) if name.endswith(".py") else name
    with watched(quiet=False) as watch:
        examined = examine(plugin, plugins, watch)
    if form == "json":
        emit_data(_as_json(examined))
    else:
        emit("\n".join(_as_text(examined)))
    # no check has run, so that it has not failed any
    if examined.plugin.error:
        return ExitCode.BAD_INPUT
    return ExitCode.FAULTS if examined.findings else ExitCode.DONE


def _list(asked: Asked) -> None:
    from evalkit.plugin.host import survey
    from evalkit.read.codec.encode import json_text

    surveyed = survey(asked.plugins, asked.without, not asked.no_plugins)
    if asked.form == "json":
        emit_data(json_text([_row(plugin) for plugin in surveyed]))
    else:
        blocks = (_block(plugin, asked.verbose) for plugin in surveyed)
        emit("\n\n".join(map("\n".join, blocks)))


def _row(plugin: Plugin) -> PluginEntry:
    from evalkit.model.saved.printed import PluginEntry

    return PluginEntry(
        name=plugin.name,
        version=plugin.version,
        distribution=plugin.distribution,
        origin=plugin.origin,
        hooks=tuple(plugin.hooks),
        evaluators=tuple(name for name, _ in plugin.named("evaluators")),
        measures={
            evaluator.id: tuple(measure.id for measure in evaluator.measures)
            for evaluator in plugin.evaluators
        },
        rubrics=tuple(name for name, _ in plugin.named("rubrics")),
        formats=tuple(name for name, _ in plugin.named("writers")),
        readers={reader.name: tuple(reader.endings) for reader in plugin.readers},
        aggregators=tuple(name for name, _ in plugin.named("aggregators")),
        error=plugin.error,
    )


def _block(plugin: Plugin, verbose: bool) -> Iterator[str]:
    """A plugin, a line or more for each thing that is told of it."""
    from evalkit.report.phrases import counted

    row = _row(plugin)
    yield _label(plugin)
    places = filter(None, [row.distribution, row.origin])
    yield from _line("from", " · ".join(places))
    yield from _line("hooks", *row.hooks)
    for evaluator_id, measures in row.measures.items():
        number = counted(len(measures), "measure")
        yield from _line("evaluator", f"{evaluator_id} with {number}")
        if verbose:
            yield from _line("measures", *measures)
    yield from _line("rubrics", *row.rubrics)
    yield from _line("formats", *row.formats)
    readers = []
    for name, endings in row.readers.items():
        readers.append(f"{name} ({' '.join(endings)})")
    yield from _line("readers", *readers)
    yield from _line("aggregate", *row.aggregators)
    if plugin.note:
        yield from _line("note", f"it {plugin.note}")
    if plugin.error:
        yield from _line("broken", plugin.error)
        remedy = f"mend it, or leave it out with --without {plugin.name}"
        yield from _line("help", remedy)


def _label(plugin: Plugin) -> str:
    """The name of a plugin with its version, where it has one."""
    return safe(f"{plugin.name} {plugin.version}".rstrip())


def _line(label: str, *words: str) -> list[str]:
    """A label with words behind it, on several lines where they need them; no word, no line."""
    from evalkit.report.terminal.width import PLAIN, fit, wrap

    if not words:
        return []
    first = fit(f"  {label}", LABEL) + " "
    text = safe(", ".join(words))
    return wrap(text, terminal_width() or PLAIN, first, " " * len(first))


def _as_text(examined: Examination) -> Iterator[str]:
    from evalkit.report.phrases import counted
    from evalkit.report.terminal.width import PLAIN, wrap
    from evalkit.testing import CHECKS

    plugin = examined.plugin
    width = terminal_width() or PLAIN
    yield f"{_label(plugin)}: {_brings(plugin)}"
    findings = examined.findings
    outcome = counted(len(findings), "finding") if findings else "all passed"
    yield f"{len(CHECKS)} checks, {counted(examined.programs, 'program')}: {outcome}"
    for measures in examined.numbers.values():
        for measure, count in measures.items():
            # a check that met no program passes, and says nothing of the measure
            number = "no program: it was never tried"
            if count:
                number = counted(count, "program")
            text = safe(f"{measure}: a number on {number}")
            yield from wrap(text, width, "  ", "    ")
    for finding in findings:
        yield ""
        fault = safe(f"{finding.part}: {finding.message}")
        yield from wrap(fault, width, "", "  ")
        check = f"{finding.check}: {CHECKS[finding.check]}"
        yield from wrap(check, width, "  check  ", " " * 9)
        if finding.program:
            yield "  the smallest program that shows it:"
            yield from (f"    {line}" for line in safe(finding.program).splitlines())


def _brings(plugin: Plugin) -> str:
    """How many of each kind of thing a plugin brings."""
    from evalkit.report.phrases import counted

    numbers = {
        "evaluator": len(plugin.evaluators),
        "measure": sum(len(evaluator.measures) for evaluator in plugin.evaluators),
        "rubric": len(plugin.rubrics),
        "report format": len(plugin.writers),
        "reader": len(plugin.readers),
        "aggregator": len(plugin.aggregators),
    }
    brought = []
    for kind, number in numbers.items():
        if number:
            brought.append(counted(number, kind))
    return ", ".join(brought) or "nothing"


def _as_json(examined: Examination) -> str:
    from evalkit.model.saved.printed import FailedCheck, PluginTest
    from evalkit.read.codec.encode import json_text
    from evalkit.testing import CHECKS

    findings = [
        FailedCheck(finding.part, finding.check, finding.message, finding.program)
        for finding in examined.findings
    ]
    tested = PluginTest(
        plugin=_row(examined.plugin),
        checks=tuple(CHECKS),
        programs=examined.programs,
        numbers=examined.numbers,
        findings=tuple(findings),
    )
    return json_text(tested)
