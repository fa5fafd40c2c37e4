"""What an agent may ask for: it reads programs, scores and explanations of one folder and of the
library, and writes nothing but proposals, which no score reads until a person accepts them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from evalkit.comparison.programs import compare_programs
from evalkit.model.card import ReportCard
from evalkit.model.errors import EvalkitError, InputError, NothingMatched
from evalkit.plugin import Options
from evalkit.read.kinds import ENDINGS
from evalkit.read.lines import ENDINGS as LINES
from evalkit.report import diagnostics, markdown
from evalkit.report.phrases import translated
from evalkit.report.summary import summary
from evalkit.session import Session
from evalkit.session.coding.record import propose

MODEL = re.compile(r"[a-z][a-z0-9-]{0,40}")
"""The name of a model: it stands in the name of a file."""
SHORTEST = 12
"""Characters of a quotation that can be looked for."""


class Agents:
    """The tools of an agent for one session; every path lies in `folder`.

    Each method gives a text, and raises EvalkitError with what is wrong.
    """

    def __init__(self, session: Session, folder: Path) -> None:
        self._session, self._folder = session, folder.resolve()

    def programs(self) -> str:
        """The programs of the library, by id, country and name."""
        rows, _ = self._session.listed()
        lines = [f"{row.id} {row.country} {row.name}" for row in rows]
        return "\n".join(lines)

    def score(self, program: str) -> str:
        """The report card of a program as Markdown: an id of the library, or a file."""
        return markdown.cards([self._card(program)], Options())

    def compare(self, programs: list[str]) -> str:
        """Programs compared, as Markdown."""
        comparison = compare_programs([self._card(program) for program in programs])
        return markdown.comparison(comparison, Options())

    def check(self, path: str) -> str:
        """Every fault of a file, one on each line, with its place."""
        faults = self._session.check(self._inside(path))
        return diagnostics.concise(faults) or "no faults"

    def what_would_help(self, program: str) -> str:
        """The evidence that would narrow the scores of a program most, and what is missing."""
        short = summary(self._card(program))
        lines = [translated(text) for text in (*short.next_evidence, *short.missing)]
        return "\n".join(lines) or "nothing is missing"

    def propose_coding(
        self,
        path: str,
        criterion: str,
        level: float,
        evidence: list[str],
        *,
        why: str,
        quotation: str,
        source: str,
        model: str,
    ) -> str:
        """Propose a level for a criterion, with evidence of the description and a quotation that
        stands word for word in a source, which is a text file.
        """
        if not MODEL.fullmatch(model):
            raise InputError(
                f"{model!r} is no name of a model: write small letters, digits and -"
            )
        self._require_quotation(quotation, source)
        reason = f'{why} ("{_plain(quotation)}", {source})'
        coding = {"level": level, "evidence": evidence, "why": reason}
        described = self._inside(path)
        file = propose(self._session, described, criterion, coding, model=model)
        place = file.relative_to(self._folder)
        return f"proposed in {place}; no score reads it until a person accepts it"

    def _require_quotation(self, quotation: str, source: str) -> None:
        """Raise InputError for a quotation that does not stand in a source."""
        quoted = _plain(quotation)
        if len(quoted) < SHORTEST:
            raise InputError(f"a quotation has at least {SHORTEST} characters")
        if Path(source).suffix in (*ENDINGS, *LINES):
            # Descriptions and proposals hold what an agent may have written itself.
            raise InputError(
                f"{source} has the form of a description: name the text of the source"
            )
        try:
            text = self._inside(source).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{source} cannot be read as text: {error}") from error
        if quoted not in _plain(text):
            raise InputError(
                f"the quotation does not stand in {source}; nothing was written"
            )

    def _card(self, program: str) -> ReportCard:
        session = self._session
        if program in session.library.ids():
            path = session.library.targets([program])[0]
        else:
            path = self._inside(program)
        return session.card(path)

    def _inside(self, path: str) -> Path:
        """A file in the folder; raises NothingMatched for what lies elsewhere or is not there."""
        file = (self._folder / path).resolve()
        if not file.is_relative_to(self._folder) or not file.is_file():
            raise NothingMatched(
                f"there is no file {path!r} in the folder, and no such program"
            )
        return file

    def tools(self) -> tuple[Callable[..., str], ...]:
        """The tools that this class has of its own."""
        return (
            *(self.programs, self.score, self.compare, self.check),
            *(self.what_would_help, self.propose_coding),
        )


def _plain(text: str) -> str:
    """A text on one line, whatever broke its lines."""
    return " ".join(text.split())


def explained(error: EvalkitError) -> str:
    """An error with every fault and its place."""
    faults = error.diagnostics if isinstance(error, InputError) else ()
    return "\n".join([str(error), diagnostics.concise(faults)]).strip()
