"""The form of a report card in what `--format json` prints and in saved results.

Reading, writing and the JSON Schema follow these classes; the text below a field describes it in
the schema. What the model has in the same form stands here as it is, such as Score and CodedLevel.
"""

from __future__ import annotations

from typing import Annotated

from evalkit.model.card import FactReference
from evalkit.model.frozen import frozen
from evalkit.model.limits import AtLeast, Count, Digest, Share
from evalkit.model.message import Message
from evalkit.model.program import Program
from evalkit.model.result import Score
from evalkit.model.saved.rating import SavedRating
from evalkit.model.vocabulary import Claim, Direction, Reading, Scope


@frozen
class ProgramHead:
    """The program that is judged, in short."""

    id: str
    """The id of the program, which is the same in every card of it."""
    name: str
    """Its name."""
    country: str
    """ISO 3166-1 code of two letters, such as KR."""
    object_type: str
    """The kind of object: program, agency, service, portfolio or infrastructure."""
    synthetic: bool
    """Whether it is synthetic, made to test the engine; such a program is never ranked with real
    ones."""


@frozen
class RubricReference:
    """The rubric that a card is by. Cards with different digests may not be compared."""

    id: str
    """The id of the rubric."""
    edition: str
    """Its edition."""
    digest: Digest
    """SHA-256 of its content, as 64 hexadecimal digits; comments do not count. The rubric stands
    under it in rubrics."""


@frozen(kw_only=True)
class SavedDimension(Score):
    """One dimension: its score, and the criteria that make it."""

    id: str
    """The id of the dimension in the rubric, such as coordination."""
    name: str
    """Its name."""
    coverage: Share
    """The evidence coverage: the share of the weight, 0 to 1, of the criteria that have a level."""
    locations: Count
    """On how many distinct locations, by source and place, its levels rest."""
    key: str
    """The id of the key criterion, without which the dimension has no score."""
    criteria: Annotated[tuple[SavedRating, ...], AtLeast(1)]
    """The criteria, in the order of the rubric."""


@frozen
class Line:
    """A line of the card."""

    label: str
    """What the line is about, such as informants."""
    text: str
    """The line."""


@frozen
class CitedEvidence:
    """One paraphrased claim, with its place."""

    says: str
    """The claim, in other words than the source's."""
    claim: Claim
    """The kind of claim: what is aimed at, what a rule says, what was done, what came of it, what
    somebody thinks of it, or that something is not there."""
    direction: Direction | None
    """Whether it supports or contradicts the program. Null when it does neither, or that was not
    coded."""
    at: tuple[str, ...]
    """The places in the work that was read, such as pages or sections. Empty when the place is not
    given."""
    source: str
    """The source, as it is cited."""
    source_id: str
    """The id of the source in the description."""
    scope: Scope
    """What it is about: the program itself, the family that it belongs to, or the system of all
    programs of a country.
    """
    facts: int | None
    """The year of the facts that it is about. Null where that is not stated."""
    reading: Reading | None
    """Whether it is read as it is printed, is a corrected reading (emended), was taken from a table
    by rule (imported), or is what the name of the program suggests and somebody accepted
    (from_name). Null where that was not asked."""


@frozen
class SavedOverlay:
    """What an overlay added to the description."""

    path: str
    """The file of the overlay."""
    facts: tuple[FactReference, ...]
    """The places in the description of the facts that it added."""
    sources: tuple[str, ...]
    """The sources that it gives for them."""
    evidence: tuple[str, ...]
    """The ids of the evidence that it adds, which stands in the description."""


@frozen
class UsedPlugin:
    """A plugin that took part."""

    name: str
    """Its name."""
    version: str
    """The version of its distribution; for a file the first digits of the digest of its content."""
    distribution: str
    """The distribution that it was installed with. Empty for a file."""


@frozen
class InputFile:
    """A file that a card rests on."""

    path: str
    """The file, as it was given; a file that came with evalkit by its place in the distribution."""
    sha256: Digest
    """SHA-256 of its bytes, as 64 hexadecimal digits."""


@frozen
class SavedProvenance:
    """What a card was made from."""

    evalkit: str
    """The version of evalkit."""
    plugins: tuple[UsedPlugin, ...]
    """The plugins that took part."""
    evaluators: dict[str, str]
    """For each evaluator that the rubric asks for and that is loaded, by its id, its version."""
    without: tuple[str, ...]
    """The plugins that were left out."""
    inputs: tuple[InputFile, ...]
    """Every file that the card rests on."""
    seed: int
    """The random seed of the simulations."""
    settings: dict[str, dict[str, str]]
    """By plugin that took part, each setting that differs from its default, as JSON."""


@frozen
class SavedCard:
    """The report card of one program."""

    program: ProgramHead
    """What is judged."""
    rubric: RubricReference
    """What it is judged by."""
    description: Program
    """Everything that is said about the program: the further coders' files and the overlays are
    part of it, what is not known is left out, and the program can be scored again from it.
    """
    judgment: str
    """The judgment in one sentence."""
    dimensions: Annotated[tuple[SavedDimension, ...], AtLeast(1)]
    """The dimensions, in the order of the rubric."""
    overall: Score
    """The overall score of all dimensions together. Its status is not_rated where too few
    dimensions have a score, or the rubric gives none."""
    facts: tuple[Line, ...]
    """What the scores rest on, what holds them down and what contradicts them, line by line."""
    evidence: dict[str, CitedEvidence]
    """Every piece of evidence that a criterion names, by its id."""
    unused: tuple[str, ...]
    """The ids of evidence of the description that no criterion names, what contradicts the program
    first."""
    parents: tuple[str, ...]
    """The ids of the parent programs, the nearest first. Their judgments are shown beside the
    criteria and enter no number."""
    overlaid: tuple[SavedOverlay, ...]
    """What overlays added to the description. Empty without overlays."""
    notes: tuple[Message, ...]
    """Caveats of the card, such as a location that carries several levels."""
    provenance: SavedProvenance
    """What the card was made from: the same inputs, plugins and seed give the same card, byte by
    byte."""
