"""A draft beside the programs that there are, in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import say
from evalkit.model.portfolio import Draft, Peer
from evalkit.report.phrases import series
from evalkit.report.portfolio.amounts import sums
from evalkit.report.portfolio.words import few, first_names
from evalkit.report.safe import terminal as safe
from evalkit.report.terminal.lines import apart, section
from evalkit.report.terminal.width import wrap

MOST = 10
"""Programs that are listed of a kind."""


def draft_lines(
    draft: Draft, width: int, caveats: Sequence[str], verbose: bool
) -> list[str]:
    """What it repeats, whom to ask, what is new, and what cannot be known; `caveats` hold for all
    of that.
    """
    sentences = []
    for text in (*caveats, answer(draft)):
        sentences += wrap(safe(text), width)
    blocks = [sentences]
    for heading, texts in lists(draft, verbose):
        blocks.append(section(heading, texts, width))
    return apart(blocks)


def lists(draft: Draft, verbose: bool = False) -> list[tuple[str, list[str]]]:
    """The headings under which something stands, with that."""
    headed = [
        (say("Duplicates"), few(_peers(draft.duplicates), MOST, verbose)),
        (say("Neighbors"), few(_peers(draft.neighbors), MOST, verbose)),
        (say("Nearly the same name (screening)"), _names(draft.alike, verbose)),
        (say("Ask"), _names(draft.ask, verbose)),
        (say("Covered by no known program"), _names(draft.uncovered, verbose)),
        (say("Not judged"), _not_judged(draft)),
    ]
    return [(heading, texts) for heading, texts in headed if texts]


def answer(draft: Draft) -> str:
    """How many programs it duplicates and how many are near, or why nobody knows."""
    # no duplicate is none that is known: without these nothing can be compared
    if "functions" in draft.lacks or "regions" in draft.lacks:
        return say(
            "{name} cannot be compared with the other programs: it states no function or no"
            " region.",
            name=draft.name,
        )
    return say(
        "{name}: duplicates {duplicates} (known budget: {budget}), neighbors with the same function"
        " and place {neighbors}.",
        name=draft.name,
        duplicates=len(draft.duplicates),
        neighbors=len(draft.neighbors),
        budget=sums(draft.budget),
    )


def _peers(peers: Sequence[Peer]) -> list[str]:
    return [
        say(
            "{name} ({program}): {shared}",
            name=peer.name,
            program=peer.program,
            shared=series([*peer.functions, *peer.targets, *peer.places]),
        )
        for peer in peers
    ]


def _names(names: Sequence[str], verbose: bool) -> list[str]:
    return [series(names) if verbose else first_names(names, MOST)] if names else []


def _not_judged(draft: Draft) -> list[str]:
    reasons = []
    if draft.open:
        reasons.append(
            say(
                "programs without a function or a place: {n}; each of them may be a duplicate",
                n=draft.open,
            )
        )
    if draft.proposal:
        reasons.append(
            say(
                "the name of the draft suggests {codes}: state what holds",
                codes=series([*draft.proposal.functions, *draft.proposal.targets]),
            )
        )
    return reasons
