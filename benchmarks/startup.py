"""How long whole processes take, each beside `python -c "import pandas"` in the same run.

Prints medians and their ratios.

python benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

EVALKIT = str(Path(sys.executable).with_name("evalkit"))
REFERENCE = [sys.executable, "-c", "import pandas"]
COMMANDS = {
    "evalkit --help": ([EVALKIT, "--help"], 0.25),
    "evalkit score kr-gsbc": ([EVALKIT, "score", "kr-gsbc"], 0.5),
    "evalkit score (the whole library)": ([EVALKIT, "score"], None),
    "evalkit check (the whole library)": ([EVALKIT, "check"], None),
    "evalkit compare --by country": ([EVALKIT, "compare", "--by", "country"], None),
}


def seconds(command: list[str]) -> float:
    """The wall time of one process; raises CalledProcessError when it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Time every command `runs` times, in turn with the reference, so that both see the same
    machine.
    """
    seconds(REFERENCE)
    for name, (command, aim) in COMMANDS.items():
        seconds(command)
        pairs = [(seconds(REFERENCE), seconds(command)) for _ in range(runs)]
        ratio = statistics.median(mine / reference for reference, mine in pairs)
        middle = statistics.median(mine for _, mine in pairs)
        print(
            f"{name:36} {middle * 1000:6.0f} ms   {ratio:.2f} of importing pandas"
            + (f"   (aim {aim})" if aim else "")
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
