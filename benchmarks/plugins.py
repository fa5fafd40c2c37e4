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

from startup import EVALKIT
from timing import in_turn, of_processes, process

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
        options = []
        for n in range(100):
            file = Path(folder) / f"idle_{n}.py"
            file.write_text(IDLE.format(n=n), encoding="utf-8")
            options.append(f"--plugin={file}")
        for name, command in COMMANDS.items():
            without = process(command)
            for many in (1, 10, 100):
                ours = process([*command, *options[:many]])
                times = in_turn(ours, without, runs, of_processes)
                milliseconds = 1000 * statistics.median(times.reference)
                plugins = f"{many} plugin{'s' * (many > 1)}"
                ratio = f"{times.ratio:.2f} times that with {plugins}"
                print(f"{name:36} {milliseconds:6.0f} ms without   {ratio}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
