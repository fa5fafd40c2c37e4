"""What became of the ids between two editions of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evalkit.model.frozen import frozen
from evalkit.read.kinds import ENDINGS, kind_of_tree
from evalkit.read.syntax.node import Entries, Scalar
from evalkit.read.syntax.parsed import read_file
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
    later = {}
    for program in made:
        # the file of a coder is about a program that a description names
        if program.id and not program.codes:
            description = program.entry.description or {}
            later[program.id] = str(description.get("name", ""))
    new = {name: later[name] for name in later if name not in earlier}
    gone = {name: earlier[name] for name in earlier if name not in later}
    # by the names that one program alone has on each side: of two nobody can tell which is which
    renamed = []
    new_ids = _once(new)
    for name, old_id in _once(gone).items():
        if name in new_ids:
            renamed.append((old_id, new_ids[name]))
    return Editions(
        both=tuple(name for name in later if name in earlier),
        new=tuple(new),
        gone=tuple(gone),
        renamed=tuple(renamed),
    )


def _names(folder: Path) -> dict[str, str]:
    """The names of the programs that a folder describes, by id."""
    names = {}
    for path in sorted(folder.iterdir()):
        if path.suffix not in ENDINGS or not path.is_file():
            continue
        node = read_file(path).node
        if not isinstance(node, Entries) or kind_of_tree(node) != "program":
            continue
        identity, name = node.get("id"), node.get("name")
        if isinstance(identity, Scalar) and isinstance(name, Scalar):
            names[identity.text] = name.text
    return names


def _once(names: Mapping[str, str]) -> dict[str, str]:
    """The ids by name, of names that one program alone has."""
    ids: dict[str, list[str]] = {}
    for program_id, name in names.items():
        ids.setdefault(folded(name), []).append(program_id)
    once = {}
    for name, own in ids.items():
        if len(own) == 1:
            (once[name],) = own
    return once
