"""The words of a card and of a comparison, with the numbers of the rubric."""

from __future__ import annotations

from evalkit.model.rubric import POINTS, Rubric, Start
from evalkit.model.words import listed

ALIASES = {"hurdles": "hurdle", "caps": "hurdle", "inherited": "taken over", "own evidence": "coverage", "made up": "synthetic"}
"""Other words for what has a page."""
KINDS = {
    "evaluation": "an evaluation with a counterfactual: what would have been without the program (level 3 or more of the Maryland scale). "
    "One without is described as what it is, such as official_document, or its grade is overridden with a reason (grade, grade_why)",
    "admin_data": "a count from records: registers, lists of clients, accounts",
    "statistics": "official statistics",
    "peer_reviewed": "scholarly work",
    "official_document": "statutes, plans, annual reports, reports of an audit office",
    "interview": "what somebody said who was asked; the work that reports it is where it was read (read_in), and lends it no strength",
    "site_observation": "what somebody saw on the spot",
    "press": "newspapers and the like",
    "promotional": "leaflets and other advertising",
    "website": "what a body says on its web site",
}
"""What each kind of source is."""


def words(rubric: Rubric) -> dict[str, str]:
    """A page for each word of a card and of a comparison."""
    pages = {**of_scores(rubric), **of_statuses(rubric), **of_evidence(rubric), **of_sources(rubric)}
    return pages | {alias: pages[word] for alias, word in ALIASES.items()}


def of_scores(rubric: Rubric) -> dict[str, str]:
    """Words on scores: what they are, how sure, and what holds them down."""
    evidence, coverage, overall = rubric.evidence, rubric.coverage, rubric.overall
    widths = ", ".join(f"grade {grade}: {width:g}" for grade, width in enumerate(evidence.half_width) if grade)
    return {
        "score": "score of a dimension: 25 times the mean of the levels that are rated, weighted by the weights of the criteria; where the key "
        "criterion is at the level of the hurdle or below, the score is capped (evalkit rubrics show). Overall: the geometric mean of the "
        f"dimension scores by their weights, exp(sum w ln max(score, {overall.floor:g}) / sum w).",
        "interval": "interval that holds 80% of the draws: each level is drawn from a triangle around it, as wide as its evidence is weak "
        f"(half-widths in levels, {widths}). It is the shortest such interval, extended to hold the score where a level near 0 or 4 can be "
        "off to one side only.",
        "bounds": "bounds: the score with every rated level at the end of its interval, and every unknown one at 0 and at 4. They say what is "
        "not known; the interval says how sure the known is. Those of the overall score begin at the floor of its formula "
        f"({overall.floor:g}), which is no knowledge.",
        "band": "band: "
        + ", ".join(f"{name} from {rubric.bands[name].from_:g} {rubric.bands[name].word}" for name in rubric.bands_best_first()),
        "level": "level: from 0 to 4, by the anchor sentences of the criterion (evalkit explain COO-1). A level between two is shown with the "
        "sentence of the lower one and the word above.",
        "anchor": "anchor: the sentence that says what a level of a criterion looks like. Each whole level from 0 to 4 has one (evalkit explain "
        "COO-1); a coder gives the level whose sentence the evidence bears out.",
        "above": "above: the level lies between two sentences, and the lower one is shown: 2.5 is above the sentence of level 2 and short of that "
        "of level 3.",
        "overall": "overall: the weighted geometric mean of the dimension scores, where enough dimensions have one: "
        f"{overall.needs.dimensions}, with {' and '.join(overall.needs.among)} among them. Hurdles limit its band.",
        "status": f"status: rated from {coverage.rated:.0%} of the weight on own evidence, with the key criterion and {coverage.criteria} criteria "
        f"and a mean grade of {coverage.mean_grade:g}; provisional from {coverage.provisional:.0%} with what is taken over from a whole, the key "
        "criterion and one criterion of its own; else not rated, and then there is no score.",
        "hurdle": "hurdle: a low level of the key criterion caps the score of its dimension, and low core dimensions cap the band of the overall "
        "score (evalkit rubrics show). The card names a hurdle whenever its condition holds, whether or not the score would be higher without "
        "it; of several on the overall score it names the one that leaves the lowest band.",
        "key": "key criterion of a dimension, without which it has no score; which one it is may hang on the kind of object (evalkit rubrics show).",
        "weight": "weight of a criterion in its dimension and of a dimension in the overall score; each card writes its sums out under -v, and "
        "evalkit rubrics show lists all weights.",
        "draws": "draws: what the scores would be if each level were off by as much as its evidence allows, drawn many times. The share of draws in "
        "which one program is higher is no probability that it is better: what is unknown is not drawn, and coders may share an error.",
        "to learn most": "to learn most: the criterion whose answer would narrow the bounds of its dimension most. The points are "
        f"{POINTS} times its weight times the levels that are open: 0 to 4 where nobody looked, its range where it has a level.",
    }


