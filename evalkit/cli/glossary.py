"""The words of a card and of a comparison, with the numbers of the rubric."""

from __future__ import annotations

from evalkit.model.grading import Start
from evalkit.model.rubric import POINTS, Rubric
from evalkit.model.vocabulary import SourceKind
from evalkit.model.words import listed

ALIASES = {
    "caps": "cap",
    "possible_range": "possible range",
    "range": "possible range",
    "interval": "uncertainty interval",
    "evidence coverage": "coverage",
    "made up": "synthetic",
    "whole": "parent",
    "component": "parent",
    "main": "role",
    "context": "role",
    "observations": "observation",
    "coders": "coder",
    "reader": "coder",
    "to learn most": "most useful next evidence",
    "simulations": "simulation",
}
"""Other words for what has a page."""
KINDS: dict[SourceKind, str] = {
    "evaluation": (
        "an evaluation by somebody who looked; its design says how: counterfactual,"
        " before_after_with_comparison, panel, survey or case_study"
    ),
    "admin_data": "a count from records: registers, lists of clients, accounts",
    "statistics": "official statistics",
    "peer_reviewed": "scholarly work",
    "official_document": "statutes, plans, annual reports, reports of an audit office",
    "interview": (
        "what somebody said who was asked; the work that reports it is where it was read (read_in),"
        " and lends it no strength"
    ),
    "site_observation": "what somebody saw on the spot",
    "press": "newspapers and the like",
    "promotional": "leaflets and other advertising",
    "website": "what a body says on its web site",
}
"""What each kind of source is."""


def words(rubric: Rubric) -> dict[str, str]:
    """A page for each word of a card and of a comparison."""
    pages = {
        **of_scores(rubric),
        **of_statuses(rubric),
        **of_evidence(rubric),
        **of_measures(rubric),
        **of_sources(rubric),
    }
    return pages | {alias: pages[word] for alias, word in ALIASES.items()}


def of_scores(rubric: Rubric) -> dict[str, str]:
    """Words on scores: what they are, how sure, and what holds them down."""
    coverage, overall = rubric.coverage, rubric.overall
    bands = [
        f"{name} from {rubric.bands[name].from_:g} {rubric.bands[name].word}"
        for name in rubric.bands_best_first()
    ]
    capped = [
        f"{each.name} ({each.cap.above_key:g})" for each in rubric.dimensions.values() if each.cap
    ]
    among = f", with {listed(overall.needs.among)} among them" if overall.needs.among else ""
    needs = f"{overall.needs.dimensions}{among}"
    return {
        "score": (
            f"score of a dimension: {POINTS} times the mean of the levels that are known, weighted"
            " by the weights of the criteria, and no more than the cap allows. Overall: the"
            " geometric mean of the dimension scores by their weights, exp(sum w ln max(score,"
            f" {overall.floor:g}) / sum w)."
        ),
        "uncertainty interval": (
            "uncertainty interval (80%): the middle 80% of the scores that simulation gives. Each"
            " level is off by an error as wide as its evidence is weak; half-widths in levels, two"
            f" standard errors, by certainty: {_widths(rubric)}. What is unknown is not in it: the"
            " possible range has that."
        ),
        "possible range": (
            "possible range: the score with every known criterion at the low end of its range and"
            " every unknown one at level 0, and with all of them at the high end and at level 4."
            " Taking evidence out never raises its low end, so a gate looks there. It is also said"
            " of a criterion: the levels that the sources leave possible."
        ),
        "band": f"band: {', '.join(bands)}",
        "level": (
            "level: from 0 to 4. A level that measures give lies on the breakpoints of the"
            " criterion, and the nearest anchor is printed as the nearest; one that a coder judged"
            " is the anchor that the evidence bears out (evalkit explain COO-1)."
        ),
        "anchor": (
            "anchor: the sentence that says what a level of a criterion looks like. Each whole"
            " level from 0 to 4 has one."
        ),
        "above": (
            "above: the level lies between two anchors, and the lower one is shown: 2.5 is above"
            " the anchor of level 2 and short of that of level 3."
        ),
        "breakpoints": (
            "breakpoints: the values of a measure at levels 0 to 4. Between two of them the level"
            " rises in a straight line."
        ),
        "overall": (
            "overall: the weighted geometric mean of the dimension scores, where enough dimensions"
            f" have one ({needs}). Caps limit its band."
        ),
        "status": (
            f"status: rated from {coverage.rated:.0%} of the weight with a level, the key criterion"
            f" among it; provisional from {coverage.provisional:.0%} with the key criterion; else"
            " not rated, and then there is no score."
        ),
        "cap": (
            "cap: the score of a dimension lies at most so many levels above its key criterion"
            + (f": {', '.join(capped)}. " if capped else "; none in this rubric. ")
            + "Low core dimensions cap the band of the overall score (evalkit rubrics show). A card"
            " names a cap where it holds the score down."
        ),
        "key": (
            "key criterion of a dimension, without which it has no score; which one it is may"
            " depend on the type of program (evalkit rubrics show)."
        ),
        "weight": (
            "weight of a criterion in its dimension and of a dimension in the overall score; each"
            " card writes its sums out under -v, and evalkit rubrics show lists all weights."
        ),
        "simulation": (
            "simulation: what the scores would be if each level were off by as much as its evidence"
            " allows, many times over, with a fixed seed. The share of simulations in which one"
            " program is higher is no probability that it is better: what is unknown is not"
            " simulated, and coders may share an error."
        ),
        "common criteria": (
            "common criteria: those that both programs have a level on. Programs are compared on"
            f" these alone, where they carry {rubric.ranking.common_weight:.0%} of the weight and"
            f" the key criteria of both; {rubric.ranking.difference:g} points and an interval of"
            " the difference without zero make one clearly higher."
        ),
        "most useful next evidence": (
            "most useful next evidence: the criterion whose answer would narrow the possible range"
            f" of its dimension most. The points are {POINTS} times its weight times the levels"
            " that are open: 0 to 4 where there is no evidence, its range where it has a level."
        ),
    }


