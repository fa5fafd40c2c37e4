"""The forms in which a coder answers for a criterion, as a message names them."""

from __future__ import annotations

import difflib

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
    if not isinstance(node, Scalar) or node.text not in LEVELS:
        return None
    needs = "its evidence" if node.text == "absent" else "a reason"
    return f"{node.text} stands without {needs}", f"write {LEVELS[node.text]}"


def forms_near(text: str) -> str:
    """What may stand in the place of a text: every form, the one that it comes near first."""
    written = text.strip().casefold()
    near = difflib.get_close_matches(written.replace(" ", "_"), FORMS, n=1)
    first = WORDS.get(written) or (near[0] if near else "level")
    names = sorted(FORMS, key=lambda name: name != first)
    *others, last = (FORMS[name] for name in names)
    return f"write {', '.join(others)}, or {last}"
