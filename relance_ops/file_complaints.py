"""What DuckDB says of a file that is locked, full, newer or damaged, for a person."""

from __future__ import annotations

from pathlib import Path

import duckdb

from relance_ops.i18n import _

_OF_THE_FILE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.SerializationException,
)

# « block » is in every other complaint.
_LOCKED = ("set lock", "conflicting lock", "being used by another process")

# How DuckDB 2.0 tells of a file that is torn, or of a WAL that is not its own.
_DAMAGED = (
    "not a valid duckdb", "corrupt", "checksum", "could not read enough bytes",
    "replaying wal", "does not match database file", "deserializ",
)  # fmt: skip


def is_of_the_file(error: duckdb.Error) -> bool:
    """True when the disk or the file is at fault, not what was asked."""
    # A damaged block is told by the bare Error (DuckDB 2.0), no subclass of it; a disk
    # that is full at commit, as a failed transaction; a file that ends too early, by any.
    return (
        type(error) is duckdb.Error
        or isinstance(error, _OF_THE_FILE)
        or "could not write file" in str(error).lower()
        or _is_damage(str(error))
    )


def remedy(path: Path, complaint: str) -> str:
    """The sentence for a person about *complaint*, DuckDB's own words."""
    text = complaint.lower()
    first_line = complaint.splitlines()[0][:300]
    if any(words in text for words in _LOCKED):
        return _(
            "Le fichier {path} est ouvert par un autre programme. "
            "Fermez-le, ou passez par le tableau de bord. ({detail})"
        ).format(path=path, detail=first_line)
    if "no space" in text or "file too large" in text:
        return _(
            "Le disque est plein : {path} ne peut plus être écrit. "
            "Libérez de la place, puis recommencez. ({detail})"
        ).format(path=path, detail=first_line)
    if "read-only" in text or "permission denied" in text:
        return _(
            "Le fichier {path} ne peut pas être écrit. "
            "Vérifiez les droits du fichier et de son dossier. ({detail})"
        ).format(path=path, detail=first_line)
    if "database file with version number" in text:
        return _(
            "Le fichier {path} vient d'une version plus récente du programme. "
            "Mettez le programme à jour. ({detail})"
        ).format(path=path, detail=first_line)
    if _is_damage(text):
        return _(
            "Le fichier {path} n'est pas une base de la clinique, ou il est abîmé. "
            "« relance-ops restore » le répare ou reprend la dernière sauvegarde, sans "
            "rien envoyer deux fois. ({detail})"
        ).format(path=path, detail=first_line)
    return _(
        "Le fichier {path} ne peut pas être ouvert. "
        "Vérifiez qu'il existe et que son dossier est accessible. ({detail})"
    ).format(path=path, detail=first_line)


def _is_damage(complaint: str) -> bool:
    return any(words in complaint.lower() for words in _DAMAGED)