def _widths(rubric: Rubric) -> str:
    return ", ".join(
        f"{certainty} {width:g}" for certainty, width in rubric.evidence.half_width.items()
    )


def of_statuses(rubric: Rubric) -> dict[str, str]:
    """The states of a score and of a criterion."""
    coverage, apart = rubric.coverage, rubric.evidence.contested_from
    return {
        "rated": (
            f"rated: of a score, that criteria with {coverage.rated:.0%} of the weight or more have"
            " a level, the key criterion among them; of a criterion, that it has a level."
        ),
        "provisional": (
            f"provisional: criteria with {coverage.provisional:.0%} of the weight or more have a"
            " level, the key criterion among them. That is not enough for rated, and the lines why"
            " say what is missing."
        ),
        "not rated": (
            "not rated: too little is known for a score. That is no zero and no mean of the others;"
            " the possible range says what the score could be, and the lines why say what is"
            " missing."
        ),
        "measured": (
            "measured: the level comes from measures, computed from facts or stated by sources, by"
            " the breakpoints and conditions of the rubric. A coder's level is shown beside it and"
            " does not enter it."
        ),
        "judged": "judged: no measure gives a level, and a coder's own level stands.",
        "contested": (
            f"contested: the sources of a criterion do not agree, or the levels given are {apart:g}"
            " apart or more. The range holds all of them."
        ),
        "unknown": (
            "unknown: no evidence, or nobody could tell. There is no level, and nothing stands in"
            " for it: the weight counts as not covered, and the possible range takes level 0 and"
            " level 4. Beside a level, a coder who could not tell widens its range."
        ),
        "absent": (
            "absent: evidence states that it is not there ({absent: e4}). That is level 0, with the"
            " certainty of this evidence; what no evidence states is unknown."
        ),
        "not applicable": (
            "not applicable: the question does not arise for this program, as evidence or a rule of"
            " the rubric shows. There is no level, and the weight of the criterion leaves the sum."
        ),
        "error": (
            "error: a plugin failed while it measured or rated the criterion. There is no level,"
            " the rest of the card stands, and the exit code says so."
        ),
    }


