"""What the sessions of one run share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.model.context import Statistics
from evalkit.model.frozen import frozen
from evalkit.plugin import host as plugins
from evalkit.plugin.host import Host
from evalkit.read.at_once import for_all
from evalkit.read.finished import Finished
from evalkit.read.library import Library
from evalkit.read.rubrics import Rubrics
from evalkit.read.settings_file import with_settings
from evalkit.session.settings import Settings

if TYPE_CHECKING:
    from evalkit.read.overlay import OverlayFile
    from evalkit.session.peers import PeerFinder


@frozen
class Surroundings:
    """What the sessions of one run share, whatever rubric each scores with: plugins, rubrics, the
    library, tables and overlays.
    """

    host: Host
    rubrics: Rubrics
    library: Library
    statistics: Statistics | None
    tables: tuple[tuple[str, str], ...]
    overlays: tuple[OverlayFile, ...]
    landscape: PeerFinder | None
    finished: Finished

    @classmethod
    def of(cls, settings: Settings, host: Host | None = None) -> Surroundings:
        """What the settings name; raises PluginError, NothingMatched and InputError for what cannot
        be used.
        """
        if host is None:
            host = plugins.load(
                settings.plugins, settings.without, settings.installed, settings.broken
            )
            host = with_settings(host, settings.file)
        library, finished = Library(settings.context), Finished(host)
        statistics, tables = library.statistics()
        return cls(
            host=host,
            rubrics=Rubrics(host.rubrics(), host.left_out, finished),
            library=library,
            statistics=statistics,
            tables=tables,
            overlays=_overlays(settings.overlays),
            landscape=_landscape(settings.landscape),
            finished=finished,
        )


def _overlays(paths: Iterable[Path]) -> tuple[OverlayFile, ...]:
    """The overlays, each read once."""
    if not paths:
        return ()
    # imported where somebody asks for it: it brings the parsers, which take long to import
    from evalkit.read.overlay import read_overlay

    # Named twice, in whatever way, an overlay is laid over its program once.
    once = {path.resolve(): path for path in paths}
    return tuple(for_all(read_overlay, once.values()))


def _landscape(targets: Sequence[str]) -> PeerFinder | None:
    """The programs among which peers are found, None where nobody names any."""
    if not targets:
        return None
    from evalkit.session.peers import PeerFinder

    return PeerFinder(targets)
