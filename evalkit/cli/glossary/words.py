"""The words of a card and of a comparison: which page explains each, and the numbers of the rubric.

The pages stand in the catalogs of `evalkit/locale/glossary`, in every language. A word is found as
it is printed, in whichever language that is.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import Any, Literal, get_args, get_origin, get_type_hints

import attrs

from evalkit.cli.glossary.values import VALUES
from evalkit.locale import GLOSSARY, LANGUAGES, Language, language
from evalkit.model.message import Ref, Term, message, refs
from evalkit.model.program import Program
from evalkit.model.rubric import Rubric
from evalkit.model.vocabulary import SourceKind

WORDS: Mapping[str, tuple[str, ...]] = {
    "score": (
        *(
            "score",
            "scores",
            "Highest and lowest score",
            "All scores",
            "Scores of programs",
        ),
        *("level or score", "Left score", "Right score"),
    ),
    "overall": ("overall",),
    "interval": (
        "uncertainty interval",
        "80% interval",
        "80% uncertainty interval",
        "interval",
    ),
    "possible_range": (
        *("possible range", "possible_range", "range", "bounds"),
        *("worst case", "best case"),
    ),
    "band": ("band", "bands"),
    "level": (
        *("level", "levels", "Level", "highest levels", "lowest levels"),
        "Try other levels",
    ),
    "anchor": ("anchor", "nearest anchor", "Nearest anchor"),
    "next_level": ("next level", "not higher", "For a higher level"),
    "breakpoints": ("breakpoints",),
    "status": ("status", "Status"),
    "rated": ("rated",),
    "provisional": ("provisional",),
    "not_rated": ("not rated", "no score", "Not rated"),
    "cap": ("cap", "caps"),
    "key": ("key criterion", "key"),
    "weight": (
        "weight",
        "weights",
        "Weight in the rubric",
        "Your weight",
        "Try other weights",
    ),
    "simulation": (
        *("simulations", "simulation", "share of simulations", "in simulations"),
        *("Share of simulations",),
    ),
    "common_criteria": ("common criteria", "common weight", "on the weight"),
    "clearly_higher": (
        *(
            "clearly higher",
            "higher whatever is unknown",
            "whatever is unknown",
            "higher",
        ),
        *("lower", "Clear differences", "Clear differences between programs"),
        *("Which differences are clear", "result", "Whatever is unknown", "Result"),
    ),
    "no_clear_difference": ("no clear difference",),
    "not_comparable": ("not comparable",),
    "comparable": ("comparable", "pair", "pairs", "comparable pairs"),
    "median": ("median", "medians", "Lower quartile", "Upper quartile", "Groups"),
    "next_evidence": ("most useful next evidence", "next evidence"),
    "types": (
        *(
            "types",
            "type of program",
            "programs, services and sites",
            "agencies",
            "systems",
        ),
        *(
            "agency",
            "program",
            "service",
            "portfolio",
            "infrastructure",
            "ranked as",
            "Kind",
        ),
        *("of one type", "of different types"),
    ),
    "government_level": (
        *(
            "level of government",
            "supranational",
            "national",
            "regional",
            "local",
            "sectoral",
        ),
        *("private",),
    ),
    "measured": ("measured", "Origin"),
    "judged": ("judged",),
    "contested": ("contested",),
    "unknown": ("unknown", "no evidence", "not known"),
    "absent": ("absent", "stated to be absent"),
    "not_applicable": ("not applicable",),
    "error": ("error",),
    "not_measured": ("not measured",),
    "question": ("asks", "question"),
    "reasons": ("why", "reason", "reasons", "missing"),
    "certainty": (
        *(
            "certainty",
            "very low",
            "low",
            "moderate",
            "high",
            "Certainty of the evidence",
        ),
        *(
            "high certainty",
            "moderate certainty",
            "low certainty",
            "very low certainty",
        ),
    ),
    "coverage": ("evidence coverage", "coverage"),
    "evidence": ("evidence", "claim"),
    "supports": ("supports", "contradicts", "direction", "Direction", "Contradicts"),
    "objective": ("objective", "objectives", "target"),
    "rule": ("rule",),
    "behavior": ("behavior",),
    "judgment": ("judgment",),
    "outcome": ("outcome", "outcomes"),
    "contribution": ("contribution",),
    "core": ("core",),
    "parent": ("parent", "component", "part of", "parent program"),
    "scope": ("scope", "own", "family", "system", "Scope"),
    "informants": ("informants", "published authors", "no published authors"),
    "rests_on": (
        "rests on",
        "locations",
        "location",
        "Evidence locations",
        "based on",
        "place",
    ),
    "unused": ("unused",),
    "corrected_reading": ("corrected reading",),
    "read_in": ("read in",),
    "caveat": ("caveat", "caveats"),
    "overlay": ("overlay", "overlays"),
    "synthetic": ("synthetic",),
    "nearest_peer": ("nearest peer",),
    "description": ("description", "What the description says", "Facts", "About"),
    "coder": (
        *("coder", "coders", "coded", "reader", "model", "person", "check by a coder"),
        *("coded by", "Read by"),
    ),
    "agreement": ("agreement", "alpha", "Alpha", "agreement of coders"),
    "decision_table": ("decision table", "decision tables", "aggregator"),
    "coding_round": ("coding round", "blind package", "seal", "seals", "adjudicated"),
    "observation": (
        *(
            "observation",
            "observations",
            "stated",
            "Stated of",
            "Value in words",
            "Stated",
        ),
    ),
    "measure": (
        *("measure", "measures", "computed", "Formula", "Units known", "Units in all"),
        *("Measures", "Unit"),
    ),
    "role": ("role", "main", "descriptive", "Counted"),
    "condition": ("condition", "conditions", "Conditions"),
    "evaluator": ("evaluator",),
    "rubric": ("rubric",),
    "dimension": ("dimension", "dimensions"),
    "criterion": ("criterion", "criteria", "Criterion", "Criteria"),
    "difference": ("Difference", "points", "Made by"),
    "trend": ("trend", "Over time"),
    "change": ("change", "changes", "Other changes"),
    "baseline": ("baseline",),
    "history": ("history",),
    "digest": ("digest", "result as JSON"),
    "crate": ("crate",),
    "gap_map": ("Evidence gap map",),
    "overlap": ("Overlap of services", "overlap"),
    "ladder": (
        *(
            "duplication",
            "fragmentation",
            "The ladder",
            "Largest overlaps by known budget",
        ),
        *("Duplication for", "Duplicates", "Neighbors", "Cells"),
        *("Budgets of programs that duplicate another one, by owner (at most)",),
        *(
            "Budgets of programs that duplicate another one, by place (at most)",
            "Not assigned",
        ),
    ),
    "name_family": (
        *("family of names", "Families of near-identical names (screening)"),
        *("Nearly the same name (screening)",),
    ),
    "proposal": ("proposal", "proposals", "proposed"),
    "work_list": ("Work list",),
    "ties": (
        *("Ties", "Map of ties", "Who deals with whom", "Kind of tie", "coordination"),
        *("joint work", "oversight", "the same site", "introduction", "money", "State"),
    ),
    "what_if": ("What if", "As on the cards"),
    "all_weights": ("all weights", "weights and levels simulated"),
    "robustness": ("robustness", "least change of weights", "least change of a level"),
    "dominance": ("dominance",),
    "check": ("check", "checks", "certificate"),
    "ranks": ("ranks", "Rank", "mean rank", "first", "confidence", "central weights"),
    "effective_weight": ("effective weight", "does not vary"),
    "doubt": ("factor", "alone", "with others"),
    "settling": ("look here next", "one level more or less", "known, with error"),
    "validity_rule": ("validity rule", "validity rules"),
}
"""The English words that a page explains; the first one heads it."""


def page(what: str, rubric: Rubric, tag: str = "en") -> tuple[str, str] | None:
    """The heading and the page of a word, None for a word that has none.

    A word of English has its page in the language `tag`, and any other in its own language.
    """
    word = _plain(what)
    for spoken in dict.fromkeys(("en", tag, *LANGUAGES)):
        make = _index(spoken).get(word)
        if make:
            return make(rubric, language(tag if spoken == "en" else spoken))
    return None


def pages(rubric: Rubric, tag: str = "en") -> dict[str, str]:
    """All pages by their headings, fields and words of descriptions left out."""
    to = language(tag)
    kinds: tuple[SourceKind, ...] = get_args(SourceKind)
    by_heading = dict(_page(entry, rubric, to) for entry in WORDS)
    by_heading |= dict(_source(kind, rubric, to) for kind in kinds)
    return by_heading


def _plain(word: str) -> str:
    """A word as it is looked up: not_rated and Not rated are one."""
    return word.casefold().replace("_", " ").strip()


Make = Callable[[Rubric, Language], tuple[str, str]]
"""Makes the heading and the text of a page."""


@cache
def _index(tag: str) -> Mapping[str, Make]:
    """What makes the page of each word of a language; the first one of two has it."""
    index: dict[str, Make] = {}
    for word, make in _pages(language(tag)):
        index.setdefault(_plain(word), make)
    return index


def _pages(spoken: Language) -> Iterator[tuple[str, Make]]:
    """Every word of a language with what makes its page."""
    for entry, words in WORDS.items():
        for word in words:
            yield spoken.text(word), partial(_page, entry)
    for kind in get_args(SourceKind):
        for word in (kind, spoken.text(kind.replace("_", " "))):
            yield word, partial(_source, kind)
    for entry, places in (("field", _fields()), ("word", _field_words())):
        for name, where in places.items():
            in_words = name.strip("_").replace("_", " ")
            for word in dict.fromkeys((in_words, name)):
                yield spoken.text(word), partial(_described, entry, word, where=where)


def _described(
    entry: str, word: str, rubric: Rubric, to: Language, *, where: Sequence[str]
) -> tuple[str, str]:
    """The page of a field or a word of descriptions: the places where it stands."""
    text = message(f"{GLOSSARY}.{entry}", places=refs(where, "comma")).said(to)
    return to.text(word), f"{to.text(word)}: {text}"


def _page(entry: str, rubric: Rubric, to: Language) -> tuple[str, str]:
    template = to.template(f"{GLOSSARY}.{entry}")
    parameters = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    text = template.format(
        **{name: VALUES[name](rubric).said(to) for name in parameters}
    )
    heading = to.text(WORDS[entry][0])
    return heading, f"{heading}: {text}"


def _source(kind: SourceKind, rubric: Rubric, to: Language) -> tuple[str, str]:
    """The page of a kind of source, with the certainty that its evidence starts with."""
    start = rubric.evidence.start[kind]
    others = ""
    for word, certainty in (*start.designs.items(), *start.claims.items()):
        start_of = message(
            f"{GLOSSARY}.start_of", what=_word(word), certainty=Term(certainty)
        )
        others += start_of.said(to)
    starts = message(
        f"{GLOSSARY}.starts_at",
        certainty=Term(start.certainty),
        others=Ref(others),
        own=Term(start.own),
    )
    what = message(f"{GLOSSARY}.kind_{kind}")
    text = message(f"{GLOSSARY}.source_kind", what=what, starts=starts).said(to)
    return kind, f"{to.text(kind.replace('_', ' '))}: {text}"


def _word(word: str) -> Term:
    return Term(word.replace("_", " "))


def _places(
    kind: Any, place: str, seen: frozenset[Any]
) -> Iterator[tuple[str, str, Any]]:
    """Every field of a description with its place and its type, however deep."""
    hints = get_type_hints(kind)
    for field in attrs.fields(kind):
        hint = hints[field.name]
        name = field.name.strip("_")
        path = f"{place}.{name}" if place else name
        yield name, path, hint
        for inner in _parts(hint):
            if attrs.has(inner) and inner not in seen:
                yield from _places(inner, path, seen | {inner})


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    if get_origin(hint) is not Literal:
        for part in get_args(hint):
            yield from _parts(part)


def _fields() -> dict[str, list[str]]:
    """The fields of descriptions by name, with the places of each."""
    by_name: dict[str, list[str]] = {}
    for name, path, _ in _places(Program, "", frozenset({Program})):
        by_name.setdefault(name, []).append(path)
    return by_name


def _field_words() -> dict[str, list[str]]:
    """The words that fields of descriptions take, with the places of each."""
    by_word: dict[str, list[str]] = {}
    for _, path, hint in _places(Program, "", frozenset({Program})):
        literals = [part for part in _parts(hint) if get_origin(part) is Literal]
        for word in chain.from_iterable(map(get_args, literals)):
            by_word.setdefault(str(word), []).append(path)
    return by_word
