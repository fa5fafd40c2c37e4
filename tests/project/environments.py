"""Clean virtual environments without a network: what evalkit needs is borrowed from the
environment that runs the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "docs"))  # where pages are read
from blocks import Block, Reading  # noqa: E402

OWN = ("evalkit", "policy_evalkit", "_policy_evalkit")
"""Beginnings of what an installed evalkit leaves in a folder of packages."""
OFFLINE = {
    "PIP_NO_INDEX": "1",
    "PIP_NO_DEPS": "1",
    "PIP_NO_BUILD_ISOLATION": "0",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_NO_COMPILE": "1",
}
"""Pip builds and installs with what is there, and what is imported is compiled then; its switch
for build isolation means the opposite of what it says."""


def run(*command: object, cwd: Path, **environment: str) -> str:
    """What a command prints; raises CalledProcessError when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={
            **os.environ,
            "PYTHONPATH": "",
            "PYTHONUTF8": "1",
            **OFFLINE,
            **environment,
        },
    )
    if done.returncode:
        print(done.stdout, done.stderr)  # what pytest shows of a test that fails
    done.check_returncode()
    return done.stdout


def build(folder: Path) -> Path:
    """The wheel of this checkout, built into a folder."""
    folder.mkdir(exist_ok=True)
    run(sys.executable, "-m", "pip", "wheel", ROOT, "--wheel-dir", folder, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def borrowed(folder: Path) -> Path:
    """A folder with a link to every package of the running environment except evalkit and its
    plugins."""
    for entry in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if not entry.name.startswith(OWN):
            (folder / entry.name).symlink_to(entry)
    return folder


def lend(environment: Path, packages: Path) -> None:
    """Let an environment find the packages of another folder behind its own."""
    (_packages(environment) / "borrowed.pth").write_text(
        f"{packages}\n", encoding="utf-8"
    )


def _packages(environment: Path) -> Path:
    return Path(
        sysconfig.get_path(
            "purelib", "venv", {"base": str(environment), "platbase": str(environment)}
        )
    )


@frozen
class Environment:
    """An environment with evalkit in it, in a folder to work in."""

    folder: Path

    @classmethod
    def create(cls, folder: Path, wheel: Path, packages: Path) -> Environment:
        """A clean one that holds the wheel and finds the packages that it needs."""
        made = cls(folder)
        venv.create(folder / "env", with_pip=False)
        lend(folder / "env", packages)
        made.pip("install", wheel)
        return made

    def pip(self, *arguments: object) -> str:
        """Run the pip of the tests upon this environment."""
        return run(
            sys.executable,
            "-m",
            "pip",
            "--python",
            self.python,
            *arguments,
            cwd=self.folder,
        )

    def evalkit(self, *arguments: object, **environment: str) -> str:
        """What a command of evalkit prints."""
        return run(
            self.folder / "env" / "bin" / "evalkit",
            *arguments,
            cwd=self.folder,
            **environment,
        )

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "env" / "bin" / "python"


class Installed(Reading):
    """Reads a page that installs: its shell has the environment of the page active.

    What pip would fetch lies beside the wheel, and every environment that the page makes finds the
    borrowed packages.
    """

    def __init__(self, folder: Path, wheel: Path, packages: Path) -> None:
        super().__init__(folder)
        self._packages = packages
        path = [
            folder / ".venv" / "bin",
            Path(sys.executable).parent,
            os.environ["PATH"],
        ]
        self._environment = {
            "PATH": os.pathsep.join(map(str, path)),
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "PYTHONUTF8": "1",
            "PIP_FIND_LINKS": str(wheel.parent),
            **OFFLINE,
        }

    def shell(self, block: Block, command: str) -> str:
        """What a command prints; AssertionError, with the place of the block, when it fails."""
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
