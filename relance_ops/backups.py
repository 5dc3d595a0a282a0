"""Copies of the clinic's file by themselves: before a run, before an upgrade, each night.

A copy that fails is said, and stops nothing: the register already keeps what leaves
from being sent twice, and a clinic that may not send loses more than one that waits for
its next copy.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path

from relance_ops import copies, copying, events, holds
from relance_ops.clinic_file import copies_folder, wal_path
from relance_ops.copies import Copy, Occasion
from relance_ops.copying import Shape
from relance_ops.database import MEMORY, Database
from relance_ops.errors import CopyError, RelanceError
from relance_ops.events import Event, EventKind
from relance_ops.file_health import FileHealth
from relance_ops.i18n import _

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

# When the clinic sleeps. A machine that is off then copies when it starts.
NIGHT = time(2)

# A clinic closes for a long weekend; after that somebody should look.
LATE = timedelta(days=4)

_PARTIAL = ".partial"


@dataclass(frozen=True, slots=True)
class _Taken:
    """A copy that is written and not checked yet."""

    path: Path
    shape: Shape
    at: datetime
    occasion: Occasion


@dataclass
class Backups:
    """The copies of one open file.

    Attributes:
        complaint: Why the last copy failed; "" when it is good.
    """

    database: Database
    clock: Clock
    complaint: str = ""
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def copies(self) -> tuple[Copy, ...]:
        """Those there are, the newest first."""
        return copies.in_folder(copies_folder(self.database.path))

    def make(self, occasion: Occasion) -> Copy | None:
        """Copy the file and check the copy; None when it failed, see `complaint`."""
        with self._turn:
            taken = self._take(occasion)
            return self._finish(taken) if taken else None

    @contextmanager
    def beside(self) -> Iterator[Callable[[], None]]:
        """Gives what takes a copy at once; it is checked while the block goes on."""
        checking: list[threading.Thread] = []

        def take() -> None:
            self._turn.acquire()
            taken = self._take(Occasion.SEND)
            if taken is None:
                self._turn.release()
                return
            checking.append(threading.Thread(target=finish, args=(taken,)))
            checking[-1].start()

        def finish(taken: _Taken) -> None:
            try:
                self._finish(taken)
            finally:
                self._turn.release()

        try:
            yield take
        finally:
            for thread in checking:
                thread.join()

    def nightly(self, zone: tzinfo) -> Copy | None:
        """The night's copy, if it is not made yet; None when it is, or has failed."""
        now = self.clock()
        here = now.astimezone(zone)
        night = datetime.combine(here.date(), NIGHT, zone)
        if here < night:
            night -= timedelta(days=1)
        if any(one.at >= night for one in self.copies()):
            return None
        return self.make(Occasion.NIGHT)

    def warnings(self) -> tuple[str, ...]:
        """What every screen says: nothing may leave, or the last copy failed."""
        with self.database.cursor() as cursor:
            held = holds.reasons(cursor)
        said = [holds.sentence(held)] if held else []
        return (*said, *([self.complaint] if self.complaint else []))

    def check_up(self) -> FileHealth:
        """Read the whole file, and see how old the last copy is."""
        damage = ""
        try:
            with self.database.cursor() as cursor:
                copying.read_whole(cursor, copying.shape_of(cursor))
        except RelanceError as error:
            damage = str(error)
        return FileHealth(
            damage=damage,
            warnings=self.warnings(),
            last=next((one.at for one in self.copies()), None),
            is_late=self._is_late(),
        )

    def _is_late(self) -> bool:
        """True when a clinic that sends has no recent copy."""
        if self.database.path == MEMORY:
            return False
        found = self.copies()
        return not found or self.clock() - found[0].at > LATE

    def end_hold(self, *, by: str) -> bool:
        """A person has looked at what left before a restore; see `holds.end`."""
        return holds.end(self.database, by=by, now=self.clock())

    def _take(self, occasion: Occasion) -> _Taken | None:
        if self.database.path == MEMORY:
            return None
        at = self.clock()
        try:
            folder = prepared(self.database.path)
            make_room(self.database.path, folder, at)
            path = folder / (_free_name(folder, at, occasion) + _PARTIAL)
            return _Taken(path, copying.copy_of(self.database, path), at, occasion)
        except (RelanceError, OSError) as error:
            self._complain(occasion, error)
            return None

    def _finish(self, taken: _Taken) -> Copy | None:
        try:
            made = finished(taken.path, expected=taken.shape)
        except (RelanceError, OSError) as error:
            self._complain(taken.occasion, error)
            return None
        self.complaint = ""
        log.info("copied occasion=%s", taken.occasion)
        return Copy(made, taken.at, taken.occasion, made.stat().st_size)

    def _complain(self, occasion: Occasion, error: Exception) -> None:
        self.complaint = _(
            "La sauvegarde n'a pas pu être faite : {detail}. L'envoi continue. "
            "Vérifiez la place libre, puis « relance-ops backup »."
        ).format(detail=str(error).rstrip("."))
        log.error("copy failed occasion=%s kind=%s", occasion, type(error).__name__)
        event = Event(
            EventKind.COPY_FAILED, self.clock(), _("programme"), subject=occasion,
            note=self.complaint,
        )  # fmt: skip
        try:
            with self.database.writing() as cursor:
                events.append(cursor, [event])
        except RelanceError as full:
            # A full disk takes no line of the journal either: the banner says it.
            log.warning("copy failure not journalled kind=%s", type(full).__name__)


