"""A saved result: what `evalkit score` and `evalkit compare` wrote as JSON, read again with every fault and its place. It is untrusted."""

from __future__ import annotations

import re
import sys
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import attrs

from evalkit import __version__
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison, Contribution, Group, Pair
from evalkit.model.frozen import frozen
from evalkit.model.perspectives import Perspectives, Shared
from evalkit.model.result import OVERALL
from evalkit.model.rubric import Rubric
from evalkit.model.vocabulary import RANKED_AS
from evalkit.read.bundled import label
from evalkit.read.cards import SLACK, Cards
from evalkit.read.decode import Decoder
from evalkit.read.diagnostic import Faults, Place, shown
from evalkit.read.files import STDIN, content_digest, raise_faults
from evalkit.read.node import Entries, Node, Scalar
from evalkit.read.rubric_rules import check_rubric
from evalkit.read.shape import BAD, HELP, Fields, Schema, Shape
from evalkit.read.text import read_bytes, tree

Kind = Literal["cards", "comparison", "perspectives"]
KINDS: dict[str, tuple[Kind, str]] = {
    "evalkit/report-cards": ("cards", "report_cards"),
    "evalkit/comparison": ("comparison", "comparison"),
    "evalkit/perspectives": ("perspectives", "perspectives"),
}
"""By the name of a shape the kind of result, and the definition of the shape in the contract."""
VERSION = "2"
LARGEST = 50_000_000
"""Bytes that a saved result may have: some hundred cards."""
SMALLER = "score or compare fewer programs at once, and report each result by itself"
SAVE = "give a file that evalkit score or evalkit compare wrote as JSON: evalkit score ... -o cards.json"


@frozen
class Saved:
    """A result as it was saved, and what kind it is."""

    kind: Kind
    result: tuple[ReportCard, ...] | Comparison | Perspectives


def load_result(path: Path, contract: Schema) -> Saved:
    """Read a saved result, `-` from standard input, by the `contract` of results; raises InputError with every fault.

    Its cards have all that reports show.
    """
    faults = Faults(label(path))
    data = (
        sys.stdin.buffer.read(LARGEST + 1)
        if path == STDIN
        else read_bytes(path, faults, LARGEST, SMALLER)
    )
    if data is not None and not data.removeprefix(BOM_UTF8).lstrip().startswith((b"{", b"[")):
        faults.add(
            "EK401", Place(), "this is no JSON, and so no result that can be reported again", SAVE
        )
        data = None
    node = (
        None if data is None else tree(data, faults, is_json=True, largest=LARGEST, smaller=SMALLER)
    )
    saved = None if node is None or faults.found else _saved(node, contract["$defs"], faults)
    raise_faults(path, faults.found)
    assert saved is not None  # else a fault was noted
    return saved


def _saved(node: Node, definitions: Schema, faults: Faults) -> Saved | None:
    """The result in a tree, None with a fault where it has another shape."""
    found = _kind(node, faults)
    fields = BAD if found is None else Shape(definitions, faults).value(definitions[found[1]], node)
    if found is None or fields is BAD:
        return None
    rubrics = _rubrics(fields["rubrics"], faults)
    if faults.found:  # by a rubric that is not sound nothing else can be judged
        return None
    reader = Cards(rubrics, faults)
    build = {"cards": _cards, "comparison": _comparison, "perspectives": _perspectives}[found[0]]
    return None if faults.found else Saved(found[0], build(fields, reader))


def _kind(node: Node, faults: Faults) -> tuple[Kind, str] | None:
    """What kind of result a tree says that it is; None with a fault for what is none, and for one of another version."""
    named = node.get("schema") if isinstance(node, Entries) else None
    name, _, version = named.text.rpartition("/") if isinstance(named, Scalar) else ("", "", "")
    if name not in KINDS:
        what = (
            f"{shown(named.text)!r} is no result"
            if isinstance(named, Scalar)
            else "this is no result"
        )
        faults.add(
            "EK401",
            named.place if named else node.place,
            f"{what} that can be reported again",
            SAVE,
        )
    elif version == "1":
        message = "this result was made with an older edition of evalkit, whose numbers do not mean the same"
        faults.add("EK403", named.place, message, "score the programs again")
    elif version != VERSION:
        newer = re.fullmatch(r"[1-9][0-9]{0,8}", version)
        help = "use the evalkit that wrote it, or a newer one" if newer else HELP
        faults.add(
            "EK402",
            named.place,
            f"version {shown(version)!r} of {name} is not known to evalkit {__version__}",
            help,
        )
    else:
        return KINDS[name]
    return None


def _rubrics(nodes: Mapping[str, Node], faults: Faults) -> dict[str, Rubric]:
    """The rubrics by their digests, each checked as a rubric file is, and against its digest."""
    found = {}
    for digest, node in nodes.items():
        decoder, before = Decoder(faults), len(faults.found)
        rubric = decoder.value(Rubric, node)
        if rubric is attrs.NOTHING or len(faults.found) > before:
            continue
        check_rubric(rubric, decoder, {})
        if content_digest(rubric) != digest:
            faults.add(
                "EK404",
                node.place,
                f"this is not the rubric that has the digest {shown(digest, 12)}",
                HELP,
            )
        found[digest] = rubric
    return found


