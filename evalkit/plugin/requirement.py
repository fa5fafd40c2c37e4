"""Whether a plugin was made for this version of evalkit, by what its distribution requires."""

from __future__ import annotations

from collections.abc import Iterable

from evalkit import DISTRIBUTION, __version__


def mismatch(requires: Iterable[str]) -> str:
    """What requirements, as metadata writes them, ask of evalkit and this version is not.

    Empty where they ask for nothing else, or cannot be read.
    """
    naming = [line for line in requires if _is_named(line)]
    if not any(sign in line for line in naming for sign in "<>=!~"):
        return ""  # any version will do, as for most
    from packaging.requirements import InvalidRequirement, Requirement

    for line in naming:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        marker, versions = requirement.marker, requirement.specifier
        # what only an extra requires is not asked of everybody
        if marker and not marker.evaluate({"extra": ""}):
            continue
        # a pre-release is out of every range unless it is let in
        if not versions.contains(__version__, prereleases=True):
            return f"requires {DISTRIBUTION} {versions}, and this is {__version__}"
    return ""


def _is_named(line: str) -> bool:
    """Whether a requirement is one of evalkit, whose name may be written in several ways."""
    plain = line.strip().lower().replace("_", "-").replace(".", "-")
    if not plain.startswith(DISTRIBUTION):
        return False
    # "evalkit-extra" and "evalkit2" are other distributions
    following = plain.removeprefix(DISTRIBUTION)[:1]
    return not following.isalnum() and following != "-"