def before_upgrade(path: Path, *, now: datetime) -> Copy:
    """A checked copy of a file that is about to be migrated, and is open.

    Raises:
        CopyError: There is none: then the file is not migrated.
    """
    try:
        folder = prepared(path)
        make_room(path, folder, now)
        target = folder / (_free_name(folder, now, Occasion.UPGRADE) + _PARTIAL)
        copying.copy_files(path, target)
        made = finished(target)
    except (CopyError, OSError) as error:
        raise CopyError(
            _(
                "Le fichier {path} doit être mis à jour, et sa sauvegarde n'a pas pu être "
                "faite : {detail}. Rien n'a été changé. Faites de la place, puis recommencez."
            ).format(path=path, detail=str(error).rstrip("."))
        ) from error
    return Copy(made, now, Occasion.UPGRADE, made.stat().st_size)


def prepared(database: Path) -> Path:
    """The folder of the copies, nobody else's to read.

    Raises:
        CopyError: It cannot be made.
    """
    folder = copies_folder(database)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        said = _("le dossier {folder} ne peut pas être écrit ({detail})")
        raise CopyError(said.format(folder=folder, detail=error.strerror)) from error
    return folder


def make_room(database: Path, folder: Path, now: datetime) -> None:
    """Remove what has outlived its age, and the oldest where the disk is short.

    Raises:
        CopyError: There is no room for one more.
    """
    for one in copies.outlived(copies.in_folder(folder), now=now):
        one.path.unlink(missing_ok=True)
    for torn in folder.glob(f"*{_PARTIAL}*"):
        torn.unlink(missing_ok=True)
    wal = wal_path(database)
    more = database.stat().st_size + (wal.stat().st_size if wal.exists() else 0)
    going = copies.too_many(
        copies.in_folder(folder), more=more, free=shutil.disk_usage(folder).free
    )
    if going is None:
        raise CopyError(
            _("il n'y a pas assez de place libre dans {folder}").format(folder=folder)
        )
    for one in going:
        one.path.unlink(missing_ok=True)


def finished(partial: Path, *, expected: Shape | None = None) -> Path:
    """*partial* under its own name, once it is found good.

    Raises:
        CopyError: It is not; nothing is left of it.
    """
    try:
        copying.check(partial, expected=expected)
    except CopyError:
        copying.remove(partial)
        raise
    copying.flush(partial)
    whole = partial.with_name(partial.name.removesuffix(_PARTIAL))
    partial.rename(whole)
    return whole


def _free_name(folder: Path, at: datetime, occasion: Occasion) -> str:
    name = copies.name_of(at, occasion)
    number = 2
    while (folder / name).exists():
        name = copies.name_of(at, occasion).replace(".duckdb", f"-{number}.duckdb")
        number += 1
    return name
