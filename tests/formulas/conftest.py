"""The vectors, made once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from vectors import Case, all_cases, vectors


@pytest.fixture(scope="session")
def cases() -> list[Case]:
    return all_cases()


@pytest.fixture(scope="session")
def written(cases) -> dict[str, Any]:
    """The vectors as they stand in a file."""
    return json.loads(json.dumps(vectors(cases)))


@pytest.fixture(scope="session")
def vector_file(written, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("vectors") / "vectors.json"
    path.write_text(json.dumps(written), encoding="utf-8")
    return path
