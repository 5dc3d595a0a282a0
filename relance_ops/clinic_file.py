"""What stands in the place of the clinic's file, and beside it, before it is opened.

Where there is no file DuckDB makes an empty one, and throws away the WAL that it finds
there (2.0, measured): a clinic would be gone without a word.
"""

from __future__ import annotations

from pathlib import Path

from relance_ops.errors import DatabaseUnavailableError
from relance_ops.i18n import _


def wal_path(database: Path) -> Path:
    """Where DuckDB keeps what is not in *database* yet."""
    return database.with_name(database.name + ".wal")


def register_path(database: Path) -> Path:
    """Where every departure is written down a second time; see `register`."""
    return database.with_name(database.name + ".register")


def copies_folder(database: Path) -> Path:
    """Where the copies of *database* are kept."""
    return database.with_name(database.name + ".backups")


def forgotten_path(database: Path) -> Path:
    """Where the numbers of forgotten clients are, which no copy brings back."""
    return database.with_name(database.name + ".forgotten")


def has_been_used(database: Path) -> bool:
    """True where a clinic has been, whatever became of its file."""
    folder = copies_folder(database)
    return register_path(database).exists() or any(folder.glob("*.duckdb"))


def refuse_ghost(database: Path) -> None:
    """Let nothing be opened that DuckDB would take for a new clinic.

    Raises:
        DatabaseUnavailableError: The file is empty, or gone while its traces are there.
    """
    if database.is_file() and database.stat().st_size == 0:
        raise DatabaseUnavailableError(
            _(
                "Le fichier {path} est vide : ce n'est pas une clinique. « relance-ops "
                "restore » reprend la dernière sauvegarde ; s'il n'y en a jamais eu, "
                "supprimez ce fichier."
            ).format(path=database)
        )
    if database.exists():
        return
    if has_been_used(database) or wal_path(database).exists():
        raise DatabaseUnavailableError(
            _(
                "Le fichier {path} a disparu, et une clinique y était. « relance-ops "
                "restore » reprend la dernière sauvegarde."
            ).format(path=database)
        )


def forget(database: Path) -> None:
    """Remove an invented clinic, and all that was kept beside it for its safety."""
    folder = copies_folder(database)
    files = [
        database, wal_path(database), register_path(database), forgotten_path(database),
    ]  # fmt: skip
    for path in (*files, *folder.glob("*")):
        path.unlink(missing_ok=True)
    if folder.is_dir():
        folder.rmdir()
