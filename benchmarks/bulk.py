"""What very many programs cost: from a description in JSON lines to the line of its card, beside
decoding the same bytes with msgspec in the same run; memory, several processes, and growth.

Prints ratios. Needs msgspec, which nothing else needs.

python benchmarks/bulk.py [PROGRAMS] [TIMES]
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any, NamedTuple

import msgspec
from timing import in_turn

from evalkit.plugin import Options
from evalkit.plugin.host import load
from evalkit.session import Session
from evalkit.session.bulk import Job
from evalkit.session.bulk.partitions import partitions
from evalkit.session.bulk.work import Worker
from evalkit.session.settings import Settings

RUNS = 5
REGIONS = [
    f"KR-{number}"
    for number in (11, 26, 27, 28, 29, 30, 31, 41, 42, 43, 44, 45, 46, 47)
]
FUNCTIONS = [f"F{number:02}" for number in range(1, 23)]
TARGETS = ("TG31", "TG18", "TG12")
OWNERS = ("province", "ministry", "agency", "fund")
TIES = ("coordinate", "introduce", "partner", "service", "govern")
AMOUNTS = ("hardly any", "few", "many", "most")
SAYS = "What the review of the program saw in round {}, put into the words of whoever read it."
PIECES = 14
"""Pieces of evidence of a description, each cited once at least."""
STATED: dict[str, tuple[str, ...]] = {
    "coordination_coverage": AMOUNTS,
    "non_isolate_share": AMOUNTS,
    "contact_of_agencies": ("rivalry", "occasional", "regular"),
    "disputes_settled": ("yes", "no"),
    "intermediary_role": ("hands out", "introduces", "connects to resources"),
    "joint_conditionality": AMOUNTS,
    "collective_good_share": AMOUNTS,
    "service_overlap": AMOUNTS,
    "gap_filled": ("yes", "no"),
    "decision_rights": AMOUNTS,
}
"""Measures with the values that a source may state of them."""


class Spent(NamedTuple):
    """What a process took: seconds of the wall and of the processor, and its peak memory in MiB."""

    wall: float
    cpu: float
    peak: float


def descriptions(many: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Synthetic descriptions of about 6 kB as JSON: functions, targets and regions are shared by
    many, and one in ten names a peer among those before it, which the run has to find.
    """
    dice = random.Random(seed)
    for number in range(many):
        described = _description(number, dice)
        if number % 10 == 9:
            peer = {"overlap": "most", "same": ["service", "region"], "evidence": "e0"}
            described["peers"] = {"complete": False, _id(dice.randrange(number)): peer}
        yield described


def _id(number: int) -> str:
    return f"program-{number:07}"


def _description(number: int, dice: random.Random) -> dict[str, Any]:
    region = dice.choice(REGIONS)
    firms = [f"firm-{entry}" for entry in range(dice.randint(6, 10))]
    evidence = [f"e{entry}" for entry in range(PIECES)]
    return {
        "id": _id(number),
        "name": f"Support for small firms of {region}, line {number}",
        "country": "KR",
        "object_type": "program",
        "synthetic": True,
        "level": "regional",
        "regions": [region],
        "period": {"from": dice.randint(1996, 2010)},
        "operator": dice.choice(OWNERS),
        "actors": {
            **{name: {"type": "firm_sme"} for name in firms},
            **{name: {"type": "agency_regional"} for name in OWNERS},
        },
        "ties": [_tie(firms, dice, cited) for cited in [*evidence, *evidence[:6]]],
        "services": [_service(dice, evidence) for _ in range(6)],
        "budget": {
            "total": dice.randint(1, 90) * 10_000_000,
            "own": 0.4,
            "evidence": "e1",
        },
        "beneficiaries": {
            "eligible": dice.randint(200, 900),
            "direct": dice.randint(10, 200),
        },
        "observations": {
            name: {"value": dice.choice(values), "evidence": dice.choice(evidence)}
            for name, values in STATED.items()
        },
        "sources": {
            f"s{entry}": {
                "kind": "evaluation",
                "cite": f"Review {number} of {entry}",
                "year": 2014,
            }
            for entry in range(3)
        },
        "evidence": {
            name: _evidence(place, dice) for place, name in enumerate(evidence)
        },
    }


