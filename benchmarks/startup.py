"""How long whole processes take, each beside `python -c "import pandas"` in the same run.

Prints medians and their ratios, of the time of the processor (user and system), which other work on
the machine moves less than that of the wall. What is measured is the evalkit that is installed
beside the interpreter: a wheel holds the cards of the library finished, a checkout does not.

python benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

EVALKIT = str(Path(sys.executable).with_name("evalkit"))
REFERENCE = [sys.executable, "-c", "import pandas"]
OWN = "OWN"
"""Stands for the file of a user: a copy of a program of the library under another id."""
COMMANDS: dict[tuple[str, ...], float | None] = {
    ("--help",): 0.2,
    ("score", "--help"): 0.2,
    ("compare", "--help"): 0.2,
    ("score", "kr-gsbc"): 0.35,
    ("score", OWN): 0.5,
    ("programs",): 0.35,
    ("compare", "kr-gsbc", "tw-artc"): 0.5,
    ("score",): None,
    ("check",): None,
}
"""The commands, each with the ratio that is aimed at."""


def seconds(command: Sequence[str]) -> float:
    """The processor time of one process; raises CalledProcessError when it fails."""
    before = _spent()
    subprocess.run(command, check=True, capture_output=True)
    return _spent() - before


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def own_file(folder: Path) -> str:
    """A description of one's own, with the sources that it cites beside it."""
    programs = Path(__file__).parents[1] / "programs"
    text = (programs / "kr" / "kr-pangyo.yaml").read_text(encoding="utf-8")
    file = folder / "my-program.yaml"
    file.write_text(
        text.replace("id: kr-pangyo", "id: my-program", 1), encoding="utf-8"
    )
    sources = (programs / "sources.yaml").read_text(encoding="utf-8")
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")
    return str(file)


def main(runs: int) -> None:
    """Time every command `runs` times, in turn with the reference: both see the same machine."""
    with tempfile.TemporaryDirectory() as folder:
        own = own_file(Path(folder))
        for arguments, aim in COMMANDS.items():
            command = [EVALKIT, *(own if each == OWN else each for each in arguments)]
            seconds(REFERENCE)
            seconds(command)
            pairs = [(seconds(REFERENCE), seconds(command)) for _ in range(runs)]
            ratio = statistics.median(mine / reference for reference, mine in pairs)
            middle = statistics.median(mine for _, mine in pairs)
            aimed = f"   (aim {aim})" if aim else ""
            name = " ".join(("evalkit", *arguments))
            print(
                f"{name:34} {middle * 1000:6.0f} ms   {ratio:.2f} of importing pandas{aimed}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
