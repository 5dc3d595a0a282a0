"""The clinic in a notebook: everything that can be read, and rules that can be published.

A notebook works on a copy of the clinic's file, taken while the dashboard runs or not,
and never holds the file itself: forgotten in an open tab, it is in nobody's way. What
would change the clinic is refused here by name, and by the copy itself, which is opened
to be read (docs/decisions/007-notebooks-read-a-copy.md).
"""

from __future__ import annotations

import inspect
import io
import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from relance_ops import rule_file
from relance_ops.cli.main import run
from relance_ops.cli.session import DATABASE, Session, this_person
from relance_ops.config import Config
from relance_ops.database import Database
from relance_ops.errors import DatabaseUnavailableError, ReadOnlyError, RuleError
from relance_ops.i18n import _, moment, ngettext, number
from relance_ops.practice import Practice, now_here
from relance_ops.rules import Rule

# Where the clinic is, when the cell does not say.
PLACE = "RELANCE_DB"

# How long to wait for a command that holds the file: an import takes a minute.
WAIT_SECONDS = 120.0

# What a notebook may ask of a clinic: all that only reads. A method of Practice that is
# in neither list does not answer here until somebody has named it.
READING = frozenset({
    "answer_given", "asking", "cancellable", "check_up", "coming", "coming_volumes",
    "due", "expected", "last_refresh", "letter_numbers", "preview", "print_questions",
    "report", "settings", "simulate", "sql", "today", "volumes", "why",
})  # fmt: skip

READING_OF = {
    "acts_seen": frozenset({"behind", "curves", "delays", "quality", "waits"}),
    "forms": frozenset({"reach"}),
    "journal": frozenset({"as_sent", "deliveries", "people", "read"}),
    "lists": frozenset(
        {"awaited", "calls_of", "categories", "gone_on", "leaving", "staying"}
    ),
    "logo": frozenset({"read"}),
    "records": frozenset({"read", "search"}),
    "returns": frozenset(
        {"baseline", "changes", "cohorts", "curve", "expected", "reminders", "uplift"}
    ),
    "rulebook": frozenset({
        "act_types", "changes", "current", "effect", "labels", "rules_of", "templates",
        "version", "versions", "warnings",
    }),
    "statistics": frozenset(
        {"first_day", "lines", "over", "people", "reachable", "totals"}
    ),
    "treating": frozenset({"read", "standing", "urgent"}),
    "words": frozenset({"history", "library", "uses", "versions"}),
}  # fmt: skip


def open_clinic(
    path: Path | str | None = None, *, pseudonymised: bool = False
) -> Clinic:
    """The clinic of *path*, as it is now, to be read in a notebook.

    Args:
        path: Its file; by default the one that RELANCE_DB names, else
            data/relance.duckdb of this folder or the one above.
        pseudonymised: True to see neither names, contacts nor messages.

    Raises:
        DatabaseUnavailableError: There is no such file, or it cannot be copied.
    """
    return Clinic(_place() if path is None else Path(path), pseudonymised=pseudonymised)


class Reading:
    """What may be read of a clinic, or of one part of it; the rest says why not.

    Args:
        part: Gives it, as it is now.
        name: What it is called, "" for the clinic.
        allowed: What may be asked of it.
    """

    def __init__(
        self, part: Callable[[], object], name: str, allowed: Collection[str]
    ) -> None:
        self._part = part
        self._name = name
        self._allowed = allowed

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or not _has(self._part(), name):
            raise AttributeError(name)
        if name in self._allowed:
            return getattr(self._part(), name)
        return Refused(f"{self._name}.{name}".lstrip("."))

    def __dir__(self) -> list[str]:
        return sorted(name for name in self._allowed if _has(self._part(), name))


