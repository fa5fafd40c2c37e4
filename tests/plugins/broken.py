"""Measures and ways of rating that each fail one check of the conformance kit, and nothing
else."""

import fractions
import random

from evalkit.plugin import (
    Evaluator,
    Listing,
    Measurement,
    Rating,
    measure,
    message,
)

DOCSTRING = "A made-up share.\n\nUnknown when a number is."
SHOWN = {"sources", "evidence"}


def declared(function, needs=("beneficiaries",), range=(0, 1), **words):
    """A measure `m` that says all that it has to say."""

    def taken(program, context):
        return function(program, context)

    taken.__doc__ = words.pop("doc", DOCSTRING)
    return measure(
        "m",
        **{"unit": "share", "formula": "a / b", "source": "nobody", **words},
        needs=needs,
        range=range,
    )(taken)


def evaluator(function, needs=("beneficiaries",), range=(0, 1), **words):
    return Evaluator("e", [declared(function, needs, range, **words)], method="`m`")


def served(program, context):
    firms = program.beneficiaries
    return (
        Measurement.share(firms.direct, firms.eligible, "firms", evidence=[firms])
        if firms
        else Measurement.unknown("firms are not known")
    )


SOUND = evaluator(served)


def zero_for_unknown(program, context):
    return Measurement.exactly(1.0 if program.beneficiaries else 0.0)


def zero_for_an_empty_block(program, context):
    firms = program.beneficiaries
    return (
        Measurement.exactly(1.0 if firms.direct else 0.0)
        if firms
        else Measurement.unknown("firms are not known")
    )


def without_words(program, context):
    if program.services:
        return Measurement.exactly(1.0, evidence=program.services)
    return Measurement.unknown(message("e.nobody_asked"))


def without_words_in_a_list(program, context):
    if program.services:
        return Measurement.exactly(1.0, evidence=program.services)
    reasons = Listing([message("quoted", text="a"), message("e.nobody_asked")])
    return Measurement.unknown(message("gives_no_level", measures=reasons))


def no_reason(program, context):
    return Measurement(
        None, why="" if not program.beneficiaries else "firms are not counted"
    )


def reads_more(program, context):
    return (
        Measurement.unknown("firms are not known")
        if program.beneficiaries or not program.ties
        else Measurement.unknown("ties")
    )


def reads_more_in_silence(program, context):
    return Measurement.unknown(
        f"ties: {len(getattr(program, 'ties', ()))}, {bool(program.beneficiaries)}"
    )


def raises(program, context):
    return Measurement.of_number(program.budget.own, "the share of own funds")


def out_of_range(program, context):
    firms = program.beneficiaries
    return (
        Measurement.ratio(firms.indirect, firms.direct)
        if firms
        else Measurement.unknown("firms are not known")
    )


def gives_nothing(program, context):
    """As a function does that forgets to return."""
    return Measurement.exactly(0.5) if program.services else None


def half_a_firm(program, context):
    return (
        Measurement.exactly(0.5, n=0.5)
        if program.services
        else Measurement.unknown("services are not known")
    )


def drawn(program, context):
    return (
        Measurement.exactly(random.random())
        if program.services
        else Measurement.unknown("services are not known")
    )


def changes_a_map(program, context):
    if program.units:
        program.units.clear()
    return Measurement.unknown("units are not known")


def changes_a_table(program, context):
    if context.statistics:
        dict.clear(context.statistics.employment)
    return served(program, context)


def by_place(program, context):
    return (
        Measurement.exactly(float(program.services[0].function == "F01"), evidence=())
        if program.services
        else Measurement.unknown("x")
    )


def by_name(program, context):
    return (
        Measurement.exactly(float(min(program.operator) < "k"), evidence=())
        if program.operator
        else Measurement.unknown("x")
    )


def of_the_first_by_name(program, context):
    """The value is that of all, the evidence that of the first only."""
    units = sorted(program.units)
    return (
        Measurement.exactly(1.0, evidence=[program.units[units[0]]])
        if units
        else Measurement.unknown("x")
    )


def no_text(program, context):
    return Measurement.unknown(
        ("a", fractions.Fraction(1, 2))
        if program.services
        else "services are not known"
    )