def of_evidence(rubric: Rubric) -> dict[str, str]:
    """Words on what scores rest on, and where it comes from."""
    coverage, rules = rubric.coverage, rubric.evidence
    without = [
        each.name.lower() for each in rubric.dimensions.values() if "outcome" in each.excludes
    ]
    return {
        "outcome": (
            "outcome: what came of it, as a source tells: what is counted, whether the program"
            " contributed to it, and what else may explain it."
            + (f" Results move no score of {listed(without)}." if without else "")
        ),
        "parent": (
            "parent: the program that part_of names; this one is a component of it. What is judged"
            " of the parent is shown beside the component, and enters no level, score, range,"
            " status or comparison of it."
        ),
        "scope": (
            "scope of evidence and observations: own speaks of the program, family of the group"
            " that it belongs to, system of all programs of a country. What is said of the family"
            " or the system is shown and gives the program no level."
        ),
        "informants": (
            "informants: who stands behind the evidence, each once: several works of one author, or"
            " several people of one body, are one."
        ),
        "locations": (
            "locations: the distinct places in sources that a dimension rests on. One location that"
            " carries several levels is a correlated error."
        ),
        "overlay": (
            "overlay: a file of facts and observations from elsewhere that is laid over a"
            " description with --overlay, adds to it, replaces nothing, and names its own sources."
            " The card says what came from it."
        ),
        "synthetic": (
            "synthetic: made to try the engine on. Such a program is refused beside real ones,"
            " unless --with-synthetic asks for it, and never ranked with them."
        ),
        "certainty": (
            "certainty of the evidence behind a level: very low, low, moderate or high, as GRADE"
            " says it. It starts by kind of source and of claim, an evaluation by its design;"
            " independent sources of different kind and criticism of one's own program raise it"
            f" (by {rules.moves.independent_kinds}), contradiction, age and a single author lower"
            f" it. Half-widths of a level by certainty: {_widths(rubric)}. -v shows the steps."
        ),
        "coverage": (
            "evidence coverage: the share of the weight of a dimension whose criteria have a"
            f" level. Rated needs {coverage.rated:.0%}, provisional {coverage.provisional:.0%}, and"
            " both the key criterion."
        ),
        "coder": (
            "coder: who gave levels of their own, as a check on the measures; a coder's level"
            " counts where no measure gives one. A reader is who read an observation out of its"
            " source. Both are declared as a person or a model: coders: {anna: {kind: person}}."
        ),
    }


def of_measures(rubric: Rubric) -> dict[str, str]:
    """Words on how levels come from measures."""
    measuring = rubric.measuring
    return {
        "observation": (
            "observation: what a source states of a measure, as a number, a range, a count such as"
            " 78/190, yes or no, a kind, or a word of amount (evalkit explain quantifiers):"
            " observations: {non_isolate_share: {value: hardly any, of: tenants, evidence: e1}}. It"
            " needs evidence, and has the certainty of its sources. evalkit explain with the name"
            " of a measure asks its question."
        ),
        "measure": (
            "measure: what a criterion asks of facts, a number that is computed from them, stated"
            f" by sources, or both. Computed ones count from {measuring.units} known units and"
            f" {measuring.known:.0%} of all units known; an interval wider than"
            f" {measuring.widest:g} levels gives a possible range and no level."
        ),
        "role": (
            "role of a measure in a criterion: main gives the level through its breakpoints, a"
            " condition holds it at a limit, descriptive is shown only."
        ),
        "condition": (
            "condition: a measure that holds the level of a criterion. Not met, the level is at"
            " most the limit; not known, the level is at most the limit too, and the possible range"
            " reaches up to what the main measure gives. So it never pays that nobody says."
        ),
    }


def of_sources(rubric: Rubric) -> dict[str, str]:
    """The kinds of source, with the certainty that their evidence starts with."""
    return {
        kind: f"{kind}: a kind of source, {what}. {_starts(rubric.evidence.start[kind])}"
        for kind, what in KINDS.items()
    }


def _starts(start: Start) -> str:
    first = f"Its evidence starts at {start.certainty}"
    others = [
        f"with the design {design.replace('_', ' ')} at {certainty}"
        for design, certainty in start.designs.items()
    ]
    others += [
        f"a claim of the kind {claim} at {certainty}" for claim, certainty in start.claims.items()
    ]
    told = f"{', '.join([first, *others])}, praise by its own holder at {start.own}"
    return f"{told}; others who agree, contradiction and age move that (evalkit explain certainty)."
