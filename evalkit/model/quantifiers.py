"""The scale of words for amounts: what part of a whole a word such as `most` stands for.

Studies in which people gave numbers to such words agree on their order, and show that each word
covers a range (Bass, Cascio and O'Connor 1973; Mosteller and Youtz 1990). The ends and typical
values are a proposal, because studies and contexts differ. A rubric may replace the scale.
"""

from __future__ import annotations

from evalkit.model.fixed import Fixed

QUANTIFIERS: dict[str, tuple[float, float, float]] = Fixed(
    {
        "none": (0.0, 0.0, 0.0),
        "hardly any": (0.0, 0.08, 0.10),
        "few": (0.05, 0.12, 0.25),
        "some": (0.15, 0.30, 0.45),
        "about half": (0.40, 0.50, 0.60),
        "many": (0.45, 0.60, 0.75),
        "most": (0.55, 0.75, 0.90),
        "nearly all": (0.85, 0.93, 1.0),
        "all": (1.0, 1.0, 1.0),
    }
)
"""By word the low end, the typical value and the high end, as shares from 0 to 1."""

REFUSED: dict[str, str] = Fixed(
    {
        "little": "write hardly any or few",
        "a few": "write few or some",
        "several": "write some or many, or the number",
        "majority": "write most",
        "a majority": "write most",
        "lion's share": "write most",
        "the bulk": "write most",
        "too many": (
            "it judges and gives no amount; write the amount, or state unit_numbers: called too"
            " many"
        ),
        "too few": "it judges and gives no amount; write the amount that the source gives",
        "better than the others": (
            "it compares and gives no amount; leave it out, or state what both have"
        ),
        "more than others": (
            "it compares and gives no amount; leave it out, or state what both have"
        ),
    }
)
"""Words of sources that are no word of the scale, and what to write."""
