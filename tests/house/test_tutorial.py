"""The tutorial is followed word by word, from an empty folder to a plugin that is installed elsewhere and taken away again."""

import os
import subprocess
import sys
from pathlib import Path

from environments import OFFLINE, ROOT, lend

sys.path.insert(0, str(ROOT / "tests" / "docs"))  # where pages are read
from blocks import Reading, blocks  # noqa: E402

PAGE = "docs/tutorial.md"


class Reader(Reading):
    """Somebody who follows a page with a shell in which the environment of the page is active; what pip would fetch lies in a folder."""

    def __init__(self, folder: Path, wheel: Path, packages: Path) -> None:
        super().__init__(folder)
        self._packages = packages
        path = [folder / ".venv" / "bin", Path(sys.executable).parent, os.environ["PATH"]]
        self._environment = {
            "PATH": os.pathsep.join(map(str, path)),
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "PYTHONUTF8": "1",
            "PIP_FIND_LINKS": str(wheel.parent),
            **OFFLINE,
        }

    def _shell(self, block, command):
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, (
            f"{block.where}: {command} ended with {done.returncode}\n{done.stdout}{done.stderr}"
        )
        for made in self.folder.glob("*/pyvenv.cfg"):
            lend(made.parent, self._packages)
        return done.stdout


def test_the_tutorial_gives_what_it_says(wheel, packages, tmp_path):
    reader = Reader(tmp_path, wheel, packages)
    for block in blocks((ROOT / PAGE).read_text(encoding="utf-8"), PAGE):
        assert block.run, f"{block.where}: everything here is run"
        reader.run(block)
    assert (tmp_path / "elsewhere").is_dir() and not [
        *tmp_path.glob("elsewhere/lib/*/site-packages/evalkit_workload")
    ]


def test_the_evaluators_of_the_tutorial_are_short():
    shown = [
        block
        for block in blocks((ROOT / PAGE).read_text(encoding="utf-8"), PAGE)
        if block.language == "python" and block.name
    ]
    assert shown and max(len(block.text.splitlines()) for block in shown) <= 30
