"""Cards and comparisons as a Word document, for those who work in Word: the answer, the scores, and
the criteria with their evidence.

It needs python-docx, which `pip install "policy-evalkit[docx]"` brings.
"""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.locale import say
from evalkit.model.card import ReportCard
from evalkit.model.comparison import Comparison
from evalkit.model.errors import PluginError
from evalkit.model.perspectives import Perspectives
from evalkit.model.robustness.analysis import Examined
from evalkit.plugin import Options
from evalkit.report.phrases import in_its_language

try:
    from evalkit.report.docx import card, compared
    from evalkit.report.docx.document import Document
except ModuleNotFoundError as error:
    raise PluginError(
        "Word documents need python-docx, which is not installed: "
        'pip install "policy-evalkit[docx]"'
    ) from error


@in_its_language
def cards(cards: Sequence[ReportCard], options: Options) -> bytes:
    """A chapter for each card, and one for each program that has several periods."""
    document = Document(say("Report cards"))
    card.chapters(document, cards)
    card.over_time(document, cards)
    return document.close()


@in_its_language
def comparison(comparison: Comparison, options: Options) -> bytes:
    """The answer, the scores, the clear differences and the caveats; then the cards."""
    document = Document(say("Comparison of programs"))
    compared.programs(document, comparison)
    card.chapters(document, comparison.cards)
    return document.close()


@in_its_language
def perspectives(perspectives: Perspectives, options: Options) -> bytes:
    """For each program the dimensions of every rubric, what they share, caveats; then the cards."""
    document = Document(say("Programs by several rubrics"))
    compared.rubrics(document, perspectives)
    card.chapters(document, perspectives.cards)
    return document.close()


@in_its_language
def robustness(examined: Examined, options: Options) -> bytes:
    """What was asked about robustness, with every row."""
    from evalkit.report.docx.examined import chapters  # cards need none of it
    from evalkit.report.robustness import title

    document = Document(say(title(examined.result)))
    chapters(document, examined.result)
    return document.close()
