"""The JSON Schema of results: what `--format json` prints, field by field. Written by hand, for it is a promise and not a description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def contract() -> dict[str, Any]:
    """The schema, in which every field has a description with its unit, its range and what null means."""
    return json.loads((Path(__file__).parent / "contract.schema.json").read_text(encoding="utf-8"))