def of_statuses(rubric: Rubric) -> dict[str, str]:
    """The states of a score and of a criterion."""
    coverage, apart = rubric.coverage, rubric.evidence.contested_from
    return {
        "rated": f"rated: of a score, that {coverage.rated:.0%} of the weight or more rests on own evidence, with the key criterion and "
        f"{coverage.criteria} criteria, and a mean grade of {coverage.mean_grade:g} or more; of a criterion, that it has a level.",
        "provisional": f"provisional: {coverage.provisional:.0%} of the weight or more has a level, with what is taken over; the key criterion has "
        "one, and one criterion rests on own evidence. That is not enough for rated, and the lines why say what is missing.",
        "not rated": "not rated: too little is known for a score. That is no zero and no mean of the others; the bounds say what the score could "
        "be, and the lines why say what is missing.",
        "taken over": "taken over (inherited): nobody judged the program itself, and the verdict on the whole that it is part of stands in, at a "
        "lower grade. It completes a score and never makes it rated (evalkit explain whole).",
        "contested": f"contested: coders are {apart:g} levels apart or more, or what was coded and what was measured are. Nothing is averaged "
        "between coded and measured: the better evidence has the word, of equals the lower level, and the range holds both.",
        "unknown": "unknown: nobody looked, or nobody knows. There is no level, and nothing stands in for it: the weight counts as not covered, "
        "and the bounds take level 0 and level 4.",
        "absent": "absent: evidence states that it is not there ({absent: e4}). That is level 0, with the grade of this evidence; what no evidence "
        "states is unknown.",
        "not applicable": "not applicable: the question does not arise for this program, for a reason that the card gives. There is no level, and "
        "the weight of the criterion leaves the sum.",
        "error": "error: a plugin failed while it measured or rated the criterion. There is no level, the rest of the card stands, and the exit "
        "code says so.",
    }


def of_evidence(rubric: Rubric) -> dict[str, str]:
    """Words on what scores rest on, and where it comes from."""
    coverage = rubric.coverage
    without = [each.name.lower() for each in rubric.dimensions.values() if "outcome" in each.excludes]
    contributed = [id for id, each in rubric.criteria().items() if each.needs_contribution]
    return {
        "outcome": "outcome: what came of it, as a source tells: what is counted, whether the program contributed to it, and what else may explain "
        "it."
        + (f" Results move no score of {listed(without)}." if without else "")
        + (f" In {listed(contributed)} they lift the level above 1 only where a contribution is claimed." if contributed else ""),
        "whole": "whole: the program that part_of names. Where nobody judged the part itself, the verdict on the whole is taken over, marked, at a "
        "lower grade; it is never enough for rated, and enters no median.",
        "informants": "informants: who stands behind the evidence, each once: several works of one author, or several people of one body, are one.",
        "overlay": "overlay: a file of facts from elsewhere that is laid over a description with --overlay, adds to it, replaces nothing, and names "
        "its own sources. The card says what came from it.",
        "synthetic": "synthetic: made up, to try the engine on. Such a program is refused beside real ones, unless --with-synthetic asks for it, and "
        "never ranked with them.",
        "grade": "grade of the evidence, from 1 weak to 4 strong: a start by kind of source and of claim, then steps for agreement, interest, "
        "age and scope. -v shows the steps.",
        "coverage": "own evidence: the share of the weight that is rated on evidence about this program; what follows the + is taken over. "
        f"Rated needs {coverage.rated:.0%} and {coverage.criteria} criteria, provisional {coverage.provisional:.0%} with what is taken over, "
        "and both the key criterion.",
        "role": "role of a measure: direct may set a level, proxy may move a coded one by a level at most, context moves nothing, ceiling "
        "caps the measured level.",
        "scope": "scope of evidence: own speaks of the program, family of the group it belongs to, system of all programs of a country. A "
        "level on family or system evidence alone is taken over, and is never enough for rated.",
    }


def of_sources(rubric: Rubric) -> dict[str, str]:
    """The kinds of source, with the grades that their evidence starts with."""
    return {kind: f"{kind}: a kind of source, {what}. {_starts(rubric.evidence.start[kind])}" for kind, what in KINDS.items()}


def _starts(start: Start) -> str:
    others = [f"a claim of the kind {claim} at {grade}" for claim, grade in start.claims.items()]
    first = f"Its evidence starts at grade {start.grade}"
    return f"{', '.join([first, *others])}, praise by its own holder at {start.own}; others who agree, age and scope move that (evalkit explain grade)."
