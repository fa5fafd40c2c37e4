"""How templates are filled: every value is escaped, and what they may call has a name here."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from evalkit.locale import LANGUAGES, language, say
from evalkit.model.places import country_name
from evalkit.report import coded, judgment, measured, number, robustness, trend
from evalkit.report.compared import groups as compared_groups
from evalkit.report.compared import highlights
from evalkit.report.compared import pairs as compared_pairs
from evalkit.report.compared import programs as compared_programs
from evalkit.report.compared import ranks as compared_ranks
from evalkit.report.facts import further, shared
from evalkit.report.gaps import cells, glyphs
from evalkit.report.html import chart, heatmap, live, show
from evalkit.report.html.keyed import finalized
from evalkit.report.html.ties import tie_map
from evalkit.report.phrases import capitalized, series, translated
from evalkit.report.summary import answer, summary

NAMES: dict[str, Any] = {
    "say": say,
    "translated": translated,
    "capitalized": capitalized,
    "series": series,
    "coded": coded,
    "judgment": judgment,
    "further": further,
    "shared": shared,
    "measured": measured,
    "summary": summary,
    "trend": trend,
    "answer_of_card": answer,
    "number": number,
    "compared_groups": compared_groups,
    "compared_pairs": compared_pairs,
    "compared_programs": compared_programs,
    "compared_ranks": compared_ranks,
    "highlights": highlights,
    "country_name": country_name,
    "languages": {tag: language(tag).name for tag in LANGUAGES},
    "panels": chart.panels,
    "MOST_IN_LANE": chart.MOST,
    "heat_maps": heatmap.heat_maps,
    "SIGNS": heatmap.SIGNS,
    "gap_map": cells.gap_map,
    "gap_state": glyphs.state,
    "gap_states": glyphs.states,
    "gap_informants": cells.informants,
    "GLYPHS": glyphs.GLYPHS,
    "GAP_STATES": glyphs.STATES,
    "tie_map": tie_map,
    "still": live.still,
    "robust_blocks": robustness.blocks,
    "robust_title": robustness.title,
    **show.NAMES,
}
"""What templates may call."""


def render(template: str, **context: Any) -> str:
    """A template filled in the current language."""
    return _environment().get_template(template).render(**context)


@cache
def _environment() -> Environment:
    """What would change the direction or the look of a text is shown as its code."""
    made = Environment(
        loader=PackageLoader("evalkit.report.html"),
        autoescape=True,
        undefined=StrictUndefined,  # a slip in a template is an error, and no empty place
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalized,
    )
    made.globals |= NAMES
    return made
