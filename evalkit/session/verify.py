"""Whether a saved result is what its files give: it is made again, and what differs is named."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from evalkit import __version__
from evalkit.comparison.programs import compare_programs
from evalkit.comparison.rubrics import compare_rubrics
from evalkit.locale import LANGUAGES
from evalkit.model.errors import EvalkitError, InputError
from evalkit.model.frozen import frozen
from evalkit.plugin import Options, Writer
from evalkit.plugin.host import Host
from evalkit.read.folders import RESULT
from evalkit.read.results import Saved, load_result
from evalkit.report import json as results
from evalkit.report.digest import digest_of
from evalkit.session.again import Again
from evalkit.session.crate import PAGE, changed
from evalkit.session.inputs import inputs_by_path, inputs_of

CARRIED = re.compile(
    rb"SHA-256 ([0-9a-f]{64})|<code id=\"result\">([0-9a-f]{64})</code>"
)
"""The digest of a result in a page, or in the text of a workbook."""
DIGITS = 12
"""Digits of a digest that a difference names."""
MOST = 100
"""Differences that are named; of more, how many there are."""


@frozen
class Difference:
    """A place that is not as it should be, and how it differs."""

    where: str
    fault: str

    def __str__(self) -> str:
        return f"{self.where}: {self.fault}"


def verify(path: Path, reports: Sequence[Path], host: Host) -> list[Difference]:
    """Everything in which a saved result, and reports that were made of it, differ from what its
    files give; nothing where they prove it.

    Its files are looked for beside it and in the working directory, and in the distribution. Raises
    InputError for a result that cannot be read.
    """
    if path.is_dir():
        return _crate(path, reports, host)
    saved = load_result(path, compare_programs)
    folder = _folder(saved, path)
    makers = [Difference(str(path), fault) for fault in _makers(saved, host)]
    differences = [*makers, *_inputs(saved, folder)]
    # Made again all the same: what the changed files move is what a reader wants to know.
    try:
        with contextlib.chdir(folder):  # what a card names is from there
            made = _again(saved, Again(host, [Path()]))
    except EvalkitError as error:
        differences.append(Difference(str(path), f"cannot be made again: {error}"))
    else:
        differences += _content(path, made, other_makers=bool(makers))
    for report in reports:
        differences += _report(report, saved, host)
    return differences


def _content(path: Path, made: str, *, other_makers: bool) -> Iterator[Difference]:
    """Where a result differs from what its files give, what made both left out where that differs
    and is named already.
    """
    saved = path.read_bytes()
    if made.encode() == saved:
        return
    saved_tree, made_tree = json.loads(saved), json.loads(made)
    if other_makers:
        saved_tree, made_tree = _without_makers(saved_tree), _without_makers(made_tree)
        if saved_tree == made_tree:
            return
    yield from _differences(saved_tree, made_tree, path)


def _crate(folder: Path, reports: Sequence[Path], host: Host) -> list[Difference]:
    """What differs in a crate: its files from its description, then its result from its files."""
    differences = []
    for name, fault in changed(folder):
        differences.append(Difference(str(folder / unquote(name)), fault))
    result = folder / RESULT
    if not result.is_file():  # the description says so already
        return differences
    try:
        differences += verify(result, [folder / PAGE, *reports], host)
    except InputError as error:
        differences.append(Difference(str(result), f"cannot be read: {error}"))
    return differences


def _folder(saved: Saved, path: Path) -> Path:
    """The folder that the paths of a result are from: that of the result, or the current one."""
    places = (path.parent, Path())
    first = saved.cards[0]

    def unchanged(place: Path) -> int:
        return sum(file.is_same for file in inputs_of(first, [place]))

    # The first of two that are equal wins: the folder of the result.
    return max(places, key=unchanged)


def _makers(saved: Saved, host: Host) -> Iterator[str]:
    """The evalkit and the plugins that made a result and are not here, or in another version."""
    versions: dict[str, None] = {}
    plugins: dict[tuple[str, str, str], None] = {}
    for card in saved.cards:
        if card.provenance:
            versions[card.provenance.evalkit] = None
            plugins |= dict.fromkeys(card.provenance.plugins)
    for version in versions:
        if version != __version__:
            yield _another_version("evalkit", version, __version__)
    installed = {plugin.name: plugin.version for plugin in host.plugins}
    for name, version, _ in plugins:
        if name not in installed:
            missing = f"was made with the plugin {name} {version}, which is not here"
            yield f"{missing}: install it, or name its file with --plugin"
        elif version != installed[name]:
            yield _another_version(f"the plugin {name}", version, installed[name])


def _another_version(name: str, version: str, here: str) -> str:
    return f"was made with {name} {version}, and here is {here}: numbers may differ for that alone"


def _without_makers(result: Any) -> Any:
    """A result as JSON without what made its cards, which is named by itself."""
    for card in result["cards"]:
        for key in ("evalkit", "plugins", "evaluators"):
            (card["provenance"] or {}).pop(key, None)
    return result


def _inputs(saved: Saved, folder: Path) -> Iterator[Difference]:
    """The files that are not there, or not as they were, each once."""
    for path, wanted in inputs_by_path(saved.cards, [folder]).items():
        if wanted.file is None:
            yield Difference(path, "is not there")
        elif not wanted.is_same:
            before = wanted.sha256[:DIGITS]
            now = (wanted.actual or "")[:DIGITS]
            change = f"has changed: SHA-256 {now} now, {before} in the result"
            yield Difference(path, change)


def _again(saved: Saved, again: Again) -> str:
    """The result as JSON, made again from the files of its cards."""
    cards = [again.now(card) for card in saved.cards]
    if saved.kind == "cards":
        return results.cards(cards, Options())
    if saved.kind == "perspectives":
        return results.perspectives(compare_rubrics(cards, synthetic=True), Options())
    before: Any = saved.result
    by = "country" if before.groups else None
    # Synthetic programs stood in it, if any do, because somebody had asked for them.
    comparison = compare_programs(cards, by, True, before.asked)
    return results.comparison(comparison, Options())


def _differences(given: Any, made: Any, path: Path) -> Iterator[Difference]:
    """Where two results differ, a criterion or another part once; the bytes where nothing else
    does.
    """
    first_by_place: dict[str, Difference] = {}
    for difference in _unequal(given, made, str(path)):
        first_by_place.setdefault(difference.where, difference)
    differences = [*first_by_place.values()]
    yield from differences[:MOST]
    if len(differences) > MOST:
        yield Difference(str(path), f"{len(differences) - MOST} more parts differ")
    if not differences:
        same = "has other bytes, such as spaces, with the same content"
        yield Difference(str(path), same)


def _unequal(given: Any, made: Any, where: str, key: str = "") -> Iterator[Difference]:
    """The parts of two JSON values that differ, each at the place that people know it by."""
    if isinstance(given, dict) and isinstance(made, dict):
        for name in dict.fromkeys([*given, *made]):
            if name not in given:
                yield Difference(where, f"{name} is missing")
            elif name not in made:
                yield Difference(where, f"{name} is not in what its files give")
            else:
                inner = _called(where, given[name])
                yield from _unequal(given[name], made[name], inner, name)
    elif _are_lists(given, made):
        for item, made_item in zip(given, made, strict=True):
            inner = _called(where, item)
            yield from _unequal(item, made_item, inner, key)
    # Python holds 1, 1.0 and True to be equal; in JSON they are three texts.
    elif given != made or type(given) is not type(made):
        both = f"{_short(given)}, and its files give {_short(made)}"
        yield Difference(where, f"{key} is {both}")


def _are_lists(given: Any, made: Any) -> bool:
    """Whether two values are lists of one length, whose items can be compared one by one."""
    if not (isinstance(given, list) and isinstance(made, list)):
        return False
    return len(given) == len(made)


def _called(where: str, value: Any) -> str:
    """The place of a part: by the id of a program, a dimension or a criterion where it has one."""
    name = _name(value) if isinstance(value, dict) else ""
    # A card is known by the id of its program, which stands once more inside it.
    if not name or where.endswith(f" {name}"):
        return where
    return f"{where} {name}"


def _name(value: dict[str, Any]) -> str:
    program = value.get("program")
    if isinstance(program, dict):
        return str(program.get("id", ""))
    return str(value.get("id") or value.get("path") or "")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _report(path: Path, saved: Saved, host: Host) -> Iterator[Difference]:
    """Whether a report is what the result gives, in one of the languages."""
    try:
        content = path.read_bytes()
        _, writer = host.writers().for_file(path)
    except OSError as error:
        yield Difference(str(path), f"cannot be read: {error.strerror}")
        return
    except LookupError as error:
        yield Difference(str(path), str(error.args[0]))
        return
    if content in _made(writer, saved):
        return
    carried = [
        in_workbook or in_page for in_workbook, in_page in CARRIED.findall(content)
    ]
    digest = digest_of(saved.kind, saved.result)
    fault = "is not what this result gives in this format"
    if carried and digest.encode() not in carried:
        other = carried[0].decode()[:DIGITS]
        own = digest[:DIGITS]
        fault = f"carries the digest {other} of another result; this one has {own}"
    yield Difference(str(path), fault)


def _made(writer: Writer, saved: Saved) -> Iterator[bytes]:
    """What a format gives of a result in every language, short and unfolded."""
    module = writer.load()
    write: Callable[[Any, Options], str | bytes] | None
    write = getattr(module, saved.kind, None)
    if write is None:
        return
    encoding = getattr(module, "ENCODING", "utf-8")
    # A report does not say in which language it was written, and whether with -v: any may be its.
    for lang, verbose in product(LANGUAGES, (False, True)):
        options = Options(verbose, lang=lang, settings=writer.settings)
        content = write(saved.result, options)
        yield content if isinstance(content, bytes) else content.encode(encoding)
