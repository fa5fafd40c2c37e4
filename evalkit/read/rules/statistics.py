"""Rules of tables: regions and functions exist, and there is a nation to compare with."""

from __future__ import annotations

from evalkit.model.context import NATION, Statistics
from evalkit.model.fields import FUNCTION
from evalkit.model.places import region_fault
from evalkit.model.vocabulary import FUNCTIONS
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import shown


def check_statistics(statistics: Statistics, decoder: Decoder) -> None:
    """Rules of tables: regions and functions exist, and there is a nation to compare with."""
    add, places = decoder.faults.add, decoder.places
    if statistics.employment and NATION not in statistics.employment:
        add(
            "EK224",
            places["employment",],
            f"employment has no row {NATION!r}",
            f"write {NATION}: with the whole country, by the same industries",
        )
    for name in ("employment", "productivity", "support"):
        for region in getattr(statistics, name):
            if region != NATION and (fault := region_fault(region)):
                add(
                    "EK211",
                    places[name, region],
                    fault,
                    "write an ISO 3166-2 code that exists",
                )
    for region, row in statistics.support.items():
        for function in row:
            if function not in FUNCTIONS:
                add(
                    "EK203",
                    places["support", region, function],
                    f"{shown(function)!r} is not a function of a service",
                    f"write {FUNCTION.words}",
                )
