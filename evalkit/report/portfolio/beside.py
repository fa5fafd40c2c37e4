"""A draft beside the programs that there are, in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import say
from evalkit.model.portfolio import Draft, Peer
from evalkit.report.lines import apart, section
from evalkit.report.phrases import series
from evalkit.report.portfolio.amounts import sums
from evalkit.report.safe import terminal as safe
from evalkit.report.width import wrap

MOST = 10
"""Programs that are listed of a kind."""


def draft_lines(draft: Draft, width: int, caveats: Sequence[str]) -> list[str]:
    """What it repeats, whom to ask, what is new, and what cannot be known; `caveats` hold for all
    of that.
    """
    sentences = [line for text in (*caveats, answer(draft)) for line in wrap(safe(text), width)]
    blocks = [sentences, *(section(heading, texts, width) for heading, texts in lists(draft))]
    return apart(blocks)


def lists(draft: Draft) -> list[tuple[str, list[str]]]:
    """The headings under which something stands, with that."""
    headed = [
        (say("Duplicates"), _peers(draft.duplicates)),
        (say("Neighbors"), _peers(draft.neighbors)),
        (say("Nearly the same name (screening)"), _few(draft.alike)),
        (say("Ask"), _few(draft.ask)),
        (say("Covered by nobody known"), _few(draft.uncovered)),
        (say("Not judged"), _not_judged(draft)),
    ]
    return [(heading, texts) for heading, texts in headed if texts]


def answer(draft: Draft) -> str:
    """How many programs it duplicates and how many are near, or why nobody knows."""
    if "functions" in draft.lacks or "regions" in draft.lacks:
        return say(
            "{name} cannot be set beside the other programs: it states no function or no region.",
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
    listed = [
        say(
            "{name} ({program}): {shared}",
            name=peer.name,
            program=peer.program,
            shared=series([*peer.functions, *peer.targets, *peer.places]),
        )
        for peer in peers[:MOST]
    ]
    return listed + _rest(len(peers))


def _few(names: Sequence[str]) -> list[str]:
    return [series(names[:MOST]), *_rest(len(names))] if names else []


def _rest(number: int) -> list[str]:
    return [say("and {n} more", n=number - MOST)] if number > MOST else []


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
