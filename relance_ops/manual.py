"""Values typed over an export: they win until the export changes that field.

What the export said is kept beside them; `importer.py` compares it with the next file.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from relance_ops import events
from relance_ops.database import Database, sql, utc
from relance_ops.errors import NotFoundError, SettingError
from relance_ops.events import Event, EventKind
from relance_ops.i18n import _
from relance_ops.import_columns import EARLIEST, LATEST, LONGEST_TEXT

log = logging.getLogger(__name__)

Value = bool | date | str | None

CLIENT_BOXES = (
    "by_email",
    "by_paper",
    "by_sms",
    "refuses_email",
    "refuses_paper",
    "refuses_sms",
    "mail_returned",
    "archived",
)
CLIENT_TEXTS = (
    "email",
    "mobile",
    "phone",
    "address1",
    "address2",
    "postcode",
    "city",
)
ANIMAL_DATES = ("deceased_on", "departed_on")

_FIELDS = {
    "client": frozenset(CLIENT_BOXES + CLIENT_TEXTS),
    "animal": frozenset(ANIMAL_DATES),
}


def type_over(
    database: Database,
    entity: str,
    entity_id: str,
    field: str,
    value: Value,
    *,
    now: datetime,
    by: str,
    note: str = "",
) -> None:
    """Write *value* into *field* of one client or animal, over the export's.

    See `type_over_all` for what is accepted and raised.
    """
    type_over_all(
        database, entity, (entity_id,), field, value, now=now, by=by, note=note
    )


def type_over_all(
    database: Database,
    entity: str,
    ids: Collection[str],
    field: str,
    value: Value,
    *,
    now: datetime,
    by: str,
    note: str = "",
) -> tuple[str, ...]:
    """Write *value* into *field* of many clients or animals: a « bouton magique ».

    *entity* is "client" or "animal". *value* is a boolean for a box, a date or None
    for a death or a departure, a text for the rest. *note* goes to the journal: where a
    refusal comes from. Gives the ids it changed, in order: what an undo must give back.

    Raises:
        SettingError: No such field may be typed, or *value* is not of its kind.
        NotFoundError: An id is unknown; nothing was written.
    """
    text = _canonical(entity, field, value)
    stamp = _Stamp(now, by, note)
    with database.writing() as cursor:
        return _typed(cursor, (entity, field), ids, text, stamp)


def type_in(
    cursor: duckdb.DuckDBPyConnection,
    entity: str,
    ids: Collection[str],
    field: str,
    value: Value,
    *,
    now: datetime,
    by: str,
    note: str = "",
) -> tuple[str, ...]:
    """The same as `type_over_all`, in the caller's transaction."""
    text = _canonical(entity, field, value)
    return _typed(cursor, (entity, field), ids, text, _Stamp(now, by, note))


def correct(
    database: Database,
    entity: str,
    entity_id: str,
    values: Mapping[str, Value],
    *,
    now: datetime,
    by: str,
) -> tuple[str, ...]:
    """Write several fields of one client or animal, all or none: an address.

    Gives the fields that changed, in order. See `type_over_all` for what is raised.
    """
    texts = {field: _canonical(entity, field, value) for field, value in values.items()}
    stamp = _Stamp(now, by)
    with database.writing() as cursor:
        return tuple(
            field
            for field, text in texts.items()
            if _typed(cursor, (entity, field), (entity_id,), text, stamp)
        )


@dataclass(frozen=True, slots=True)
class _Stamp:
    """When a value was typed, by whom, and what the journal says of it."""

    at: datetime
    by: str
    note: str = ""


def _typed(
    cursor: duckdb.DuckDBPyConnection,
    place: tuple[str, str],
    ids: Collection[str],
    text: str,
    stamp: _Stamp,
) -> tuple[str, ...]:
    """Write *text* into *place*, an entity and its field; the ids that it changed."""
    entity, field = place
    held = cursor.execute(
        sql(f"manual_{entity}_values"), {"field": field, "ids": [*ids]}
    ).fetchall()
    _check_all_known(entity, ids, {key for key, _held in held})
    changed = [(key, old) for key, old in held if old != text]
    keys = [key for key, _old in changed]
    common = {"entity": entity, "field": field}
    cursor.execute(
        sql("manual_remember"),
        {
            **common,
            "ids": keys,
            "values": [old for _key, old in changed],
            "at": utc(stamp.at),
            "by": stamp.by,
        },
    ).fetchall()
    written = {"field": field, "value": text, "ids": keys}
    cursor.execute(sql(f"manual_write_{entity}"), written).fetchall()
    cursor.execute(sql("manual_forget"), {**common, **written}).fetchall()
    events.append(
        cursor, [_event(place, key, (old, text), stamp) for key, old in changed]
    )
    log.info("typed over entity=%s field=%s count=%d", entity, field, len(keys))
    return tuple(keys)


def _event(
    place: tuple[str, str], key: str, change: tuple[str, str], stamp: _Stamp
) -> Event:
    """The journal's line; of an address or a number it keeps the field only."""
    entity, field = place
    before, after = ("", "") if field in CLIENT_TEXTS else change
    common = {"subject": field, "before": before, "after": after, "note": stamp.note}
    if entity == "client":
        return Event(
            EventKind.CLIENT_FIELD, stamp.at, stamp.by, client_id=key, **common
        )
    return Event(EventKind.ANIMAL_FIELD, stamp.at, stamp.by, animal_id=key, **common)


def _check_all_known(entity: str, ids: Collection[str], known: set[str]) -> None:
    unknown = sorted(set(ids) - known)
    if unknown:
        shown = ", ".join(unknown[:5])
        message = (
            _("Aucun client ne porte le numéro {ids}. Vérifiez-le.")
            if entity == "client"
            else _("Aucun animal ne porte le numéro {ids}. Vérifiez-le.")
        )
        raise NotFoundError(message.format(ids=shown))


def _canonical(entity: str, field: str, value: Value) -> str:
    if field not in _FIELDS.get(entity, ()):
        raise SettingError(
            _("Le champ « {field} » ne se saisit pas ici. Possibles : {known}.").format(
                field=field,
                known=", ".join(sorted(_FIELDS.get(entity, frozenset()))),
            )
        )
    if field in CLIENT_BOXES:
        return _box(field, value)
    if field in ANIMAL_DATES:
        return _day(field, value)
    return _one_line(field, value)


def _box(field: str, value: Value) -> str:
    if not isinstance(value, bool):
        raise _refused(field, value, _("oui ou non"))
    return "true" if value else "false"


def _day(field: str, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise _refused(field, value, _("une date, ou rien"))
    if not EARLIEST <= value <= LATEST:
        years = _("une date de {first} à {last}").format(
            first=EARLIEST.year, last=LATEST.year
        )
        raise _refused(field, value, years)
    return value.isoformat()


def _one_line(field: str, value: Value) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        most = _("un texte de {most} caractères au plus").format(most=LONGEST_TEXT)
        raise _refused(field, value, most)
    # As in the import: a line break in an address would end a mail header.
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", value).strip()


def _refused(field: str, value: Value, allowed: str) -> SettingError:
    return SettingError(
        _("« {field} » n'accepte pas « {value} ». Possible : {allowed}.").format(
            field=field, value=str(value)[:40], allowed=allowed
        )
    )
