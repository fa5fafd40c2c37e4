"""Ties between firms.

Ties to support bodies are not horizontal (G7), and firms of one owner are not independent.
"""

import math

from evalkit.plugin import (
    FIRM_TYPES,
    Context,
    Measurement,
    Program,
    Quantity,
    Tie,
    measure,
    message,
    span,
)
from evalkit.plugin.formulas import tied, tied_pairs
from evalkit_coordination.organizations import is_organization

Pairs = dict[frozenset[str], list[Tie]]
"""Ties by the two actors that they join."""
COLLABORATION = ("partner", "coordinate")
SUPPORT = (*COLLABORATION, "service", "fund", "select", "introduce")


def is_firm(program: Program, name: str) -> bool:
    """Whether an id names one firm, and neither a body of another kind nor a class of firms."""
    actor = program.actors[name]
    return not actor.class_ and set(actor.type) <= FIRM_TYPES


def owner_groups(program: Program) -> dict[str, str]:
    """For each actor its group: those whom ties of ownership join, directly or not, share one."""
    groups = {actor_id: actor_id for actor_id in program.actors}
    for (first, second), ties in tied_pairs(program.ties, ("own",)).items():
        # that some suppliers are owned by a group does not make all suppliers one firm
        has_class = program.actors[first].class_ or program.actors[second].class_
        if has_class or not tied(ties):
            continue
        kept, merged = groups[first], groups[second]
        for actor_id, group in groups.items():
            if group == merged:
                groups[actor_id] = kept
    return groups


def _collaborations(program: Program) -> Pairs:
    """Ties of collaboration by the pair of independent firms that they join."""
    groups = owner_groups(program)
    collaborations = {}
    for pair, ties in tied_pairs(program.ties, COLLABORATION).items():
        first, second = pair
        both_firms = is_firm(program, first) and is_firm(program, second)
        if both_firms and groups[first] != groups[second]:
            collaborations[pair] = ties
    return collaborations


@measure(
    "non_isolate_share",
    unit="share of surveyed firms",
    needs=["actors", "ties", "network_survey", "listed_in_full"],
    range=(0, 1),
    formula="firms with a collaborative tie to another independent firm / firms that answered",
    source="docs/method.md, COO-2",
    question="How many firms have another independent firm as a partner?",
    answer="share",
)
def non_isolate_share(program: Program, context: Context) -> Measurement:
    """The share of surveyed firms that work with another independent firm.

    Unknown without a survey, because nobody can tell which firms are isolated. Unless `ties` is
    listed in full, the value is a lower bound, because further firms may have ties.
    """
    survey = program.network_survey
    answered = span(survey.respondents) if survey else None
    if not survey or answered is None:
        return Measurement.unknown(message("coordination.no_survey"))
    firms: set[str] = set()
    evidence: list[object] = [survey]
    for pair, ties in _collaborations(program).items():
        if tied(ties):
            firms |= pair
            evidence += ties
    linked = len(firms)
    complete = "ties" in program.listed_in_full
    # a survey without its ties says who answered, not that nobody has a partner
    if not linked and not complete:
        return Measurement.unknown(message("coordination.surveyed_ties_not_described"))
    response = span(survey.response)
    # without a full list the firms that nothing is said of are unknown, not isolated
    known = int(answered[0]) if complete else linked
    asked = None if complete else int(answered[0])
    # Who did not answer is unknown: of 40 answers at a response of 80 %, 50 were asked.
    if response and response[0]:
        asked = max(linked, round(answered[0] / response[0]))
    return Measurement.share(
        Quantity(linked, linked if complete else math.inf),
        survey.respondents,
        "firms with ties and firms that answered",
        n=known,
        of=asked,
        open=not complete,
        evidence=evidence,
    )


@measure(
    "horizontal_orientation",
    unit="share of ties",
    needs=["actors", "ties", "listed_in_full"],
    range=(0, 1),
    formula="firm-firm ties / (firm-firm + firm-support ties), by pairs of actors",
    source="docs/method.md, COO-2; equals (1 - EI)/2, Krackhardt and Stern 1988",
    question=(
        "Of all ties of the firms, how many go to other firms rather than to agencies, institutes, "
        "universities or banks?"
    ),
    answer="share",
)
def horizontal_orientation(program: Program, context: Context) -> Measurement:
    """How much of the firms' ties goes to other independent firms rather than to support
    organizations.

    A tie that is stated as unknown, or is contradicted, counts as present and as absent. Unknown
    when no tie of a firm is known, and unless `ties` is listed in full.
    """
    inside, across = _collaborations(program), _support(program)
    firms, open_firms = _tied_and_open(inside)
    support, open_support = _tied_and_open(across)
    known = firms + support
    if not known:
        return Measurement.unknown(message("coordination.no_firm_tie"))
    if "ties" not in program.listed_in_full:
        return Measurement.left_open(known)
    # the worst case: open ties to firms are not there and those to support are; the best: reversed
    low = firms / (known + open_support)
    high = (firms + open_firms) / (known + open_firms)
    evidence: list[Tie] = []
    for ties in (*inside.values(), *across.values()):
        if tied(ties):
            evidence += ties
    of = known + open_firms + open_support
    return Measurement((low, high), n=known, of=of, evidence=evidence)


def _tied_and_open(pairs: Pairs) -> tuple[int, int]:
    """How many pairs are tied, and of how many nobody knows."""
    states = [tied(ties) for ties in pairs.values()]
    return states.count(True), states.count(None)


def _support(program: Program) -> Pairs:
    """Ties of support by the pair of a firm and an organization that they join."""
    support = {}
    for pair, ties in tied_pairs(program.ties, SUPPORT).items():
        has_firm = any(is_firm(program, name) for name in pair)
        has_organization = any(is_organization(program, name) for name in pair)
        if has_firm and has_organization:
            support[pair] = ties
    return support


MEASURES = [non_isolate_share, horizontal_orientation]
