"""Attacks evalkit: `python tools/attack ATTACK [--seed 1] [--count N]`.

`fuzz` mutates files of every kind, `kills` ends runs while they write, `pipes` reads standard
output badly, and `pages` shows hostile texts in a browser: docs/attacks.md.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# what is installed may be older
sys.path[:0] = map(str, (ROOT / "tools", ROOT, ROOT / "plugins"))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a fork copies no threads

COUNTS = {"fuzz": 20_000, "kills": 200, "pipes": 48, "pages": 100}
"""The attacks, and how often each is tried unless `--count` says otherwise."""
OWN = {"fuzz": ("skip", "keep", "only"), "kills": ("only",)}
"""The options that not every attack has."""


def main() -> int:
    """Run an attack, and leave with 1 where it finds something."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("attack", choices=COUNTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int)
    parser.add_argument(
        "--only", action="append", default=[], metavar="KIND", help="for fuzz and kills"
    )
    fuzzing = parser.add_argument_group("fuzz")
    fuzzing.add_argument("--skip", type=int, default=0, help="go on from this number")
    fuzzing.add_argument("--keep", type=Path, help="folder for the files behind faults")
    options = parser.parse_args()
    count = options.count or COUNTS[options.attack]
    attack = getattr(
        importlib.import_module(f"attack.{options.attack}"), options.attack
    )
    given = {name: getattr(options, name) for name in OWN.get(options.attack, ())}
    faulty: int = attack(options.seed, count, **given)
    return int(faulty > 0)


if __name__ == "__main__":
    sys.exit(main())
