"""The words that descriptions may use where a measure or a rule reads them."""

from __future__ import annotations

from typing import Literal, get_args

ObjectType = Literal["program", "agency", "service", "portfolio", "infrastructure"]
RANKED_AS = {
    "program": "program",
    "service": "program",
    "infrastructure": "program",
    "agency": "agency",
    "portfolio": "portfolio",
}
"""Objects that may be ranked together, by object type: what is run, who runs it, and systems of
both (docs/method.md, section 1).
"""
Level = Literal["supranational", "national", "regional", "local", "sectoral", "private"]
ActorType = Literal[
    "firm_sme",
    "firm_large",
    "firm_mne",
    "startup",
    "university",
    "public_research",
    "parastate_center",
    "agency_national",
    "agency_regional",
    "agency_local",
    "ministry",
    "regional_government",
    "finance",
    "association",
    "expert",
    "foreign_buyer",
]
FIRM_TYPES = frozenset({"firm_sme", "firm_large", "firm_mne", "startup"})
"""The types of actors that are firms."""
SUPPORT_TYPES = frozenset(get_args(ActorType)) - FIRM_TYPES - {"foreign_buyer"}
"""The types of actors that support firms: a tie to one of them is no tie among firms (G7)."""

TieKind = Literal[
    "coordinate",
    "partner",
    "supply",
    "service",
    "select",
    "fund",
    "govern",
    "compete",
    "introduce",
    "own",
    "colocate",
]
TieState = Literal["present", "absent", "unknown"]
TieContent = Literal["information", "referral", "planning", "funding", "delivery"]

Benefit = Literal["firm", "consortium", "supply_chain", "sector", "cross_sector"]
SelectionMode = Literal[
    "open_access",
    "eligibility",
    "competitive_single",
    "competitive_joint",
    "invitation",
    "designation",
]
Decider = Literal["center", "shared", "region", "sector_body", "users"]
Overlap = Literal["none", "some", "most", "all"]
Division = Literal["none", "practiced", "documented"]
Engagement = Literal["none", "one", "several"]
Contribution = Literal["none", "claimed", "argued", "tested"]

SourceKind = Literal[
    "statistics",
    "admin_data",
    "evaluation",
    "peer_reviewed",
    "official_document",
    "interview",
    "site_observation",
    "press",
    "promotional",
    "website",
]
Design = Literal[
    "counterfactual", "before_after_with_comparison", "panel", "survey", "case_study"
]
Answer = Literal["share", "number", "count", "yes_no", "kinds"]
"""What may be stated for a measure: an amount of a whole, a number, a count, yes or no, or one word
of its own.
"""
CoderKind = Literal["person", "model"]
Claim = Literal["objective", "rule", "behavior", "outcome", "judgment", "absence"]
Direction = Literal["supports", "contradicts"]
Scope = Literal["own", "family", "system"]
Reading = Literal["literal", "emended", "imported", "from_name"]

FUNCTIONS: dict[str, tuple[str, str]] = {
    "F01": ("information and signposting", "PI023"),
    "F02": ("information on standards and regulation", "PI023"),
    "F03": ("testing and certification facilities", "PI022"),
    "F04": ("technology extension and troubleshooting", "PI017"),
    "F05": ("process or equipment development", "PI022"),
    "F06": ("R&D grant", "PI008"),
    "F07": ("laboratory or infrastructure grant", "PI022"),
    "F08": ("loan or credit", "PI012"),
    "F09": ("equity", "PI013"),
    "F10": ("guarantee", "PI029"),
    "F11": ("incubation space", "PI017"),
    "F12": ("start-up mentoring and promotion", "PI017"),
    "F13": ("marketing support", "PI017"),
    "F14": ("trade fairs and delegations", "PI017"),
    "F15": ("matching with buyers", "PI021"),
    "F16": ("networking platform", "PI021"),
    "F17": ("consortium building", "PI021"),
    "F18": ("skills and training", "PI011"),
    "F19": ("site and land", "PI022"),
    "F20": ("legal, financial and patent advice", "PI017"),
    "F21": ("award, label or selection of champions", "PI020"),
    "F22": ("strategy, coordination and evaluation", "PI024"),
}
"""Functions of a service: by code the name and the coarse group. The groups follow the instrument
codes of the OECD STIP Compass taxonomy, so that overlap can be measured at two granularities; the
fine list is ours.
"""
TARGETS = {
    "TG18": "entrepreneurs",
    "TG21": "public research institutes",
    "TG27": "young firms",
    "TG31": "small and medium firms",
    "TG32": "large firms",
    "TG34": "incubators and techno parks",
}
"""Target groups of the OECD STIP Compass taxonomy that the library uses.

Others of its codes may be written too.
"""
CHAIN_TIERS = ("material", "process", "part", "equipment", "assembly", "test")
"""The tiers of a production chain, from its beginning to its end."""
