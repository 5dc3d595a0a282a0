"""Putting a good file back in the place of a damaged one: nothing is thrown away.

Which file: the damaged one itself without its torn end, if that opens; else the newest
copy that is good. What left after it is given back by the register.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from relance_ops import catching_up, copies, copying, holds, mending
from relance_ops.clinic_file import copies_folder, register_path, wal_path
from relance_ops.copies import Copy
from relance_ops.errors import CopyError
from relance_ops.i18n import _
from relance_ops.opening import unlocked


@dataclass(frozen=True, slots=True)
class Chosen:
    """What will be put in the place of the file.

    Attributes:
        path: A file that was opened and read whole.
        at: Its moment; None for the file itself, mended.
        passed_over: Newer copies that are not good, and why.
    """

    path: Path
    at: datetime | None
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done.

    Attributes:
        aside: Where the damaged file is now; None if there was none.
        sentences: What to tell the person.
    """

    aside: Path | None
    sentences: tuple[str, ...]


def choose(database: Path, asked: Path | None) -> Chosen:
    """What to put in the place of *database*: *asked*, or the best there is.

    Raises:
        CopyError: There is nothing good, or nothing to repair.
    """
    if asked is not None:
        return _asked(database, asked)
    incoming = _incoming(database)
    cuts = mending.mended(database, incoming)
    if cuts == 0:
        copying.remove(incoming)
        raise CopyError(
            _(
                "Le fichier {path} est en bon état : il n'y a rien à réparer. Pour "
                "revenir quand même à une copie, nommez-la avec --from."
            ).format(path=database)
        )
    if cuts:
        return Chosen(incoming, None)
    passed_over = []
    for one in copies.in_folder(copies_folder(database)):
        try:
            copying.check(one.path)
        except CopyError as error:
            passed_over.append(f"{one.path.name} ({error})")
        else:
            return Chosen(one.path, one.at, tuple(passed_over))
    raise CopyError(
        _(
            "Aucune copie de {path} n'est utilisable dans {folder}. Si vous en gardez une "
            "ailleurs, nommez-la avec --from."
        ).format(path=database, folder=copies_folder(database))
    )


def restore(
    database: Path, chosen: Chosen, *, clock: Callable[[], datetime]
) -> Restored:
    """Put *chosen* in the place of *database*, and give it back what left since.

    The caller owns the file. What was there is put aside.

    Raises:
        CopyError: The disk has no room; nothing was changed.
    """
    now = clock()
    knows_departures = register_path(database).exists()
    incoming = _brought(database, chosen.path)
    aside = _put_aside(database, now)
    incoming.rename(database)
    with unlocked(database, clock=clock) as (opened, witnessed):
        if not knows_departures:
            holds.hold(
                opened, now=now,
                reason=_(
                    "Le fichier a été repris d'une copie, et le registre des départs "
                    "manque : ce qui est parti depuis n'est pas connu."
                ),
            )  # fmt: skip
        with opened.cursor() as cursor:
            held = holds.reasons(cursor)
    said = catching_up.sentences(witnessed.caught)
    return Restored(aside, (*said, *([holds.sentence(held)] if held else [])))


def _asked(database: Path, asked: Path) -> Chosen:
    inside = copies_folder(database) / asked.name
    path = asked if asked.exists() else inside
    if not path.is_file():
        raise CopyError(
            _(
                "La copie {path} n'existe pas : « relance-ops restore --list » les montre."
            ).format(path=asked)
        )
    copying.check(path)
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    named: tuple[Copy, ...] = copies.in_folder(path.parent)
    return Chosen(path, next((one.at for one in named if one.path == path), at))


def _incoming(database: Path) -> Path:
    return database.with_name(database.name + ".incoming")


def _brought(database: Path, source: Path) -> Path:
    """A copy of *source* beside *database*, whole and on the disk."""
    incoming = _incoming(database)
    if source != incoming:
        copying.remove(incoming)
        copying.copy_files(source, incoming)
        copying.check(incoming)
    if database.exists():
        shutil.copymode(database, incoming)
    copying.flush(incoming)
    return incoming


def _put_aside(database: Path, now: datetime) -> Path | None:
    """Move the damaged file away, with its WAL; where it is now."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%S}"
    aside = database.with_name(f"{database.name}.damaged-{stamp}")
    number = 2
    while aside.exists() or wal_path(aside).exists():
        aside = database.with_name(f"{database.name}.damaged-{stamp}-{number}")
        number += 1
    moved = None
    for source, target in ((database, aside), (wal_path(database), wal_path(aside))):
        if os.path.lexists(source):
            source.rename(target)
            moved = aside
    return moved
