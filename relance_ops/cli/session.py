"""What a command works with: a practice, and where to read, write and ask.

The same commands run in their own process or inside the dashboard's, which owns the
file: only the session differs.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import (
    Progress as Bar,
)
from rich.table import Table

from relance_ops.errors import DatabaseUnavailableError
from relance_ops.i18n import _

if TYPE_CHECKING:
    from relance_ops.practice import Practice
    from relance_ops.sending import Progress

DATABASE = Path("data/relance.duckdb")

Ask = Callable[[str], bool]
AskPassword = Callable[[], str]


def nobody_types() -> str:
    """What a password is where nobody can type one.

    Raises:
        UsageError: Always; says where to give it.
    """
    raise click.UsageError(
        _(
            "Personne ne peut taper le mot de passe ici : donnez-le dans "
            "RELANCE_PASSWORD, ou sur l'entrée standard."
        )
    )


@dataclass(frozen=True, slots=True)
class Session:
    """One command's surroundings.

    Attributes:
        database: The clinic's file.
        config: relance.toml, or None to look for it in *folder*.
        folder: The caller's current folder; relative paths start there.
        out, err: Data, and narration.
        by: Who asks, for the ledger.
        wait_seconds: How long to wait for the file.
        hosted: The practice of the process that owns the file; None to open it.
        ask: Asks a yes or no question; None when nobody can answer.
        password: Asks for a new password, where the person is.
    """

    database: Path
    config: Path | None
    folder: Path
    out: TextIO
    err: TextIO
    by: str
    wait_seconds: float
    hosted: Practice | None = None
    ask: Ask | None = None
    password: AskPassword = nobody_types

    @contextmanager
    def practice(self, *, new: bool = False) -> Iterator[Practice]:
        """The clinic, for as long as the command needs it.

        Args:
            new: True for commands that may begin a clinic: its file is then made.

        Raises:
            DatabaseUnavailableError: There is no such file, and *new* is false.
        """
        from relance_ops import config  # noqa: PLC0415  # --help stays instant
        from relance_ops.practice import Practice  # noqa: PLC0415

        if self.hosted is not None:
            yield self.hosted
            return
        loaded = config.load(self.config, environment=os.environ, folder=self.folder)
        if not new:
            self._refuse_missing()
        with Practice.open(
            self.database, config=loaded, wait_seconds=self.wait_seconds, told=self.say
        ) as practice:
            yield practice

    def _refuse_missing(self) -> None:
        """A misspelt --db must not look like a clinic without reminders."""
        if not os.path.lexists(self.database):
            raise DatabaseUnavailableError(
                _(
                    "Le fichier {path} n'existe pas. Vérifiez --db, ou commencez par "
                    "« relance-ops import DOSSIER »."
                ).format(path=self.database)
            )

    def path(self, text: str | Path) -> Path:
        """A path as the caller meant it."""
        return self.folder / text

    @contextmanager
    def progress(self) -> Iterator[Callable[[Progress], None]]:
        """A bar with the remaining time, where somebody can see it."""
        console = Console(file=self.err)
        columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        title = TextColumn(_("Envoi"))
        shown = console.is_terminal
        with Bar(
            title, *columns, console=console, transient=True, disable=not shown
        ) as bar:
            task = bar.add_task("", total=None)
            yield lambda step: bar.update(task, completed=step.done, total=step.total)

    def agree(self, question: str) -> None:
        """Go on only if a person agrees; see `agree`."""
        agree(self.ask, question)

    def data(self, content: object) -> None:
        """Print *content* as JSON, for programs."""
        print(json.dumps(content, ensure_ascii=False, indent=1), file=self.out)

    def line(self, text: str) -> None:
        """Print *text* as data, for a person."""
        print(text, file=self.out)

    def say(self, sentences: str | Iterable[str]) -> None:
        """Tell the person something."""
        for sentence in [sentences] if isinstance(sentences, str) else sentences:
            print(sentence, file=self.err, flush=True)

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Print *rows* for a person."""
        _print_table(self.out, titles, rows)

    def told_table(
        self, titles: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> None:
        """Tell the person *rows*, before a question."""
        _print_table(self.err, titles, rows)


def agree(ask: Ask | None, question: str, *, said: str = "") -> None:
    """Go on only if a person agrees to *question*.

    Args:
        ask: Puts it to the person; None when nobody can answer.
        question: What is about to be done.
        said: What the person must have read first; on stderr.

    Raises:
        UsageError: Nobody can answer.
        Abort: The answer is no.
    """
    click.echo(said, err=True, nl=False)
    if ask is None:
        raise click.UsageError(
            _("Personne ne peut répondre ici : ajoutez --yes pour confirmer.")
        )
    if not ask(question):
        raise click.Abort


def _print_table(
    file: TextIO, titles: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    table = Table(*titles, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    console = Console(file=file, highlight=False, markup=False)
    # A file or a pipe has no width: cut nothing.
    if not console.is_terminal:
        console.width = 200
    console.print(table)


def _cell(value: object) -> str:
    """*value* on one line, whatever a client's name holds."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())


def this_person() -> str:
    """Who is at the keyboard, for the ledger."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return _("ligne de commande")
