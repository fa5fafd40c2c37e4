"""What was read from files: programs and rubrics, each with its file and its digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import attrs

from evalkit.model.card import Overlaid
from evalkit.model.fields import default_of
from evalkit.model.fixed import Fixed
from evalkit.model.frozen import frozen
from evalkit.model.program import Program
from evalkit.model.rubric import Rubric
from evalkit.read.diagnostic import Diagnostic, Place


@frozen
class Loaded:
    """A program with its file, the digest of its bytes, and those of the further files that were
    merged into it.

    `named` tells where its parent and its peers are named, `overlaid` what came from overlays;
    `warnings` are what should be looked at and stops nothing.
    """

    program: Program
    path: str
    sha256: str
    also: tuple[tuple[str, str], ...] = ()
    named: dict[str, Place] = Fixed()
    warnings: tuple[Diagnostic, ...] = ()
    overlaid: tuple[Overlaid, ...] = ()


@frozen
class LoadedRubric:
    """A rubric with its file; digests are of the content, in all and by criterion, so that a
    comment changes none.
    """

    rubric: Rubric
    path: str
    sha256: str
    digest: str

    @property
    def criterion_digests(self) -> dict[str, str]:
        """The digest of each criterion, by its id."""
        return {
            name: content_digest(criterion)
            for name, criterion in self.rubric.criteria().items()
        }


def content_digest(value: Any) -> str:
    """The digest of what is written: fields that are left out do not count, so that a new one
    changes no digest.
    """
    # In the order of the keys: a file may have its fields in any order.
    content = json.dumps(
        attrs.asdict(value, filter=_is_written),
        sort_keys=True,
        ensure_ascii=False,
        default=str,
    )
    return hashlib.sha256(content.encode()).hexdigest()


def _is_written(attribute: attrs.Attribute[Any], value: Any) -> bool:
    return bool(value != default_of(attribute))
