"""What plugins cost that do nothing: whole processes with 1, 10 and 100 of them, each beside one
without in the same run.

Prints ratios.

python benchmarks/plugins.py [RUNS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from startup import EVALKIT, seconds

IDLE = """
from evalkit.plugin import Evaluator, Measurement, hookimpl, measure
@measure("idle_{n}", unit="nothing", needs=["services"])
def idle(program, context):
    return Measurement.unknown("it does nothing")
@hookimpl
def evalkit_evaluators():
    return [Evaluator("idle_{n}", [idle])]
"""
COMMANDS = {
    "evalkit score kr-gsbc": [EVALKIT, "score", "kr-gsbc"],
    "evalkit score (the whole library)": [EVALKIT, "score"],
}


def main(runs: int) -> None:
    """Time every command `runs` times with each number of plugins, in turn with the same command
    without any.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"idle_{n}.py" for n in range(100)]
        for n, file in enumerate(files):
            file.write_text(IDLE.format(n=n), encoding="utf-8")
        for name, command in COMMANDS.items():
            for many in (1, 10, 100):
                options = [
                    part for file in files[:many] for part in ("--plugin", str(file))
                ]
                seconds([*command, *options])
                pairs = [
                    (seconds(command), seconds([*command, *options]))
                    for _ in range(runs)
                ]
                ratio = statistics.median(mine / without for without, mine in pairs)
                middle = statistics.median(without for without, _ in pairs)
                print(
                    f"{name:36} {middle * 1000:6.0f} ms without   {ratio:.2f} times that with"
                    f" {many} plugin{'s' * (many > 1)}"
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
