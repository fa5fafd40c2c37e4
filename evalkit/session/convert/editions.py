"""What became of the ids between two editions of a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from evalkit.model.frozen import frozen
from evalkit.read.kinds import ENDINGS, kind_by_keys
from evalkit.read.node import Entries, Scalar
from evalkit.read.parsed import parsed
from evalkit.read.tables.grid import folded
from evalkit.session.convert.harvest import Made


@frozen
class Editions:
    """The ids that both editions have, those that only the later or the earlier one has, and pairs
    of an earlier and a later id whose programs have one name: the code of a program has changed.
    """

    both: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


def editions(made: Sequence[Made], folder: Path) -> Editions:
    """The ids of the descriptions that were made beside those of a folder.

    Files there that are no descriptions, or cannot be read, are passed over. Raises OSError for a
    folder that cannot be listed.
    """
    earlier = _names(folder)
    later = {
        program.id: str((program.entry.description or {}).get("name", ""))
        for program in made
        if program.id and not program.codes
    }
    new = [name for name in later if name not in earlier]
    gone = [name for name in earlier if name not in later]
    by_name = _once({name: earlier[name] for name in gone})
    once = _once({name: later[name] for name in new})
    renamed = [(by_name[name], once[name]) for name in by_name if name in once]
    both = [name for name in later if name in earlier]
    return Editions(tuple(both), tuple(new), tuple(gone), tuple(renamed))


def _names(folder: Path) -> dict[str, str]:
    """The names of the programs that a folder describes, by id."""
    names = {}
    for path in sorted(folder.iterdir()):
        node = parsed(path).node if path.suffix in ENDINGS and path.is_file() else None
        if not isinstance(node, Entries) or kind_by_keys(node) != "program":
            continue
        identity, name = node.get("id"), node.get("name")
        if isinstance(identity, Scalar) and isinstance(name, Scalar):
            names[identity.text] = name.text
    return names


def _once(names: Mapping[str, str]) -> dict[str, str]:
    """The ids by name, of names that one program alone has."""
    count = Counter(map(folded, names.values()))
    return {folded(name): key for key, name in names.items() if count[folded(name)] == 1}
