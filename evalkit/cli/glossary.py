"""The words of a card and of a comparison, with the numbers of the rubric."""

from __future__ import annotations

from evalkit.model.rubric import Rubric


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
        "sentence of the lower one and the word above: 2.5 is above the sentence of level 2 and short of that of level 3.",
        "overall": "overall: the weighted geometric mean of the dimension scores, where enough dimensions have one: "
        f"{overall.needs.dimensions}, with {' and '.join(overall.needs.among)} among them. Hurdles limit its band.",
        "status": f"status: rated from {coverage.rated:.0%} of the weight on own evidence, with the key criterion and {coverage.criteria} criteria "
        f"and a mean grade of {coverage.mean_grade:g}; provisional from {coverage.provisional:.0%} with what is taken over from a whole, the key "
        "criterion and one criterion of its own; else not rated, and then there is no score.",
        "hurdle": "hurdle: a low level of the key criterion caps the score of its dimension, and low core dimensions cap the band of the overall "
        "score (evalkit rubrics show). The card names each one that held something down.",
        "key": "key criterion of a dimension, without which it has no score; which one it is may hang on the kind of object (evalkit rubrics show).",
        "weight": "weight of a criterion in its dimension and of a dimension in the overall score; each card writes its sums out under -v, and "
        "evalkit rubrics show lists all weights.",
        "draws": "draws: what the scores would be if each level were off by as much as its evidence allows, drawn many times. The share of draws in "
        "which one program is higher is no probability that it is better: what is unknown is not drawn, and coders may share an error.",
    }


def of_evidence(rubric: Rubric) -> dict[str, str]:
    """Words on what scores rest on, and where it comes from."""
    coverage = rubric.coverage
    return {
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
