"""Attacks evalkit: `python tools/attack ATTACK [--seed 1] [--count N]`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a fork copies no threads


def main() -> int:
    """Run an attack, and leave with 1 where it found something."""
    from attack.fuzz import fuzz
    from attack.kills import kills
    from attack.pipes import pipes

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("attack", choices=["fuzz", "kills", "pipes"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--skip", type=int, default=0, help="go on from this number")
    parser.add_argument("--keep", type=Path, help="folder for the files behind faults")
    parser.add_argument("--only", action="append", default=[], metavar="KIND")
    options = parser.parse_args()
    if options.attack == "kills":
        return kills(options.seed, options.count) > 0
    if options.attack == "pipes":
        return pipes(options.seed, options.count) > 0
    return fuzz(options.seed, options.count, options.skip, options.keep, options.only) > 0


if __name__ == "__main__":
    sys.exit(main())
