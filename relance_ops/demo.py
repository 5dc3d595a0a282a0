"""An invented clinic of any size: in a database, or as the files of an export.

The same (clients, on, seed) gives the same clinic on every machine.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from relance_ops import demo_history, rule_versions
from relance_ops.database import Database, sql, utc
from relance_ops.demo_clinic import dice_for, first_run, imagine
from relance_ops.demo_history import WHO, History
from relance_ops.demo_names import CLINIC
from relance_ops.demo_protocol import RULES
from relance_ops.errors import RelanceError
from relance_ops.i18n import _
from relance_ops.import_columns import FILES

log = logging.getLogger(__name__)

_TABLES = {
    "clients": "client",
    "animals": "animal",
    "act_types": "act_type",
    "acts": "act",
    "rules": "rule",
    "appointments": "appointment",
}
_FRENCH = {
    "dog": "chien", "cat": "chat", "rabbit": "lapin", "ferret": "furet",
    "bird": "oiseau", "horse": "cheval", "other": "autre",
    "male": "mâle", "female": "femelle", "act": "acte", "letter": "lettre",
    "card": "carte",
}  # fmt: skip
# The columns whose words they are: an animal's name may be any of them.
_WORDS = {"species", "sex", "family", "trigger", "paper_form"}
_BOXES = {True: "oui", False: "non"}


@dataclass(frozen=True, slots=True)
class DemoReport:
    """How much of each the demonstration holds."""

    clients: int
    animals: int
    acts: int
    appointments: int
    runs: int
    deliveries: int


def build(
    database: Database, *, clients: int, on: date, now: datetime, seed: int = 1
) -> DemoReport:
    """Fill an empty *database* with a clinic and its past year of reminders.

    Args:
        database: Holds no clinic yet.
        clients: How many; three animals for two of them.
        on: The clinic's day: nothing is later but appointments.
        now: When the settings are kept.
        seed: 0 or more; another number gives another clinic.

    Raises:
        RelanceError: It holds a clinic already, or *clients* is not 1 or more.
    """
    _refuse_none(clients)
    clinic = imagine(clients, on=on, seed=seed)
    history = demo_history.past(clinic, dice_for("history", clients, on, seed))
    with database.writing() as cursor:
        _refuse_occupied(cursor, database.path)
        _keep_settings(cursor, now)
        _publish_rules(cursor, first_run(on))
        for table, frame in clinic.frames.items():
            if table != "rule":
                _add(cursor, table, frame)
        _keep_past(cursor, history)
    log.info("demo built clients=%d deliveries=%d", clients, len(history.delivery))
    return DemoReport(
        clients=clients,
        animals=len(clinic.frames["animal"]),
        acts=len(clinic.frames["act"]),
        appointments=len(clinic.frames["appointment"]),
        runs=len(history.run),
        deliveries=len(history.delivery),
    )


def write_csv(folder: Path, *, clients: int, on: date, seed: int = 1) -> None:
    """The six files of that clinic's export in *folder*, without past reminders.

    As French software writes them: UTF-8, « ; », DD/MM/YYYY, oui and non.

    Raises:
        RelanceError: The folder cannot be written, or *clients* is not 1 or more.
    """
    _refuse_none(clients)
    frames = imagine(clients, on=on, seed=seed).frames
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in FILES:
            columns = {
                column.name: _cells(frames[_TABLES[file.name]], column.name)
                for column in file.columns
            }
            text = pd.DataFrame(columns).to_csv(
                sep=";", index=False, lineterminator="\n"
            )
            (folder / f"{file.name}.csv").write_bytes(text.encode())
    except OSError as error:
        raise RelanceError(
            _(
                "Le dossier {folder} ne peut pas être écrit ({detail}). "
                "Vérifiez ses droits et la place libre."
            ).format(folder=folder, detail=error.strerror)
        ) from error


def _cells(frame: pd.DataFrame, column: str) -> pd.Series[Any]:
    """One column as it is written in French."""
    cells = frame[column]
    if pd.api.types.is_datetime64_any_dtype(cells):
        written: pd.Series[Any] = cells.dt.strftime("%d/%m/%Y")
        return written
    if pd.api.types.is_bool_dtype(cells):
        return cells.astype(object).map(_BOXES)
    return cells.map(_french, na_action="ignore") if column in _WORDS else cells


def _french(words: str) -> str:
    return "|".join(_FRENCH.get(word, word) for word in words.split("|"))


def _refuse_none(clients: int) -> None:
    if clients < 1:
        raise RelanceError(
            _(
                "Une démonstration de {n} client n'est pas possible : demandez-en 1 ou plus."
            ).format(n=clients)
        )


def _refuse_occupied(cursor: duckdb.DuckDBPyConnection, path: Path) -> None:
    [(clients, others)] = cursor.execute(sql("demo_occupied")).fetchall()
    if clients or others:
        raise RelanceError(
            _(
                "La base {path} contient déjà une clinique ({n} clients) : la démonstration "
                "n'y ajoute rien. Choisissez un autre fichier avec --db."
            ).format(path=path, n=clients)
        )


def _keep_settings(cursor: duckdb.DuckDBPyConnection, now: datetime) -> None:
    for key, value in CLINIC.items():
        cursor.execute(
            sql("store_setting"),
            {"key": key, "value": value, "changed_at": utc(now), "by": WHO},
        ).fetchall()


def _publish_rules(cursor: duckdb.DuckDBPyConnection, since: date) -> None:
    rule_versions.add_version(
        cursor,
        RULES,
        at=datetime.combine(since, time(6), tzinfo=UTC),
        by=WHO,
        comment="Règles de démonstration",
    )


def _keep_past(cursor: duckdb.DuckDBPyConnection, history: History) -> None:
    _add(cursor, "run", history.run, who=WHO)
    _add(cursor, "delivery", history.delivery)
    _add(cursor, "claim", history.claim)
    _add(cursor, "ledger", history.ledger, who=WHO)
    _add(cursor, "dead_contact", history.dead_contact)
    cursor.execute(
        sql("demo_next_numbers"),
        {
            "runs": len(history.run),
            "deliveries": len(history.delivery),
            "entries": len(history.ledger),
        },
    ).fetchall()


def _add(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    frame: pd.DataFrame,
    **parameters: str,
) -> None:
    cursor.register("demo_rows", frame)
    cursor.execute(sql(f"demo_add_{table}"), parameters or None).fetchall()
    cursor.unregister("demo_rows")
