"""Another process, in which sets of texts have another order: what depends on it shows there."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from evalkit.testing.observed import observe
from evalkit.testing.scene import Scene
from evalkit.testing.target import Target, find
from evalkit.testing.writers import compared, written

_CODE = "from evalkit.testing.second import answer; answer()"


class SecondFailed(Exception):
    """The other process has ended before its time."""


class Second:
    """Asks the other process, which is started once and answers line by line."""

    def __init__(self, again: tuple[str, str]) -> None:
        seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CODE, *again],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=environment,
        )

    def __enter__(self) -> Second:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._process.communicate()

    def observe(self, evaluator: str, scene: Scene) -> dict[str, tuple[str, str]]:
        """What each part of an evaluator says there, in full and in short; raises SecondFailed."""
        parts: dict[str, tuple[str, str]] = self._ask({"evaluator": evaluator, "scene": scene.tree})
        return parts

    def written(self, writer: str) -> dict[str, str]:
        """What a writer writes there; raises SecondFailed."""
        files: dict[str, str] = self._ask({"writer": writer})
        return files

    def _ask(self, question: dict[str, Any]) -> Any:
        assert self._process.stdin and self._process.stdout
        try:
            print(json.dumps(question), file=self._process.stdin, flush=True)
            return json.loads(self._process.stdout.readline())
        except (OSError, ValueError) as error:
            raise SecondFailed from error


def answer() -> None:
    """Answer the questions on standard input, one on each line.

    What plugins print goes elsewhere.
    """
    answers, sys.stdout = sys.stdout, sys.stderr
    target = _found(*sys.argv[1:])
    for line in sys.stdin:
        print(json.dumps(_answered(target, json.loads(line))), file=answers, flush=True)


def _found(kind: str, name: str) -> Target:
    return find(
        importlib.import_module(name)
        if kind == "module"
        else Path(name)
        if kind == "file"
        else name
    )


def _answered(target: Target, question: dict[str, Any]) -> Any:
    if "writer" in question:
        content = written(
            next(each for each in target.plugin.writers if each.name == question["writer"])
        )
        return {what: compared(each) for what, each in content.items()}
    evaluator = target.evaluator(question["evaluator"])
    said = observe(evaluator, target.questions(evaluator), *Scene(question["scene"]).read())
    return {part: (each.text, each.short) for part, each in said.items()}
