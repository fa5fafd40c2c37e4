"""The command `evalkit`, which is `python -m evalkit` too."""

import atexit
import gc
import os

GARBAGE = 100_000
"""New containers after which the interpreter looks for garbage, some 15 MB. A program of one's own
makes 60,000, most of them modules, classes and texts that stay."""


def main() -> None:
    """Run the command line and leave with a documented exit code, or by the signal that ends it."""
    _set_up_for_a_short_run()
    from evalkit.cli import main as run  # its imports make containers, too

    run()


def _set_up_for_a_short_run() -> None:
    """Leave out what would take a third of a command and do nothing for it."""
    # a run makes many values and little garbage, which is not worth looking for after each 700
    gc.set_threshold(GARBAGE)
    # the end of the process frees all memory, and needs no last look at every object
    atexit.register(gc.freeze)
    # numpy starts these threads when it is imported, for products of matrices; here are none
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


if __name__ == "__main__":
    main()
