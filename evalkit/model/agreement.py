"""What several coders answered, how far they agree, and where they do not.

The JSON that `evalkit coding` prints has this form, and its schema follows these classes.
"""

from __future__ import annotations

from typing import Literal

from evalkit.model.coded import CodedAnswer
from evalkit.model.frozen import frozen
from evalkit.model.limits import Anchor, Count, LevelRange, Rounded, RoundedRange, Share
from evalkit.model.vocabulary import CoderKind

Undefined = Literal["no_pairs", "no_variation"]
"""Why an alpha is undefined: no unit has two answers, or all answers are the same."""
Part = Literal["all", "dimension", "criterion", "coder"]


@frozen
class Answer:
    """What one coder answered to one criterion of one program."""

    program: str
    """The id of the program."""
    dimension: str
    """The id of the dimension."""
    criterion: str
    """The id of the criterion."""
    coder: str
    """The id of the coder."""
    kind: CoderKind | None
    """Whether a person or a model coded. Null where the files do not say it."""
    answer: CodedAnswer
    """level: a level was given; absent: evidence states that it is not there, level 0; unknown: the
    coder could not tell; not_applicable: the coder holds that the question does not apply."""
    level: Anchor | None
    """The level, 0 to 4 in halves. Null where the answer is no level."""
    range: LevelRange | None
    """The level with the error that the certainty of its evidence stands for, in levels. Null
    without a level, and where none of the evidence may count."""
    why: str
    """The coder's reason. Empty when none was written."""
    evidence: tuple[str, ...]
    """The ids of the evidence that the coder names."""
    proposed: bool
    """Whether it is a proposal of a model, which no score reads."""
    accepts: str
    """The id of the model whose proposal was taken over. Empty where the answer is the coder's
    own."""
    by: str = ""
    """Who decided an adjudicated answer. Empty for any other answer, and where no file says it."""
    date: str = ""
    """The day on which the answer was adjudicated or accepted. Empty where no file says it."""


@frozen(kw_only=True)
class Codings:
    """What every coder answered, as one table."""

    schema: Literal["evalkit/codings/1"] = "evalkit/codings/1"
    """Name and version of this shape; see the report cards."""
    rubric: str
    """The id and edition of the rubric."""
    answers: tuple[Answer, ...]
    """By program, in the order of the criteria, and by coder."""
    dimensions: dict[str, str]
    """The names of the dimensions by their ids, as the rubric has them."""


@frozen
class Alpha:
    """Krippendorff's alpha: 1 for full agreement, 0 for what chance gives, and below 0 for less."""

    value: Rounded | None
    """The coefficient. Null where it is undefined."""
    interval: RoundedRange | None
    """The central 95 % of the coefficient over bootstrap samples of units. Null where it is
    undefined, and with fewer than ten units."""
    units: Count
    """The units with two answers or more."""
    undefined: Undefined | None
    """Why it is undefined: no unit has two answers, or all answers are the same. Null where it is
    not."""


@frozen
class Agreed:
    """How far coders agree on some of the answers."""

    part: Part
    """Which answers: all, those of a dimension or a criterion, or the pairs of one coder with each
    other coder."""
    name: str
    """The id of the dimension, the criterion or the coder. Empty for all answers."""
    levels: Alpha
    """On the levels, ordinal."""
    known: Alpha
    """On whether there is a level, the question was left open or does not apply; nominal."""
    pairs: Count
    """Pairs of levels that two coders gave to the same criterion of a program."""
    exact: Share | None
    """The share of these pairs in which both levels are the same, 0 to 1. Null without a pair."""
    near: Share | None
    """The share in which they are at most half a level apart, 0 to 1. Null without a pair."""
    ranges: Count
    """How often the range of one coder stands beside the level of another."""
    held: Share | None
    """The share of these in which the range holds that level, 0 to 1. Null without any."""


@frozen
class Disagreement:
    """A criterion of a program that coders answer differently."""

    program: str
    """The id of the program."""
    criterion: str
    """The id of the criterion."""
    apart: Rounded | None
    """How far the levels lie apart, in levels. Null where fewer than two coders give one."""
    answers: tuple[Answer, ...]
    """What each coder answered."""
    settled: bool
    """Whether an adjudicated answer is recorded."""


@frozen
class Seals:
    """The coders' files that a digest has fixed."""

    files: Count
    """The files of further coders beside the programs."""
    sealed: Count
    """Those that are sealed."""
    changed: tuple[str, ...]
    """Those that have changed since, or whose seal cannot be read."""


@frozen
class Cleaned:
    """What was left out before agreement was measured, and what was read as something else."""

    programs: Count
    """The programs that were read."""
    answers: Count
    """The answers that count here."""
    levels: Count
    """The levels among them; every other answer says that there is none."""
    adjudicated: Count
    """Adjudicated answers, which were given after the coders had met: left out."""
    accepted: Count
    """Proposals of a model that a person accepted, which are not her own: left out."""
    others: Count
    """Answers of coders who were not asked for: left out."""
    alone: Count
    """Answers to what nobody else answered: they have no pair."""
    absent: Count
    """Statements that something is absent, read as level 0."""


@frozen(kw_only=True)
class Agreement:
    """How far the coders of some programs agree."""

    schema: Literal["evalkit/agreement/1"] = "evalkit/agreement/1"
    """Name and version of this shape; see the report cards."""
    rubric: str
    """The id and edition of the rubric."""
    coders: tuple[str, ...]
    """The ids of the coders."""
    cleaned: Cleaned
    """What was left out before."""
    seals: Seals
    """Which coders' files are sealed, and which have changed since."""
    whole: Agreed
    """On all answers."""
    parts: tuple[Agreed, ...]
    """By dimension, criterion and coder, where there is a pair."""
    queue: tuple[Disagreement, ...]
    """The disagreements, the largest first, and what is settled last."""
    dimensions: dict[str, str]
    """The names of the dimensions by their ids, as the rubric has them."""
