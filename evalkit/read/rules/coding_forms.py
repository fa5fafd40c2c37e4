"""The forms in which a coder answers for a criterion, as a message names them."""

from __future__ import annotations

from evalkit.model.words import nearest
from evalkit.read.syntax.node import Node, Scalar

FORMS = {
    "level": "{level: 2, evidence: e1, why: ...}",
    "absent": "{absent: e1}",
    "not_applicable": "{level: {not_applicable: why}, evidence: e1}",
    "unknown": "unknown, with a reason {level: unknown, why: ...}",
}
WORDS = {
    **dict.fromkeys(("n/a", "n.a.", "na", "none", "-", "/"), "not_applicable"),
    **dict.fromkeys(("no", "missing", "not there"), "absent"),
    **dict.fromkeys(
        ("?", "unclear", "not known", "no evidence", "not stated"), "unknown"
    ),
}
"""Words that people write for a form."""
LEVELS = {
    "absent": "{absent: e1}",
    "not_applicable": "{not_applicable: why}",
    "unknown": "unknown",
}
"""What stands at `level` where an answer has further keys."""


def bare_form(node: Node) -> tuple[str, str] | None:
    """What is wrong with a word of LEVELS that stands alone, and what to write; None for anything
    else.
    """
    word = node.text if isinstance(node, Scalar) else ""
    if word not in LEVELS:
        return None
    needs = "its evidence" if word == "absent" else "a reason"
    return f"{word} stands without {needs}", f"write {LEVELS[word]}"


def forms_near(text: str) -> str:
    """What may stand in the place of a text: every form, the one that it comes near first."""
    written = text.strip().casefold()
    first = WORDS.get(written)
    if first is None:
        first = nearest(written.replace(" ", "_"), FORMS) or "level"
    forms = [FORMS[first]]
    forms += [form for name, form in FORMS.items() if name != first]
    return f"write {', '.join(forms[:-1])}, or {forms[-1]}"
