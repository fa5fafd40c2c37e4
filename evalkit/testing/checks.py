"""What every plugin is checked for, and how a failed check is reported."""

from __future__ import annotations

from evalkit.model.frozen import frozen

CHECKS = {
    "hooks": (
        "The plugin can be imported, implements a hook that exists and is marked with @hookimpl,"
        " and takes no name that is taken."
    ),
    "documented": (
        "A measure has a docstring that says what it is and when it is unknown, a unit, a formula"
        " and a source; one that is only stated has a question and a unit. The method text of the"
        " evaluator names it."
    ),
    "declared needs": (
        "A measure declares the fields that it reads, and no other; each of them exists and may be"
        " read. What a program is called, and what coders and readers say of its measures and"
        " levels, may not."
    ),
    "tried": (
        "A measure gives a number on some program, of the kit or of the plugin's own example:"
        " one that never does has never been tried."
    ),
    "ends in time": (
        "A measure, or a way of rating, ends within ten seconds on each program."
    ),
    "raises nothing": (
        "A measure raises no exception, whatever is known, known within limits, or unknown."
    ),
    "range and unit": (
        "A measure gives a measurement: an interval of numbers within the declared range and in the"
        " declared unit, with counts and evidence that exist, or a reason that is text."
    ),
    "unknown stays unknown": (
        "Where nothing is known that a measure needs, it gives no number and says why."
    ),
    "deterministic": (
        "The same program gives the same result, the second time and in another process, where"
        " sets and programs come in another order, and the folder, the language, the time zone, the"
        " date and the environment are others."
    ),
    "inputs unchanged": (
        "A program, its peers and the tables of a context are the same after they were measured"
        " and rated."
    ),
    "order does not matter": (
        "The order of lists and maps in a file changes no number and no evidence."
    ),
    "names do not matter": (
        "What a program, its country, actors, evidence, peers and regions are called changes no"
        " number and no evidence."
    ),
    "has words": (
        "The catalogs of the plugin have English words for each message, and no words in any"
        " language with a hole that the message does not fill."
    ),
    "rate gives ratings": (
        "An evaluator with a `rate` of its own gives a rating for each criterion that it is asked"
        " for, and raises no exception; a criterion that nobody coded or stated and nothing"
        " measured gets no level."
    ),
    "rubric loads": (
        "A rubric that the plugin brings has no faults, the id that its file is called by, and an"
        " evaluator for each dimension that names measures."
    ),
    "reader reads": (
        "A reader of foreign files gives descriptions, or refuses a file with a ValueError that"
        " says why; it raises nothing else, and leaves the file as it is."
    ),
    "aggregator combines": (
        "An aggregator gives a score between the lowest and the highest value, which no higher"
        " value lowers and no order changes, column by column; its parts of a difference add up."
    ),
    "writer writes": (
        "A report format has a function for cards, a comparison or perspectives, and each that it"
        " has gives text that its encoding can hold, the same text each time."
    ),
}
"""Each check in one sentence, by its name."""


@frozen
class Finding:
    """A check that a part of a plugin fails.

    `part` is such as `measure diffusion`, `check` a name of CHECKS, `message` what was seen.
    `program` is the smallest program that shows it, as YAML, with its peers and tables as further
    documents; empty where none is needed.
    """

    part: str
    check: str
    message: str
    program: str = ""

    def __str__(self) -> str:
        lines = [
            f"{self.part}, {self.check}: {self.message}",
            *(f"    {line}" for line in self.program.splitlines()),
        ]
        return "\n".join(lines)
