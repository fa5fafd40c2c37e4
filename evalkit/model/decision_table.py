"""A decision table: words in, a word out, as DEXi has them and as development banks rate."""

from __future__ import annotations

from attrs import field

from evalkit.model.fields import table, within
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.relations import Words

TABLE = "table"
"""The aggregator of what a decision table combines."""
DEFAULT = "default"
"""The words of every input that has none of its own."""


@frozen
class Row:
    """One rule: the words of some inputs, and the outcome that follows.

    A condition is a word, several of them, or a word from which or up to which it holds (`>= good`,
    `<= fair`). An input that is left out may have any word.
    """

    then: str
    when: dict[str, Words] = field(factory=Fixed)


@frozen
class DecisionTable:
    """Rows that give an outcome for every combination of words.

    `words` has by input each word with the level, or for dimensions the score, from which it holds;
    the lowest word begins at 0. `outcomes` has each word with its points, from 0 to 100.
    """

    words: dict[str, dict[str, float]] = table(100)
    outcomes: dict[str, float] = field(factory=Fixed, metadata=within(0, 100))
    rows: tuple[Row, ...] = ()

    def words_of(self, name: str) -> dict[str, float]:
        """The words of an input with the numbers from which they hold, the lowest first; empty
        where it has none.
        """
        default = self.words.get(DEFAULT, {})
        words = self.words.get(name, default)
        return dict(sorted(words.items(), key=lambda word: word[1]))
