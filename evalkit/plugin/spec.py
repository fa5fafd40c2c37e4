"""The hooks: each hands over objects and does no work, so that a plugin that is only looked at
costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit.plugin.marker import hookspec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evalkit.plugin.aggregator import Aggregation
    from evalkit.plugin.evaluator import Evaluator
    from evalkit.plugin.facts import FactBlock
    from evalkit.plugin.reader import Reader
    from evalkit.plugin.settings import SettingsBlock
    from evalkit.plugin.writer import Writer


@hookspec
def evalkit_evaluators() -> Sequence[Evaluator]:  # type: ignore[empty-body]
    """Evaluators that the plugin brings.

    Called once, when plugins are loaded, before any program is read.

    Parameters: none.

    Returns the evaluators. Each measures the dimensions that name it (`evaluator:` in a rubric), or
    that have its id and use its measures or stand in a rubric of its own plugin. An id may be taken
    only once.
    None or an empty list: the plugin brings no evaluator.

    Example: `return [Evaluator("diffusion", [diffusion])]`
    """


@hookspec
def evalkit_facts() -> Sequence[FactBlock[Any]]:  # type: ignore[empty-body]
    """Blocks of facts that the plugin adds to descriptions, under `facts:`.

    Called once, when plugins are loaded, before any program is read.

    Parameters: none.

    Returns the blocks; a name may be taken only once.
    None or an empty list: the plugin adds no facts.

    Example: `return [FactBlock("survival", Survival)]`
    """


@hookspec
def evalkit_settings() -> Sequence[SettingsBlock[Any]]:  # type: ignore[empty-body]
    """What a user may set for the plugin in a settings file, under `[settings.NAME]` with the name
    of the plugin.

    Called once, when plugins are loaded, before any program is read.

    Parameters: none.

    Returns the block, in a list of one.
    None or an empty list: nothing can be set.

    Example: `return [SettingsBlock(SurvivalSettings)]`
    """


@hookspec
def evalkit_rubrics() -> Sequence[Path]:  # type: ignore[empty-body]
    """Rubric files that the plugin brings.

    Called once, when plugins are loaded; the files are read when they are asked for.

    Parameters: none.

    Returns the paths of the files; the id of a rubric is the name of its file without the ending.
    None or an empty list: the plugin brings no rubric.

    Example: `return [Path(__file__).parent / "dac.yaml"]`
    """


@hookspec
def evalkit_writers() -> Sequence[Writer]:  # type: ignore[empty-body]
    """Report formats that the plugin brings.

    Called once, when plugins are loaded; the module is imported when `--format` or the ending of
    `-o` asks for it.

    Parameters: none.

    Returns the writers; where several take a name or an ending, it is refused when it is asked for.
    None or an empty list: the plugin brings no format.

    Example: `return [Writer("md", "my_plugin.markdown")]`
    """


@hookspec
def evalkit_readers() -> Sequence[Reader]:  # type: ignore[empty-body]
    """Readers of foreign files that the plugin brings.

    Called once, when plugins are loaded; the module is imported when `evalkit convert` asks for it.

    Parameters: none.

    Returns the readers; where several take a name, it is refused when it is asked for, and where
    several take one ending, the user has to name one.
    None or an empty list: the plugin brings no reader.

    Example: `return [Reader("feed", "my_plugin.feed", [".xml"])]`
    """


@hookspec
def evalkit_aggregators() -> Sequence[Aggregation]:  # type: ignore[empty-body]
    """Ways to make one score of several that the plugin brings.

    Called once, when plugins are loaded; the module is imported when a rubric asks for it.

    Parameters: none.

    Returns the aggregators; a name may be taken only once.
    None or an empty list: the plugin brings no aggregator.

    Example: `return [Aggregation("harmonic", "my_plugin.harmonic")]`
    """
