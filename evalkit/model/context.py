"""The declared surroundings of a program: its peers, and regional statistics where a file gives
them.
"""

from __future__ import annotations

from typing import Any

from attrs import field

from evalkit.model.fields import PROGRAM_ID, formed, table
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.program import Program, Source

NATION = "nation"
"""The row of a table that is the whole country."""


@frozen
class Statistics:
    """Tables by region and industry, all from one source.

    A region or an industry that is not listed is unknown.

    `employment`: persons by region (ISO 3166-2, and `nation` for the whole country) and industry
    (ISIC or a prefix of it). `support`: money by region and function (F01 to F22). `relatedness`: 0
    to 1 by pair of industries. `productivity`: output per worker by region and industry, any unit,
    the same throughout.
    """

    context: str = field(metadata=formed(PROGRAM_ID))
    source: Source
    employment: dict[str, dict[str, float]] = table()
    support: dict[str, dict[str, float]] = table()
    relatedness: dict[str, dict[str, float]] = table(1.0)
    productivity: dict[str, dict[str, float]] = table()


@frozen
class Context:
    """What a program is judged among: the peers that its description names, as far as they could be
    found, and statistics.

    `neighbors` are programs that its description does not name, but that a portfolio has: they
    share a function and a place with it, and there may always be more. `settings` are those of the
    plugin whose measure is asked, None where nobody set any; a plugin gets them with `of` of its
    SettingsBlock.
    """

    peers: dict[str, Program] = Fixed()
    statistics: Statistics | None = None
    settings: Any = None
    neighbors: dict[str, Program] = Fixed()
