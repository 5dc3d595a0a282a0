"""One process owns the clinic's file: who holds it, and waiting for one's turn.

DuckDB refuses a second process by itself; this lock lives beside the file so that we
can wait for it, name its holder, and never lose it to a stray open() and close() of the
database file (which drops DuckDB's own lock, measured).
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from relance_ops.errors import (
    DatabaseBusyError,
    DatabaseServedError,
    DatabaseUnavailableError,
)
from relance_ops.i18n import _

log = logging.getLogger(__name__)

POLL_SECONDS = 0.1
# A wait that is shorter than this is not worth a word.
QUIET_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that owns the file, as written in its owner file.

    Attributes:
        url: Where its dashboard answers; "" for a command.
        token: What a command must show there.
        certificate: SHA-256 of the certificate that it shows first; "" without TLS.
    """

    pid: int
    url: str = ""
    token: str = ""
    certificate: str = ""


def lock_path(database: Path) -> Path:
    """The lock file beside *database*."""
    return database.with_name(database.name + ".lock")


def owner_path(database: Path) -> Path:
    """The file beside *database* in which its owner says who it is."""
    return database.with_name(database.name + ".owner")


@contextmanager
def owning(
    database: Path,
    *,
    wait_seconds: float,
    told: Callable[[str], None] = lambda _sentence: None,
) -> Iterator[None]:
    """Be the only process that opens *database* inside the block.

    Args:
        database: Its folder exists.
        wait_seconds: How long to wait for another process to let it go.
        told: Hears, once, that we are waiting and for whom.

    Raises:
        DatabaseServedError: A dashboard holds it: commands go through that.
        DatabaseBusyError: Another process still holds it after *wait_seconds*.
        DatabaseUnavailableError: Its folder is missing, or cannot be written.
    """
    _refuse_unwritable(database)
    lock = FileLock(lock_path(database))
    _acquire(lock, database, wait_seconds, told)
    try:
        _write(database, Holder(os.getpid()))
        yield
    finally:
        # What a folder that became read-only keeps of it says nothing without the lock.
        with suppress(OSError):
            owner_path(database).unlink(missing_ok=True)
        lock.release()


def publish(database: Path, *, url: str, token: str, certificate: str = "") -> None:
    """Tell other commands where this process, the owner, answers them."""
    _write(database, Holder(os.getpid(), url, token, certificate))


def holder(database: Path) -> Holder | None:
    """Who says it owns *database*; stale unless the lock is held. None: nobody."""
    try:
        written = json.loads(owner_path(database).read_text(encoding="utf-8"))
        return Holder(
            int(written["pid"]),
            str(written["url"]),
            str(written["token"]),
            str(written["certificate"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        # Missing, half removed or another user's: then nobody can be named.
        return None


def _refuse_unwritable(database: Path) -> None:
    """Say now what the lock would take for somebody else's, and wait for."""
    try:
        os.close(os.open(lock_path(database), os.O_RDWR | os.O_CREAT, 0o666))
    except FileNotFoundError:
        raise DatabaseUnavailableError(
            _(
                "Le dossier {folder} n'existe pas, ou n'accepte pas de fichier. "
                "Créez-le, ou choisissez un autre fichier avec --db."
            ).format(folder=database.parent)
        ) from None
    except OSError as error:
        raise _unwritable(database, error) from error


def _unwritable(database: Path, error: OSError) -> DatabaseUnavailableError:
    return DatabaseUnavailableError(
        _(
            "Le dossier {folder} ne peut pas être écrit ({detail}). "
            "Vérifiez ses droits et la place libre."
        ).format(folder=database.parent, detail=error.strerror)
    )


def _acquire(
    lock: FileLock, database: Path, wait_seconds: float, told: Callable[[str], None]
) -> None:
    started = time.monotonic()
    silent = True
    while True:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waited = time.monotonic() - started
            _refuse_served(database)
            if waited >= wait_seconds:
                raise _busy(database) from None
            if silent and waited >= QUIET_SECONDS:
                silent = False
                told(_waiting_for(database))
            time.sleep(min(POLL_SECONDS, max(wait_seconds - waited, 0)))
        else:
            return


def _refuse_served(database: Path) -> None:
    found = holder(database)
    if found is not None and found.url:
        raise DatabaseServedError(
            _(
                "Le tableau de bord {url} (processus {pid}) utilise le fichier {path}. "
                "Passez par lui, ou fermez-le."
            ).format(url=found.url, pid=found.pid, path=database),
            url=found.url,
            token=found.token,
            certificate=found.certificate,
        )


def _busy(database: Path) -> DatabaseBusyError:
    found = holder(database)
    if found is None:
        return DatabaseBusyError(
            _(
                "Le fichier {path} est déjà utilisé par un autre programme relance-ops. "
                "Attendez qu'il ait fini, ou fermez-le."
            ).format(path=database)
        )
    return DatabaseBusyError(
        _(
            "Le fichier {path} est déjà utilisé par un autre programme relance-ops "
            "(processus {pid}). Attendez qu'il ait fini, ou fermez-le."
        ).format(path=database, pid=found.pid)
    )


def _waiting_for(database: Path) -> str:
    found = holder(database)
    if found is None:
        return _("Un autre programme relance-ops utilise le fichier : j'attends…")
    return _(
        "Un autre programme relance-ops (processus {pid}) utilise le fichier : "
        "j'attends…"
    ).format(pid=found.pid)


def _write(database: Path, who: Holder) -> None:
    """Replace the owner file at once: nobody reads half of it, nobody else reads it."""
    aside = owner_path(database).with_suffix(f".owner-{who.pid}")
    aside.unlink(missing_ok=True)
    try:
        # Exclusively created, with its mode: the token is never readable by others, and
        # a link left there by somebody leads nowhere.
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as text:
            json.dump(asdict(who), text)
        aside.replace(owner_path(database))
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise _unwritable(database, error) from error