class Refused:
    """What a notebook may not do: it says so as soon as anything is asked of it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *_args: object, **_options: object) -> NoReturn:
        """Say why not.

        Raises:
            ReadOnlyError: Always.
        """
        raise ReadOnlyError(
            _(
                "« {name} » n'est pas possible dans un carnet : il lit la clinique, et n'y "
                "publie que des règles. Passez par le tableau de bord ou par « relance-ops »."
            ).format(name=self._name)
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        self()


class Rules(Reading):
    """The rules of the clinic: read in the copy, published in the clinic itself."""

    def __init__(self, part: Callable[[], object], put: Callable[..., int]) -> None:
        super().__init__(part, "rulebook", READING_OF["rulebook"])
        self._put = put

    def publish(
        self,
        rules: Sequence[Rule],
        *,
        comment: str,
        by: str = "",
        over: int | None = None,
    ) -> int:
        """Put *rules* in force in the clinic, all of them; gives the new version.

        Args:
            rules: The whole set.
            comment: What for.
            by: Who publishes; by default who is at the keyboard.
            over: The version they were written over; by default the one of this copy.

        Raises:
            RuleError: They make no sense, change nothing, or somebody published
                others since: nothing was published.
        """
        current = self.current()
        read = current.version if current else 0
        text = rule_file.written(rules, self.act_types(), comment=comment)
        return self._put(
            text, comment=comment, by=by, over=read if over is None else over
        )

    def __dir__(self) -> list[str]:
        return sorted([*super().__dir__(), "publish"])


class Clinic(Reading):
    """A clinic as it was at one moment; `refresh` takes a new copy.

    Attributes:
        path: Its file.
        pseudonymised: True when neither names, contacts nor messages are seen.
        taken_at: When the copy was taken.
        rulebook: The rules, which may be published.
    """

    def __init__(self, path: Path, *, pseudonymised: bool = False) -> None:
        super().__init__(self._read, "", READING)
        self.path = path.resolve()
        self.pseudonymised = pseudonymised
        self.rulebook = Rules(lambda: self._read().rulebook, self._publish)
        self._practice: Practice | None = None
        self._folder: Path
        self._forget: Callable[[], object]
        self.refresh()

    def refresh(self) -> None:
        """Take a new copy: what happened since is seen from now on."""
        folder = Path(tempfile.mkdtemp(prefix="relance-"))
        forget = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        copy = folder / "clinic.duckdb"
        named = [] if self.pseudonymised else ["--named"]
        status, _out, said = self._command("snapshot", str(copy), *named)
        if status:
            forget()
            raise DatabaseUnavailableError(said.strip())
        database = Database(copy, now=now_here(), read_only=True)
        # A killed kernel leaves nobody's address behind. Windows keeps an open file.
        with suppress(OSError):
            copy.unlink()
        if self._practice is not None:
            self._practice.database.close()
            self._forget()
        self._practice = Practice(database, config=Config(), files=folder / "files")
        self._folder, self._forget = folder, forget
        self.taken_at = now_here()

    def _read(self) -> Practice:
        """The copy, as the program reads a clinic; nothing can be written in it."""
        assert self._practice is not None
        return self._practice

    def _publish(self, text: str, *, comment: str, by: str, over: int) -> int:
        """Publish the rules of *text* in the clinic; see `Rules.publish`."""
        file = self._folder / "rules.toml"
        file.write_text(text, encoding="utf-8")
        status, out, said = self._command(
            "rules", "publish", str(file), "--comment", comment, "--over", str(over),
            "--yes", "--json", by=by,
        )  # fmt: skip
        if status:
            raise RuleError(said.strip())
        self.refresh()
        return int(json.loads(out)["version"])

    def _command(self, *words: str, by: str = "") -> tuple[int, str, str]:
        """How a command on the clinic's file ended, what it gave, and what it said.

        The dashboard runs it while it holds the file; else we do, for that moment.
        """
        out, err = io.StringIO(), io.StringIO()
        session = Session(
            database=self.path, config=None, folder=Path.cwd(), out=out, err=err,
            by=by or this_person(), wait_seconds=WAIT_SECONDS,
        )  # fmt: skip
        status = run(words, session)
        return status, out.getvalue(), err.getvalue()

    def __getattr__(self, name: str) -> Any:
        if name in READING_OF:
            return Reading(lambda: getattr(self._read(), name), name, READING_OF[name])
        return super().__getattr__(name)

    def __dir__(self) -> list[str]:
        own = ["path", "pseudonymised", "refresh", "rulebook", "taken_at"]
        return sorted({*super().__dir__(), *READING_OF, *own})

    def __repr__(self) -> str:
        practice = self._read()
        clients = practice.check_up().sizes["clients"]
        count = ngettext("{n} client", "{n} clients", clients).format(n=number(clients))
        said = (
            _("Clinique {name}, copiée sans noms le {moment} : {count}.")
            if self.pseudonymised
            else _("Clinique {name}, copiée le {moment} : {count}.")
        )
        return said.format(
            name=self.path.name,
            moment=moment(self.taken_at, practice.settings().timezone),
            count=count,
        )


def _has(part: object, name: str) -> bool:
    """True when *part* has such a name; nothing of it is computed."""
    return inspect.getattr_static(part, name, Refused) is not Refused


def _place() -> Path:
    """The clinic's file, when the cell does not say."""
    here = Path.cwd()
    if os.environ.get(PLACE):
        return Path(os.environ[PLACE])
    for path in (here / DATABASE, here.parent / DATABASE):
        if path.exists():
            return path
    raise DatabaseUnavailableError(
        _(
            'Aucune clinique ici : donnez son fichier, open_clinic("…/relance.duckdb"), '
            "ou la variable {variable}."
        ).format(variable=PLACE)
    )
