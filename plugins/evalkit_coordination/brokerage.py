"""What an intermediary does between firms: whom it introduces to each other, and whom it stands
between.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from evalkit.plugin import Context, Measurement, Program, Tie, measure, message
from evalkit.plugin.formulas import tied, tied_pairs
from evalkit_coordination.firms import COLLABORATION, SUPPORT, is_firm

# A supplier and an owner deal with each other already: nobody has to connect them.
DIRECT = (*COLLABORATION, "supply", "own")


def _introduced(program: Program) -> dict[frozenset[str], list[Tie]]:
    """Introductions that took place, by the pair of firms that were introduced to each other."""
    pairs: dict[frozenset[str], list[Tie]] = {}
    for tie in program.ties:
        if tie.kind != "introduce" or tie.state != "present":
            continue
        ends = {*tie.between, *tie.to}
        # an introduction that names its broker by `via` introduces both of its ends, else `from`
        # is the broker
        if tie.via:
            ends.update(tie.from_)
        firms = [name for name in ends if is_firm(program, name)]
        # in an order of their own, as a set has another one in each process
        for pair in combinations(sorted(firms), 2):
            pairs.setdefault(frozenset(pair), []).append(tie)
    return pairs


def _followed(tie: Tie, introductions: Sequence[Tie]) -> bool:
    """Whether a tie came after the first introduction: by its year, or as it runs through a broker.

    An absence may lack a year.
    """
    years = [introduction.year for introduction in introductions if introduction.year]
    if tie.year and years:
        return tie.year >= min(years)
    return bool(tie.via) or tie.state == "absent"


@measure(
    "closure_yield",
    unit="share of introductions",
    needs=["actors", "ties", "listed_in_full"],
    range=(0, 1),
    formula="introduced firm pairs with a later tie of their own / introduced firm pairs",
    source="tertius iungens, Obstfeld 2005",
    question=(
        "Of the pairs of firms that the intermediary introduced to each other, how many later "
        "worked together? (None if it introduces nobody.)"
    ),
    answer="share",
)
def closure_yield(program: Program, context: Context) -> Measurement:
    """How often firms that were introduced to each other later work together.

    0 where `ties` is listed in full and introduces nobody. An introduction counts as 0 and as 1
    when the tie may be older than it. Unknown unless `ties` is listed in full.
    """
    introduced = _introduced(program)
    # introductions that led nowhere are told less often than those that led somewhere
    if "ties" not in program.listed_in_full:
        return Measurement.left_open(len(introduced))
    # one that nobody could tell of may have taken place
    possible = [
        tie for tie in program.ties if tie.kind == "introduce" and tie.state != "absent"
    ]
    if program.ties and not possible:
        return Measurement.exactly(0.0, why=message("coordination.nobody_introduced"))
    direct = tied_pairs(program.ties, COLLABORATION)
    states, evidence = [], []
    for pair, introductions in introduced.items():
        later = [tie for tie in direct.get(pair, []) if _followed(tie, introductions)]
        states.append(tied(later, complete=pair not in direct))
        evidence += [*introductions, *later]
    return Measurement.mean(
        states,
        message("coordination.introductions_unknown"),
        evidence=evidence,
    )


def _is_outsider(program: Program, broker: str, ends: Iterable[str]) -> bool | None:
    """Whether a broker is of another sector than both ends, as one without a sector is.

    None when a sector that matters is unknown.
    """
    own = program.actors[broker].sector
    sectors = [program.actors[actor_id].sector for actor_id in ends]
    if not isinstance(own, str):
        return True  # an agency belongs to no industry, and so to none of its clients' groups
    if own in sectors:
        return False
    # an unknown sector may be that of the broker
    all_known = all(isinstance(sector, str) for sector in sectors)
    return True if all_known else None


def _is_open_path(is_closed: bool | None, is_outsider: bool | None) -> bool | None:
    """Whether a path counts, by whether its ends have a tie of their own, and whether its broker is
    of another group: one reason is enough that it does not, and both must be known for one that
    does.
    """
    if is_closed or is_outsider is False:
        return False
    return None if is_closed is None else is_outsider


@measure(
    "liaison_share",
    unit="share of two-step paths",
    needs=["id", "operator", "actors", "ties", "listed_in_full"],
    range=(0, 1),
    formula=(
        "open paths firm - operator - firm, the operator of another group than both (liaison,"
        " consultant) / paths through the operator"
    ),
    source="Gould and Fernandez 1989, groups by sector",
    question=(
        "Of the pairs of firms that the intermediary serves, how many does it alone connect "
        "because they have no tie of their own?"
    ),
    answer="share",
)
def liaison_share(program: Program, context: Context) -> Measurement:
    """How many paths through the operator connect firms that have no tie to each other and are not
    in the operator's own sector.

    A path counts as 0 and as 1 when statements on a tie between its ends contradict each other, or
    when a relevant sector is unknown. An operator without a sector is a group of its own. Unknown
    unless `ties` is listed in full.
    """
    # the operator may be listed as the program itself
    brokers = sorted({program.id, *program.operator} & program.actors.keys())
    if not brokers:
        return Measurement.unknown(message("coordination.no_operator"))
    if "ties" not in program.listed_in_full:
        return Measurement.left_open(len(program.ties))
    direct = tied_pairs(program.ties, DIRECT)
    states: list[bool | None] = []
    evidence: list[Tie] = []
    for broker in brokers:
        clients = _clients(program, broker)
        for first, second in combinations(sorted(clients), 2):
            between = direct.get(frozenset((first, second)), [])
            # ties are listed in full here, so that a pair without any has none
            is_closed = tied(between, complete=True)
            is_outsider = _is_outsider(program, broker, (first, second))
            states.append(_is_open_path(is_closed, is_outsider))
            evidence += [*between, *clients[first], *clients[second]]
    return Measurement.mean(
        states,
        message("coordination.client_ties_unknown"),
        evidence=evidence,
    )


def _clients(program: Program, broker: str) -> dict[str, list[Tie]]:
    """The firms that an intermediary supports, with the ties that show it."""
    clients = {}
    for pair, ties in tied_pairs(program.ties, SUPPORT).items():
        if broker not in pair or not tied(ties):
            continue
        (other,) = pair - {broker}
        if is_firm(program, other):
            clients[other] = ties
    return clients


MEASURES = [closure_yield, liaison_share]
