"""What a description holds for plugins and rubrics that are not loaded: it is set aside, so that
the file can be scored by every other rubric.

What is nearly called as something that is loaded is a slip, and a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from evalkit.model.plugin_facts import PluginFacts
from evalkit.read.codec.classes import fields_of
from evalkit.read.codec.decode import Decoder
from evalkit.read.diagnostic import Spot, did_you_mean, shown, with_same_words


def check_facts_of_plugins(facts: PluginFacts, decoder: Decoder) -> None:
    """Blocks of facts that no loaded plugin declares."""
    declared: Any = decoder.facts
    known = fields_of(declared)
    for name in facts.set_aside:
        set_aside(
            "EK243",
            decoder.places["facts", name],
            f"no loaded plugin declares the facts {shown(name)!r}",
            name=name,
            known=known,
            decoder=decoder,
        )


def set_aside(
    code: str,
    place: Spot,
    message: str,
    *,
    name: str,
    known: Iterable[str],
    decoder: Decoder,
) -> None:
    """Note what is not read here: a slip as a fault, anything else as a warning."""
    # nearly the name of something that is here: to set it aside would lose what was meant
    slip = did_you_mean(name, known)
    if slip:
        decoder.faults.add(code, place, message, slip)
        return
    near = with_same_words(name, known)
    remedy = "it is set aside; to use it, install its plugin or name it with --plugin"
    decoder.faults.add(
        code, place, message, f"{near} {remedy}".strip(), severity="warning"
    )


def texts_in(data: Any) -> Iterator[str]:
    """Every text in plain data, however deep: the ids of evidence among them are in use."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for item in data.values():
            yield from texts_in(item)
    elif isinstance(data, tuple):
        for item in data:
            yield from texts_in(item)
