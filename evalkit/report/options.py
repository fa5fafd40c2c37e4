"""How much to show, and how wide."""

from attrs import frozen


@frozen
class Options:
    """`verbose` unfolds evidence, measurements and reasons; `width` is the width of the terminal in cells, None for no limit."""

    verbose: bool = False
    width: int | None = None
