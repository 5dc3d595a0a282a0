"""Putting the register beside a file that was just opened, and the file up to it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from relance_ops import catching_up, holds, register, secret_keys
from relance_ops.catching_up import CaughtUp
from relance_ops.clinic_file import register_path
from relance_ops.database import Database, utc
from relance_ops.i18n import _
from relance_ops.register import Read, Register

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The register of an open file.

    Attributes:
        caught: What it gave back to the file.
    """

    register: Register
    caught: CaughtUp = catching_up.NOTHING


def witness(database: Database, *, now: datetime) -> Witnessed:
    """Let nothing be kept in *database* that its register does not hold first.

    A file that is behind is caught up; if its register cannot tell all that left
    meanwhile, nothing leaves until a person says so.

    Raises:
        DatabaseUnavailableError: The register cannot be written.
    """
    path = register_path(database.path)
    register.mend_end(path)
    found = _of_this_clinic(database, register.read(path), now)
    known = register.mark_of(database)
    kept = Register(path, kept=known)
    if not found.clinic:
        name = secret_keys.clinic_name(database) or secret_keys.name_clinic(database)
        kept.confirm(clinic=name)
    database.witness = kept
    if not catching_up.is_behind(known, found):
        _fill_gap(database, kept, found)
        return Witnessed(kept)
    if not found.tells_all_since(known):
        holds.hold(
            database, now=now,
            reason=_(
                "Le fichier a été repris d'une copie, et son registre des départs ne dit "
                "pas tout ce qui est parti depuis."
            ),
        )  # fmt: skip
    return Witnessed(kept, catching_up.catch_up(database, kept, found, now=now))


def _of_this_clinic(database: Database, found: Read, now: datetime) -> Read:
    """*found*, if it is this clinic's; another's is put aside, never thrown away."""
    own = secret_keys.clinic_name(database)
    if found.clinic and not own:
        # A copy from before it had a name.
        secret_keys.name_clinic(database, found.clinic)
    if found.clinic in ("", own) or not own:
        return found
    path = register_path(database.path)
    aside = path.with_name(f"{path.name}.other-{utc(now):%Y%m%dT%H%M%S}")
    path.rename(aside)
    log.warning("register of another clinic put aside")
    return Read()


def _fill_gap(database: Database, kept: Register, found: Read) -> None:
    """Write down again what the register lost of its own end."""
    told = found.mark
    if found.doubtful is not None and kept.kept.covers(found.doubtful.mark):
        told = told.with_(found.doubtful.mark)
    if found.clinic and told != kept.kept:
        kept.kept = told
        with database.writing():
            pass  # its witness sees what the register lacks
    kept.confirm()
