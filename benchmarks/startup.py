"""How long whole processes take, each beside `python -c "import pandas"` in the same run.

Prints medians and their ratios, of the time of the processor (user and system), which other work on
the machine moves less than that of the wall. What is measured is the evalkit that is installed
beside the interpreter: a wheel holds the cards of the library finished, a checkout does not.

python benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from timing import in_turn, of_processes, process

EVALKIT = str(Path(sys.executable).with_name("evalkit"))
OWN = "OWN"
"""Stands for the file of a user: a copy of a program of the library under another id."""
EXAMPLE = "EXAMPLE"
"""Stands for the file that a user begins with: the example of `evalkit init`."""
COMMANDS: dict[str, float | None] = {
    "--help": 0.2,
    "score --help": 0.2,
    "compare --help": 0.2,
    "score kr-gsbc": 0.35,
    f"score {OWN}": 0.5,
    f"score {EXAMPLE}": 0.5,
    "programs": 0.35,
    "compare kr-gsbc tw-artc": 0.5,
    "score": None,
    "check": None,
    f"check {OWN}": None,
}
"""The commands, each with the ratio that is aimed at."""


def own_file(folder: Path) -> str:
    """A description of one's own, with the sources that it cites beside it."""
    programs = Path(__file__).parents[1] / "programs"
    text = (programs / "kr" / "kr-pangyo.yaml").read_text(encoding="utf-8")
    own = text.replace("id: kr-pangyo", "id: my-program", 1)
    file = folder / "my-program.yaml"
    file.write_text(own, encoding="utf-8")
    shutil.copy(programs / "sources.yaml", folder)
    return str(file)


def example_file(folder: Path) -> str:
    """The example of a folder to work in."""
    work = folder / "work"
    process([EVALKIT, "init", str(work)])()
    return str(work / "programs" / "example.yaml")


def main(runs: int) -> None:
    """Time every command `runs` times, in turn with the reference."""
    reference = process([sys.executable, "-c", "import pandas"])
    with tempfile.TemporaryDirectory() as folder:
        files = {OWN: own_file(Path(folder)), EXAMPLE: example_file(Path(folder))}
        for words, aim in COMMANDS.items():
            command = [EVALKIT, *(files.get(word, word) for word in words.split())]
            times = in_turn(process(command), reference, runs, of_processes)
            aimed = f"   (aim {aim})" if aim else ""
            name, milliseconds = f"evalkit {words}", 1000 * times.median
            ratio = f"{times.ratio:.2f} of importing pandas{aimed}"
            print(f"{name:34} {milliseconds:6.0f} ms   {ratio}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
