"""Rules of the levels that coders give, and of evidence that nothing uses."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from evalkit.model.coded import ADJUDICATED
from evalkit.model.fixed import Fixed
from evalkit.model.program import Coding, Evidence, Program
from evalkit.model.quantity import Missing
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Spot, shown
from evalkit.read.rules.criteria import OF, Coded, Criteria
from evalkit.read.rules.description import says_of_itself
from evalkit.read.set_aside import set_aside

MIDDLE = 2
"""The level in the middle of the scale."""


def _contradicts(evidence: Evidence) -> bool:
    return evidence.direction == "contradicts"


def check_codings(program: Program, decoder: Decoder, criteria: Criteria) -> None:
    """Rules of the codings, for whatever rubric and wherever they stand: in the description or in a
    coder's own file.
    """
    for coder, codings in program.codings.items():
        meanings: set[tuple[str, str]] = set()
        for name, coding in codings.items():
            place = decoder.places.get(("codings", coder, name))
            if place is None:
                continue  # it stands in another file, which is checked by itself
            _check_who(coder, coding, place, decoder)
            coded = _the_one_meant(name, criteria, place, decoder)
            if coded:
                _check_twin(name, coded, meanings, place=place, decoder=decoder)
                # an answer that is no level stands under its criterion
                path = ("codings", coder, name, "level")
                at_level = decoder.places.value(path) or place
                _check_coding(coding, at_level, decoder)
                _check_certainty(coding, place, decoder)
                _check_level(program, coding, coded, place=at_level, decoder=decoder)


def _the_one_meant(
    name: str, criteria: Criteria, place: Spot, decoder: Decoder
) -> Coded | None:
    """The criterion that a name means; None, with a fault, where it means none or several."""
    meant = criteria.meant(name)
    if len(meant) == 1:
        return meant[0]
    if meant:
        _refuse_ambiguous(name, meant, criteria, place=place, decoder=decoder)
        return None
    set_aside(
        "EK212",
        place,
        f"rubric {criteria.rubric.id} has no criterion {shown(name)!r}, and no other rubric that"
        " is installed has it",
        name=name,
        known=criteria.spellings(name),
        decoder=decoder,
    )
    return None


def for_asked(program: Program, criteria: Criteria) -> Program:
    """The program with those codings under the bare id of a criterion that count for the rubric
    asked for; where it has a criterion of that id and the coding is for another rubric, that one is
    named.
    """
    codings = {}
    for coder, coded in program.codings.items():
        named = {_key(name, criteria): coding for name, coding in coded.items()}
        codings[coder] = Fixed(named)
    return evolve(program, codings=Fixed(codings))


def _key(name: str, criteria: Criteria) -> str:
    meant = criteria.meant(name)
    # what means nothing or several things is told elsewhere, and stays as it is written
    if len(meant) != 1:
        return name
    (coded,) = meant
    bare = name.rpartition(OF)[2]
    if criteria.counts(coded):
        return bare
    return f"{coded.rubric.id}{OF}{bare}" if criteria.has(bare) else name


def _refuse_ambiguous(
    name: str,
    meant: Sequence[Coded],
    criteria: Criteria,
    *,
    place: Spot,
    decoder: Decoder,
) -> None:
    """A fault for an id that several rubrics have; a warning where this run asks for none of
    them.
    """
    rubrics = [coded.rubric.id for coded in meant]
    # for a rubric that nobody asks for it changes no number here
    asked = any(map(criteria.counts, meant))
    decoder.faults.add(
        "EK246",
        place,
        f"{shown(name)!r} is a criterion of the rubrics {' and '.join(rubrics)}",
        f"name the rubric too: {rubrics[0]}{OF}{name}",
        severity="error" if asked else "warning",
    )


def _check_twin(
    name: str,
    coded: Coded,
    meanings: set[tuple[str, str]],
    *,
    place: Spot,
    decoder: Decoder,
) -> None:
    """A fault where a coder has coded one criterion twice, with its rubric and without."""
    meaning = coded.rubric.id, name.rpartition(OF)[2]
    if meaning in meanings:
        decoder.faults.add(
            "EK111",
            place,
            f"{shown(name)!r} is coded twice for the rubric {meaning[0]}",
            "keep one of the two",
        )
    meanings.add(meaning)


def _check_level(
    program: Program, coding: Coding, coded: Coded, *, place: Spot, decoder: Decoder
) -> None:
    """Rules of the evidence that a level rests on, or a statement that there is nothing."""
    if not _says_something(coding):
        return
    known, excluded = program.evidence, coded.dimension.excludes
    evidence = [known[name] for name in _cited(coding) if name in known]
    level = 0.0 if isinstance(coding.level, Missing) else coding.level
    # In the order of the rules: evidence that may not count here at all (G1), objectives (G3), and
    # then whether the rest supports a high level (G11).
    admitted = [piece for piece in evidence if piece.claim not in excluded]
    observed = [piece for piece in admitted if piece.claim != "objective"]
    if evidence and not admitted:
        _refuse_claims(evidence, place, decoder)
    elif admitted and not observed:
        if coded.criterion.behavioral and level > 1:
            _refuse_objective(level, place, decoder)
    elif level > MIDDLE and observed:
        _check_high(program, level, observed, place=place, decoder=decoder)


def _check_who(coder: str, coding: Coding, place: Spot, decoder: Decoder) -> None:
    """A coder's own answer is the coder's, so that nothing shows another name with it."""
    if coding.by and coder != ADJUDICATED:
        decoder.faults.add(
            "EK255",
            place,
            f"by: {shown(coding.by)} stands with an answer of {shown(coder)}, and is not shown",
            f"leave by out, or put the answer below {ADJUDICATED}: evalkit coding adjudicate",
            severity="warning",
        )


def _says_something(coding: Coding) -> bool:
    return not isinstance(coding.level, Missing) or coding.level.state == "absent"


def _cited(coding: Coding) -> tuple[str, ...]:
    """The evidence of an answer, which stands with its level or with a stated absence."""
    level = coding.level
    return level.evidence if isinstance(level, Missing) else coding.evidence


def _check_coding(coding: Coding, place: Spot, decoder: Decoder) -> None:
    add, level = decoder.faults.add, coding.level
    if _says_something(coding) and not _cited(coding):
        add(
            "EK207",
            place,
            "this level has no evidence",
            "name its evidence (evidence: e1), or leave it out: it is then unknown",
        )
    if not isinstance(level, Missing):
        _check_number(level, coding, place, decoder)
    elif level.state == "not_applicable" and not coding.evidence:
        add(
            "EK233",
            place,
            "'not applicable' needs evidence",
            "it counts as unknown; to take the weight out, write {level: {not_applicable: why},"
            " evidence: e1}",
            severity="warning",
        )


def _check_certainty(coding: Coding, place: Spot, decoder: Decoder) -> None:
    if coding.certainty is not None and not coding.certainty_why:
        decoder.faults.add(
            "EK215",
            place,
            "the certainty is lowered, but no reason is given",
            "give certainty_why, or leave certainty out: it is computed from the sources",
        )


def _check_number(level: float, coding: Coding, place: Spot, decoder: Decoder) -> None:
    """A level is whole or half, and has a reason; a stated absence is its own reason."""
    if level * 2 % 1:
        decoder.faults.add(
            "EK213",
            place,
            f"level {level:g} is not a whole or half level",
            "levels are 0, .5, 1 and so on up to 4",
        )
    if not coding.why:
        decoder.faults.add(
            "EK223",
            place,
            "this level has no reason",
            "say in a few words why this level: why: ...",
            severity="warning",
        )


def _refuse_claims(evidence: Sequence[Evidence], place: Spot, decoder: Decoder) -> None:
    claims = " and ".join(sorted({piece.claim for piece in evidence}))
    decoder.faults.add(
        "EK209",
        place,
        f"this level rests on evidence of {claims} alone",
        "results never enter this dimension (validity rule G1):"
        " add evidence of behavior or rules",
    )


def _refuse_objective(level: float, place: Spot, decoder: Decoder) -> None:
    decoder.faults.add(
        "EK208",
        place,
        f"level {level:g} rests on an objective alone",
        "an objective supports level 1 at most (validity rule G3):"
        " add evidence of what was done",
    )


def _check_high(
    program: Program,
    level: float,
    evidence: Sequence[Evidence],
    *,
    place: Spot,
    decoder: Decoder,
) -> None:
    """A level above the middle rests on something that supports it, and not on praise that is not
    marked as such.
    """
    if all(_contradicts(piece) for piece in evidence):
        decoder.faults.add(
            "EK220",
            place,
            f"level {level:g} rests on evidence that contradicts it",
            "name the evidence that supports it, and this one under contradicted_by:, or code a"
            " lower level",
        )
    elif all(says_of_itself(program, piece) for piece in evidence):
        decoder.faults.add(
            "EK232",
            place,
            f"level {level:g} rests on what those who run the program say of it, but none of it is"
            " marked as praise",
            "write direction: supports with it, so that it starts as praise, or add evidence"
            " from somebody else (validity rule G11)",
            severity="warning",
        )
