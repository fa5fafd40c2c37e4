"""The form of what `--format json` prints beside results: lists, stories, faults, plugins, pages.

The JSON Schema follows these classes; the text below a field describes it there.
"""

from __future__ import annotations

from typing import Annotated, Literal

from evalkit.model.fields import Form
from evalkit.model.frozen import frozen
from evalkit.model.limits import Count, Ordinal, Within

ExactShare = Annotated[float, Within(0, 1)]
Code = Annotated[str, Form("EK[0-9]{3}", "a code of a fault, such as EK201")]


@frozen
class Years:
    """A period."""

    from_: int | None
    """The first year. Null for an open beginning."""
    to: int | None
    """The last year, included. Null for an open end."""


@frozen
class ListedProgram:
    """A program, and how much is known of it."""

    id: str
    """The id of the program."""
    name: str
    """Its name."""
    country: str
    """ISO 3166-1 code of two letters, such as KR."""
    object_type: str
    """The kind of object: program, agency, service, portfolio or infrastructure."""
    synthetic: bool
    """Whether it is synthetic, made to test the engine."""
    part_of: str | None
    """The id of the parent program that it is a component of. Null when it is a component of none,
    or none is known."""
    assessed: Years | None
    """The period that is judged. Null when it is not known."""
    coverage: dict[str, ExactShare]
    """The evidence coverage of each dimension of the rubric, by the id of the dimension: the share
    of its weight, 0 to 1, of the criteria that have a level."""
    evidence: Count
    """How many pieces of evidence its description has."""
    observations: Count
    """How many observations its description has: what its sources state of a measure."""


@frozen(kw_only=True)
class ProgramList:
    """The programs of the library, by country and id."""

    schema: Literal["evalkit/programs/2"] = "evalkit/programs/2"
    """Name and version of this shape; see the report cards."""
    programs: tuple[ListedProgram, ...]
    """One entry for each program."""


@frozen
class Story:
    """The story of a program."""

    id: str
    """The id of the program."""
    name: str
    """Its name."""
    story: dict[str, tuple[str, ...]]
    """The lines under each heading, such as "Who" or "What is not known"; a heading without lines
    is left out."""


@frozen(kw_only=True)
class Stories:
    """What a description says, in sentences."""

    schema: Literal["evalkit/stories/1"] = "evalkit/stories/1"
    """Name and version of this shape; see the report cards."""
    stories: tuple[Story, ...]
    """One entry for each program."""


@frozen
class Fault:
    """A fault of a file."""

    path: str
    """The file, as it was given; a file that came with evalkit by its place in the distribution."""
    line: Ordinal
    """The line of the first character of what is wrong, from 1."""
    column: Ordinal
    """The column of that character, counted in characters from 1."""
    code: Code
    """The code of the fault, such as EK201; evalkit explain tells what it means."""
    severity: Literal["error", "warning"]
    """An error makes the file unusable; a warning stops nothing."""
    message: str
    """What is wrong."""
    help: str
    """What to do. Empty when the message says it."""


@frozen
class PluginEntry:
    """A plugin, also one that cannot be used."""

    name: str
    """The name of its entry point, or of its file without the ending."""
    version: str
    """The version of its distribution; for a file the first digits of the digest of its content."""
    distribution: str
    """The distribution that it was installed with. Empty for a file."""
    origin: str
    """The module, or the path of the file."""
    hooks: tuple[str, ...]
    """The hooks that it implements."""
    evaluators: tuple[str, ...]
    """The ids of the evaluators that it brings."""
    measures: dict[str, tuple[str, ...]]
    """The ids of the measures of each evaluator that it brings."""
    rubrics: tuple[str, ...]
    """The ids of the rubrics that it brings."""
    formats: tuple[str, ...]
    """The names of the report formats that it brings."""
    readers: dict[str, tuple[str, ...]]
    """The endings of the files that each reader takes, by the name of the reader."""
    aggregators: tuple[str, ...]
    """The names of the aggregators that it brings."""
    error: str
    """Why it cannot be used. Empty when it can."""


@frozen
class Setting:
    """A setting, and where its value comes from."""

    name: str
    """Its key in a settings file, that of a plugin as settings.PLUGIN.KEY; file is the settings
    file itself, and no-plugins whether all plugins of others are left out."""
    value: str
    """The value that a run takes, as JSON."""
    origin: str
    """The option, the variable of the environment, or the line of the settings file that sets it,
    or default; for the file itself also that it is the nearest upwards."""


@frozen
class FailedCheck:
    """A check that a plugin fails."""

    part: str
    """What fails it, such as "measure diffusion" or "rubric mine"."""
    check: str
    """The name of the check; the reference says what each one means."""
    message: str
    """What was seen."""
    program: str
    """The smallest program that shows it, as YAML, its peers and tables as further documents. Empty
    where none is needed."""


@frozen(kw_only=True)
class PluginTest:
    """Whether a plugin passes the checks of the conformance kit."""

    schema: Literal["evalkit/plugin-test/2"] = "evalkit/plugin-test/2"
    """Name and version of this shape; see the report cards."""
    plugin: PluginEntry
    """The plugin that was tested."""
    checks: tuple[str, ...]
    """The names of the checks."""
    programs: Count
    """On how many programs its evaluators were tried. 0 when it brings none."""
    numbers: dict[str, dict[str, Count]]
    """By evaluator and measure, on how many of these programs it gave a number."""
    findings: tuple[FailedCheck, ...]
    """Every check that it fails. Empty when it passes all."""


@frozen
class Explanation:
    """What a word means."""

    id: str
    """What was asked for: the id of a criterion, a validity rule or a measure, a code, or a word of
    the card."""
    text: str
    """The explanation, in lines."""
