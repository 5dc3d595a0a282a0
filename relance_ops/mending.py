"""A copy of a damaged file that opens again: its WAL is cut where it is torn.

DuckDB 2.0 refuses a whole file because the end of its WAL is zeroed, and says at which
byte; what is before it is sound (29 of 30 tries in our research). The file itself is
left as it is.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from relance_ops import copying
from relance_ops.clinic_file import wal_path
from relance_ops.errors import CopyError

_TORN_AT = re.compile(r"replaying wal.*entry at byte position (\d+)", re.IGNORECASE)

# A WAL that is torn in more places than this is not worth the trust.
_CUTS = 3


def mended(database: Path, target: Path) -> int | None:
    """Write to *target* what can be read of *database*.

    Nobody has *database* open.

    Returns:
        How often its WAL had to be cut, 0 if it was sound; None if nothing can be read.
    """
    if not database.is_file():
        return None
    copying.remove(target)
    try:
        copying.copy_files(database, target)
        for cut in range(_CUTS):
            torn_at = _torn_at(target)
            if torn_at is None:
                return cut
            os.truncate(wal_path(target), torn_at)
        copying.check(target)
    except CopyError:
        copying.remove(target)
        return None
    return _CUTS


def _torn_at(target: Path) -> int | None:
    """Where the WAL of *target* is torn; None if it is not.

    Raises:
        CopyError: It is damaged in another way.
    """
    try:
        copying.check(target)
    except CopyError as error:
        found = _TORN_AT.search(str(error))
        if found is None:
            raise
        return int(found[1])
    return None
