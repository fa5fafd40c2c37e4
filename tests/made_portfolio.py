"""Small programs made for tests of portfolios, as records and as descriptions."""

import json

from evalkit.model.fixed import Fixed
from evalkit.model.quantity import Quantity
from evalkit.portfolio.places import Place
from evalkit.portfolio.record import Amount, Record


def money(amount, unit="KRW", year=2025, per="year"):
    """An amount that is known exactly."""
    return Amount(Quantity(float(amount), float(amount), unit, year), per)


def record(name_id, functions=None, *regions, owner="", budget=None, name="", **more):
    """A record in Korea; `functions` are target groups by function, and the region "KR" is all of
    the country.
    """
    groups = {
        function: frozenset(targets) for function, targets in (functions or {}).items()
    }
    places = (Place("KR", "" if region == "KR" else region) for region in regions)
    return Record(
        id=name_id,
        name=name or name_id,
        file=f"{name_id}.yaml",
        country="KR",
        names=(name or name_id,),
        owners=(owner,) if owner else (),
        places=tuple(sorted(places)),
        functions=Fixed(groups),
        budget=None if budget is None else money(budget),
        **more,
    )


def describe(folder, name_id, **more):
    """Write a description into a folder, and give its path."""
    services = [
        {"function": function, "for": targets, "evidence": "e"}
        for function, targets in more.pop("functions", {}).items()
    ]
    actors = (
        {"o": {"name": owner, "type": "ministry"}}
        if (owner := more.pop("owner", ""))
        else {}
    )
    described = {
        "id": name_id,
        "name": name_id,
        "country": "KR",
        "object_type": "program",
        **({"operator": "o", "actors": actors} if actors else {}),
        **({"services": services} if services else {}),
        "sources": {"s": {"kind": "official_document", "cite": "a list"}},
        "evidence": {"e": {"source": "s", "claim": "rule", "says": "it is listed"}},
        **more,
    }
    path = folder / f"{name_id}.json"
    path.write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    return path
