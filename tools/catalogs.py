"""Compile the catalogs of words: python tools/catalogs.py [--check] writes `xx.mo` beside every
`xx.po` of this repository.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]


def catalogs() -> list[Path]:
    """Every catalog of the repository, as it is written."""
    return sorted(
        path for part in ("evalkit", "plugins", "rubrics") for path in (ROOT / part).rglob("*.po")
    )


def compiled(path: Path) -> bytes:
    """What is read at run time: the same bytes for the same catalog."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.stem.replace("-", "_"), abort_invalid=True)
    catalog.creation_date = catalog.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    content = BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


def main(check: bool) -> int:
    """Write what changed, or name it; the number of catalogs that are not as they should be."""
    changed = 0
    for path in catalogs():
        target, content = path.with_suffix(".mo"), compiled(path)
        if target.is_file() and target.read_bytes() == content:
            continue
        print(
            f"{target.relative_to(ROOT)}: {'is not compiled from' if check else 'written from'}"
            f" {path.name}"
        )
        changed += 1
        if not check:
            target.write_bytes(content)
    return changed if check else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
