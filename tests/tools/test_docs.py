"""What rewrites the pages runs the checkout in which it stands."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WHERE = "import evalkit, evalkit_coordination as c; print(evalkit.__file__, c.__file__, sep='\\n')"
ASKED = f"import sys, docs, subprocess\n{WHERE}\nsubprocess.run([sys.executable, '-c', {WHERE!r}])"


def test_pages_are_rewritten_by_the_checkout_and_not_by_what_is_installed(tmp_path):
    for folder in ("evalkit", "plugins", "programs", "rubrics", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "docs.py", tmp_path / "tools")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "tools")}
    done = subprocess.run(
        [sys.executable, "-u", "-c", ASKED],
        cwd=tmp_path.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [
        Path(line).relative_to(tmp_path).parts[0] for line in done.stdout.splitlines()
    ] == [
        "evalkit",
        "plugins",
        "evalkit",
        "plugins",
    ]