def _tie(firms: list[str], dice: random.Random, evidence: str) -> dict[str, Any]:
    ends = dice.sample([*firms, *OWNERS], 2)
    year = dice.randint(2009, 2014)
    return {
        "between": ends,
        "kind": dice.choice(TIES),
        "year": year,
        "evidence": evidence,
    }


def _service(dice: random.Random, evidence: list[str]) -> dict[str, Any]:
    return {
        "function": dice.choice(FUNCTIONS),
        "for": [dice.choice(TARGETS)],
        "spend": dice.randint(1, 90) * 1_000_000,
        "evidence": dice.choice(evidence),
    }


def _evidence(place: int, dice: random.Random) -> dict[str, Any]:
    return {
        "source": f"s{place % 3}",
        "at": f"p. {dice.randint(1, 90)}",
        "claim": dice.choice(("behavior", "judgment", "rule")),
        "says": SAYS.format(place),
    }


def write(path: Path, many: int) -> None:
    """Write descriptions as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for described in descriptions(many):
            file.write(json.dumps(described, ensure_ascii=False) + "\n")


def scored(file: Path, *options: str) -> Spent:
    """What `evalkit score` of a file took, as a process of its own with those it starts."""
    output = file.with_name("cards.jsonl")
    output.unlink(missing_ok=True)
    start = time.perf_counter()
    command = [sys.executable, "-m", "evalkit", "score", str(file)]
    command += ["-o", str(output), *options]
    with Popen(command, stderr=DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    wall = time.perf_counter() - start
    return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def ratio_to_msgspec(file: Path) -> None:
    """The time per description, in turn with decoding the same bytes."""
    session = Session(Settings())
    jsonl = load(installed=False).writers().named("jsonl")[1]
    job = Job(session.settings, (jsonl,), Options(), remark=len, folder="")
    worker = Worker(job, session)
    pieces = [*partitions([str(file)], session.library)]
    contents: list[bytes] = []
    for piece in pieces:
        contents += [content for _, content in piece.lines]

    def decode() -> None:
        for content in contents:
            msgspec.json.decode(content)

    def score() -> None:
        for piece in pieces:
            worker.score(piece)

    times = in_turn(score, decode, RUNS)
    many = len(contents)
    size = sum(map(len, contents)) / many / 1000
    milliseconds = 1000 * min(times.ours) / many
    microseconds = 1e6 * min(times.reference) / many
    print(
        f"{many:,} descriptions of {size:.1f} kB: {milliseconds:.1f} ms each"
        f" (least of {RUNS}), {times.ratio:.0f} times msgspec"
        f" ({microseconds:.0f} microseconds)",
        flush=True,
    )


def growth(folder: Path, many: int, times: int) -> None:
    """Memory and time of so many programs, and of so many times more, and of two processes."""
    small, large = folder / "small.jsonl", folder / "large.jsonl"
    write(small, many)
    write(large, many * times)
    write(folder / "one.jsonl", 1)
    # nearly all that a run over one program takes is to start
    start = scored(folder / "one.jsonl")
    one, two, more = scored(small), scored(small, "--jobs", "2"), scored(large)
    per_program = (one.cpu - start.cpu) / many
    per_program_of_more = (more.cpu - start.cpu) / (many * times)
    growth = per_program_of_more / per_program
    print(
        f"peak memory: {one.peak:.0f} MiB, of {times} times as many {more.peak:.0f} MiB"
    )
    print(f"processor time per program: {growth:.2f} of that at {many:,} programs")
    faster, more_work = one.wall / two.wall, two.cpu / one.cpu
    print(
        f"two processes: {one.wall:.1f} s and {two.wall:.1f} s, {faster:.2f} times as fast,"
        f" {more_work:.2f} of the processor time"
    )


def main(many: int, times: int) -> None:
    """Measure with so many programs and with so many times more."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "programs.jsonl"
        write(file, min(many, 200))
        ratio_to_msgspec(file)
        growth(Path(name), many, times)


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:]]
    main(*asked, *(1000, 10)[len(asked) :])
