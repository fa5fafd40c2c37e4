"""What is left in English in a page of another language, apart from what came from the files
that were read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import asdict

from evalkit.model.card import ReportCard

READ = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const inside = walker.currentNode.parentElement;
    if (!inside.closest("script, style, noscript, code, option[lang], #packed"))
      found.push(walker.currentNode.data.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const each of document.querySelectorAll(`body [${name}]`))
      found.push(each.getAttribute(name));
  return [...new Set(found)];
}"""
"""Every text of a page, with what is read aloud."""
_WORD = re.compile(r"[a-z]{2,}|[A-Za-z]{3,}")
_CODE = re.compile(r"[a-z_]+")
"""A code of a description, such as `behavior`, which a page says in words."""


def given(cards: Sequence[ReportCard]) -> re.Pattern[str]:
    """What descriptions, sources, formulas and names of files account for."""
    return re.compile(
        "|".join(map(re.escape, sorted(set(_given(cards)), key=len, reverse=True)))
    )


def english(texts: Sequence[str], given: re.Pattern[str]) -> list[str]:
    """The texts in which an English word stands that is not given."""
    return [
        text
        for text in texts
        if _WORD.search(text) and _WORD.search(given.sub("", text))
    ]


def _given(cards: Sequence[ReportCard]) -> Iterator[str]:
    yield from ("evalkit", "evalkit explain", "OECD-DAC", "SHA-256", "JSON")
    for card in cards:
        program = card.program
        yield from (
            program.id,
            *card.parents,
            card.rubric.id,
            card.rubric.label,
            *card.rubric.criteria(),
        )
        yield from (
            *program.actors,
            *program.sources,
            *filter(None, (source.informant for source in program.sources.values())),
            *program.evidence,
            *program.units,
            *program.outcomes,
            *program.exports,
        )
        yield from (
            each
            for text in _texts(asdict(program))
            if not _CODE.fullmatch(text)
            for each in (text, text.rstrip("."))
        )
        yield from program.peers.by_id if program.peers else ()
        yield from (
            word
            for held in program.observations.values()
            for each in held
            for word in (each.of, *each.reader)
            if word
        )
        yield from (
            *program.coders,
            *(
                each.of
                for found in program.observations.values()
                for each in found
                if each.of
            ),
        )
        for measured in (each for rating in card.ratings for each in rating.measured):
            yield from (measured.measurement.id, measured.measurement.formula)
        yield from (
            each.measure for rating in card.ratings for each in rating.conditions
        )
        yield from (path for path, _ in card.provenance.inputs)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from [value] if _WORD.search(value) else []
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in _texts(each))
    elif isinstance(value, list | tuple | set):
        yield from (text for each in value for text in _texts(each))
