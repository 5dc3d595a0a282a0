"""The copies of the clinic's file: their names, and which are kept for how long.

Pure: it lists and decides, and touches no file but to see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from relance_ops.i18n import _

# Son, father, grandfather: what was broken is mostly seen within two days, then within
# a month; a year shows last season's. The days are those of UTC: any will do.
ALL_FOR = timedelta(days=2)
DAILY_FOR = timedelta(days=30)
MONTHLY_FOR = timedelta(days=366)

# Of the free place and of what the copies take already, no more than a quarter: without
# copies a clinic still works, on a full disk it does not.
SHARE = 4

_NAME = re.compile(r"(\d{8}T\d{6})Z-([a-z]+)(?:-(\d+))?\.duckdb")


class Occasion(StrEnum):
    """Why a copy was made."""

    SEND = "send"
    UPGRADE = "upgrade"
    NIGHT = "night"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy.

    Attributes:
        occasion: As its name says.
        size: In bytes.
    """

    path: Path
    at: datetime
    occasion: str
    size: int


def name_of(at: datetime, occasion: Occasion) -> str:
    """How a copy made at *at* is called."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S}Z-{occasion}.duckdb"


def in_folder(folder: Path) -> tuple[Copy, ...]:
    """The copies in *folder*, the newest first; what is not named like one is none."""
    found = []
    for path in folder.glob("*.duckdb"):
        named = _NAME.fullmatch(path.name)
        if named:
            at = datetime.strptime(named[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
            one = Copy(path, at, named[2], path.stat().st_size)
            found.append((at, int(named[3] or 1), one))
    found.sort(key=lambda each: each[:2], reverse=True)
    return tuple(one for _at, _number, one in found)


def outlived(copies: Sequence[Copy], *, now: datetime) -> tuple[Copy, ...]:
    """Those that need not be kept any longer; never the newest."""
    newest_first = sorted(copies, key=lambda one: one.at, reverse=True)
    kept = {one.path for one in newest_first if now - one.at <= ALL_FOR}
    kept |= _newest_of_each(newest_first, lambda day: day, since=now - DAILY_FOR)
    kept |= _newest_of_each(
        newest_first, lambda day: day.replace(day=1), since=now - MONTHLY_FOR
    )
    kept |= {one.path for one in newest_first[:1]}
    return tuple(one for one in newest_first if one.path not in kept)


def _newest_of_each(
    newest_first: Iterable[Copy], period: Callable[[date], date], *, since: datetime
) -> set[Path]:
    found: dict[date, Path] = {}
    for one in newest_first:
        if one.at >= since:
            found.setdefault(period(one.at.date()), one.path)
    return set(found.values())


def too_many(
    copies: Sequence[Copy], *, more: int, free: int
) -> tuple[Copy, ...] | None:
    """The oldest ones that must go to make room for *more* bytes; None: it is not enough.

    Args:
        copies: The newest first; that one always stays.
        more: Size of the next copy.
        free: Bytes that are free on the disk.
    """
    taken = sum(one.size for one in copies)
    bound = (free + taken) // SHARE
    going: list[Copy] = []
    for one in reversed(copies[1:]):
        if taken + more <= bound:
            break
        going.append(one)
        taken -= one.size
    return tuple(going) if taken + more <= bound else None


def occasion_words(occasion: str) -> str:
    """*occasion* for a person; a later version's as it is."""
    said = {
        "send": _("avant un envoi"),
        "upgrade": _("avant une mise à jour"),
        "night": _("chaque nuit"),
        "asked": _("à la demande"),
    }
    return said.get(occasion, occasion)