def _cards(fields: Fields, reader: Cards) -> tuple[ReportCard, ...]:
    return tuple(card for each in fields["cards"] if (card := reader.card(each)) is not None)


def _comparison(fields: Fields, reader: Cards) -> Comparison | None:
    cards = _cards(fields, reader)
    if reader.faults.found:
        return None
    ids = [card.program.id for card in cards]
    if len({card.rubric_digest for card in cards}) > 1 or len({*ids}) < len(ids):
        reader.odd(
            fields.places["cards"], "a comparison has one card of each program, all by one rubric"
        )
        return None
    rubric = cards[0].rubric
    dimensions = [*rubric.dimensions, OVERALL]
    pairs = tuple(_pair(each, rubric, reader) for each in fields["pairs"])
    wanted = [
        (left, right, dimension) for left, right in combinations(ids, 2) for dimension in dimensions
    ]
    if [(each.left, each.right, each.dimension) for each in pairs] != wanted:
        reader.odd(
            fields.places["pairs"],
            "these are not all pairs of the programs in all dimensions, in the order of the cards",
        )
    groups = tuple(_group(each, ids, dimensions, reader) for each in fields["groups"])
    return Comparison(cards, pairs, groups, reader.texts(fields, "warnings", "warning_codes"))


def _pair(fields: Fields, rubric: Rubric, reader: Cards) -> Pair:
    _check_pair(fields, reader)
    dimension = rubric.dimensions.get(fields["dimension"])
    for each in fields["contributions"]:
        if dimension:
            reader.known(
                "criterion",
                each["criterion"],
                [*dimension.criteria, "cap"],
                each.places["criterion"],
                "of the dimension",
            )
        else:
            reader.known(
                "dimension",
                each["criterion"],
                rubric.dimensions,
                each.places["criterion"],
                "of the rubric",
            )
    names = (
        "left",
        "right",
        "dimension",
        "verdict",
        "difference",
        "share_left_higher",
        "common_weight",
        "whatever_is_unknown",
    )
    return Pair(
        **{name: fields[name] for name in names},
        reasons=reader.texts(fields, "reasons", "codes"),
        contributions=tuple(
            Contribution(each["criterion"], each["points"]) for each in fields["contributions"]
        ),
        scores=None if fields["scores"] is None else tuple(fields["scores"]),
        interval=reader.span(fields, "interval"),
    )


def _check_pair(fields: Fields, reader: Cards) -> None:
    """The numbers of a pair stand together, or none of them, and agree with its result."""
    verdict, difference = fields["verdict"], fields["difference"]
    numbers = [
        fields[name] is None for name in ("difference", "share_left_higher", "scores", "interval")
    ]
    if any(numbers) and (verdict in ("left", "right") or not all(numbers)):
        reader.odd(
            fields.places["verdict"],
            "a comparison has a difference, its interval, a share of simulations and both scores, or none of them",
        )
    elif (
        not any(numbers) and abs(fields["scores"][0] - fields["scores"][1] - difference) > 2 * SLACK
    ):
        reader.odd(
            fields.places["difference"], f"the difference {difference:g} is not that of the scores"
        )
    elif verdict in ("left", "right") and difference * (1 if verdict == "left" else -1) < 0:
        reader.odd(
            fields.places["difference"],
            f"the {verdict} one is higher here, and the difference {difference:g} says the contrary",
        )


def _group(fields: Fields, ids: Sequence[str], dimensions: Sequence[str], reader: Cards) -> Group:
    reader.known(
        "kind of object",
        fields["ranked_as"],
        RANKED_AS.values(),
        fields.places["ranked_as"],
        "that is ranked",
    )
    reader.known(
        "dimension", fields["dimension"], dimensions, fields.places["dimension"], "of the rubric"
    )
    for each in (*fields["scores"], *fields["counted"]):
        reader.known("program", each["program"], ids, each.places["program"])
    names = ("name", "ranked_as", "dimension", "not_rated", "median", "why")
    lists = {
        name: tuple((each["program"], each["score"]) for each in fields[name])
        for name in ("scores", "counted")
    }
    return Group(
        **{name: fields[name] for name in names}, spread=reader.span(fields, "spread"), **lists
    )


def _perspectives(fields: Fields, reader: Cards) -> Perspectives | None:
    rows = {each["id"]: _cards(each, reader) for each in fields["programs"]}
    if reader.faults.found:
        return None
    by = {tuple(card.rubric_digest for card in cards) for cards in rows.values()}
    if (
        len(by) != 1
        or len(rows) < len(fields["programs"])
        or any({card.program.id for card in cards} != {id} for id, cards in rows.items())
    ):
        reader.odd(
            fields.places["programs"],
            "each program has one entry, with its cards by the same rubrics in the same order",
        )
        return None
    return Perspectives(
        tuple(rows.values()),
        tuple(_shared(each, rows, reader) for each in fields["shared"]),
        reader.texts(fields, "warnings", "warning_codes"),
    )


def _shared(fields: Fields, rows: Mapping[str, Any], reader: Cards) -> Shared:
    cited = {id for card in rows.get(fields["program"], ()) for id in card.cites}
    reader.known("evidence", fields["evidence"], cited, fields.places["evidence"])
    return Shared(
        fields["program"],
        fields["evidence"],
        tuple((label, tuple(ids)) for label, ids in fields["criteria"].items()),
    )