BROKEN = {
    "zero where nothing is known": (
        evaluator(zero_for_unknown),
        "unknown stays unknown",
        "gives 0 where nothing is known that it needs",
        set(),
    ),
    "zero where a block says nothing": (
        evaluator(zero_for_an_empty_block),
        "unknown stays unknown",
        "gives 0 where nothing is known that it needs",
        {"beneficiaries"},
    ),
    "no reason": (
        evaluator(no_reason),
        "unknown stays unknown",
        "gives no number, and does not say why",
        set(),
    ),
    "an undeclared field": (
        evaluator(reads_more),
        "declared needs",
        "reads ties, which it does not declare",
        set(),
    ),
    "an undeclared field that it can do without": (
        evaluator(reads_more_in_silence),
        "declared needs",
        "reads ties, which it does not declare",
        set(),
    ),
    "a need that is no field": (
        evaluator(served, ["beneficiaries", "tie"]),
        "declared needs",
        "needs 'tie', which is no field of a description; did you mean 'ties'?",
        set(),
    ),
    "a need that is never read": (
        evaluator(served, ["beneficiaries", "chain"]),
        "declared needs",
        "declares chain, and reads it on none of the programs",
        None,
    ),
    "an exception": (
        evaluator(raises, ["budget"]),
        "raises nothing",
        "raises AttributeError: 'Missing' object has no attribute 'own'",
        set(),
    ),
    "out of range": (
        evaluator(out_of_range),
        "range and unit",
        "outside its range 0 to 1",
        {"beneficiaries"},
    ),
    "nothing where nothing is known": (
        evaluator(gives_nothing, ["services"]),
        "range and unit",
        "returned NoneType, not a Measurement",
        set(),
    ),
    "counts that are none": (
        evaluator(half_a_firm, ["services"]),
        "range and unit",
        "returned 0.5, which is no count",
        {"services", *SHOWN},
    ),
    "draws": (
        evaluator(drawn, ["services"]),
        "deterministic",
        " the first time, and 0.",
        {"services", *SHOWN},
    ),
    "a changed map": (
        evaluator(changes_a_map, ["units"]),
        "inputs unchanged",
        "tries to change what it is given: what was read cannot be changed",
        {"units", *SHOWN},
    ),
    "a changed table": (
        evaluator(changes_a_table),
        "inputs unchanged",
        "changes what it is given",
        {"context", "source", "employment"},
    ),
    "the first of a list": (
        evaluator(by_place, ["services"]),
        "order does not matter",
        "when lists and maps stand in another order",
        {"services", *SHOWN},
    ),
    "the letters of a name": (
        evaluator(by_name, ["operator"]),
        "names do not matter",
        "when programs, actors, evidence and regions are called otherwise",
        {"operator"},
    ),
    "evidence of the first by name": (
        evaluator(of_the_first_by_name, ["units"]),
        "names do not matter",
        "rests on e",
        {"units", *SHOWN},
    ),
    "a reason that is no text": (
        evaluator(no_text, ["services"]),
        "range and unit",
        "returned the reason ('a', Fraction(1, 2)), which is no text",
        {"services", *SHOWN},
    ),
    "a code without words": (
        evaluator(without_words, ["services"]),
        "has words",
        "says e.nobody_asked, for which no catalog has English words",
        set(),
    ),
    "a code without words in a list": (
        evaluator(without_words_in_a_list, ["services"]),
        "has words",
        "says e.nobody_asked, for which no catalog has English words",
        set(),
    ),
    "no docstring": (
        evaluator(served, doc=None),
        "documented",
        (
            "it lacks a docstring whose first line is a sentence on what it is, a sentence in its"
            " docstring on when it is unknown (for example: Unknown when no tie is stated.)"
        ),
        None,
    ),
    "no unit, formula and source": (
        evaluator(served, unit="", formula="", source=""),
        "documented",
        "it lacks a unit, a formula, a source",
        None,
    ),
}
"""Evaluators with a measure `m`, the check that it fails, the message, and what the smallest
program holds beside its identity."""


def level_of_nothing(case):
    return Rating(
        case.id,
        case.criterion,
        "rated",
        level=0.0,
        certainty="very low",
        interval=(0.0, 1.0),
    )


def last_digit(case):
    return Rating(case.id, case.criterion, "unknown", reasons=(str(random.random()),))


def rests_on_a_coder_by_name(case):
    coders = sorted(
        coder for coder, coded in case.program.codings.items() if case.id in coded
    )
    return Rating(
        case.id,
        case.criterion,
        "unknown",
        evidence=case.program.codings[coders[0]][case.id].evidence if coders else (),
    )


RATING = {
    "nothing": (
        lambda case: None,
        "rate gives ratings",
        "COO-1: rate returned NoneType, not a Rating",
    ),
    "an exception": (
        lambda case: 1 / 0,
        "rate gives ratings",
        "COO-1: rate raised ZeroDivisionError: division by zero",
    ),
    "a level of nothing": (
        level_of_nothing,
        "rate gives ratings",
        "COO-1: rate returned a level, and nothing that counts was measured or coded",
    ),
    "draws": (last_digit, "deterministic", "says COO-1 unknown"),
    "coders by name": (rests_on_a_coder_by_name, "names do not matter", "rests on"),
}
"""Ways of rating, the check that each fails, and the message."""
