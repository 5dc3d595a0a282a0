"""What is due, why, and who is expected: reading only.

The normative rules are one query, `sql/due.sql`; the choice of the channel is pure
policy in `plan.py`. This module joins the two and puts reasons into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import duckdb

from relance_ops import choices, plan
from relance_ops.database import sql
from relance_ops.i18n import _, day
from relance_ops.model import Client, Form, Kind, Reminder, ReminderState
from relance_ops.reports import Expected, Staying
from relance_ops.settings import Settings

LISTED = (ReminderState.READY, ReminderState.HELD, ReminderState.BLOCKED)

# « Pourquoi pas ? », what one can do something about first.
NOT_LEAVING = (
    ReminderState.BLOCKED,
    ReminderState.HELD,
    ReminderState.EXPIRED,
    ReminderState.EXCLUDED,
)


class _Row(NamedTuple):
    client_id: str
    animal_id: str
    animal_name: str
    species: str
    recall_group: str
    act_type: str
    label: str
    family: str
    anchor_id: str
    due_on: date
    step: int
    planned_on: date | None
    state: str
    reason_code: str
    appointment_on: date | None
    last_sent_on: date | None
    allowed: str
    paper_form: str
    template: str
    is_withheld: bool | None


@dataclass(frozen=True, slots=True)
class Due:
    """The reminders of a day with everyone they concern.

    Attributes:
        reminders: By client, animal, recall group, anchor and step.
        joining: Planned ones near enough to join a delivery that leaves anyway; those
            that chance keeps back too, which join none (`plan.deliveries`).
        clients: By client_id, everyone in both.
    """

    reminders: tuple[Reminder, ...]
    joining: tuple[Reminder, ...]
    clients: dict[str, Client]


def due(
    cursor: duckdb.DuckDBPyConnection,
    settings: Settings,
    *,
    on: date,
    everything: bool = False,
    animal_ids: Sequence[str] | None = None,
) -> Due:
    """The reminders that are ready, held or blocked on *on*.

    Args:
        cursor: Inside the claim's transaction this is that transaction's.
        settings: The clinic's choices.
        on: The clinic's day.
        everything: Also the planned, sent, expired, superseded, fulfilled and
            excluded ones.
        animal_ids: Only these animals'; None for all.
    """
    parameters = _parameters(cursor, settings, on, everything=everything)
    parameters["animal_ids"] = animal_ids and list(animal_ids)
    rows = [_Row(*row) for row in cursor.execute(sql("due"), parameters).fetchall()]
    reaching = _LEAVING if everything else _LEAVING | {"planned"}
    wanted = {row.client_id for row in rows if row.state in reaching}
    known = clients_of(cursor, wanted)
    found = [
        _reached(row, known[row.client_id], settings)
        if row.state in reaching
        else _reminder(row)
        for row in rows
    ]
    return Due(
        reminders=tuple(
            reminder for reminder in found if everything or reminder.state in LISTED
        ),
        joining=tuple(
            reminder
            for reminder in found
            if reminder.state is ReminderState.PLANNED and reminder.channels
        ),
        clients=known,
    )


def staying(
    cursor: duckdb.DuckDBPyConnection, settings: Settings, *, on: date
) -> tuple[Staying, ...]:
    """« Pourquoi pas ? »: the reminders that do not leave on *on*, and whose.

    The blocked ones first, then the held, expired and excluded; in each, the latest
    due date first.
    """
    parameters = _parameters(cursor, settings, on, everything=True)
    rows = [
        _Row(*row)
        for row in cursor.execute(sql("due"), parameters).fetchall()
        if row[_STATE] in _STAYING
    ]
    known = clients_of(cursor, {row.client_id for row in rows})
    found = [
        _reached(row, known[row.client_id], settings)
        if row.state in _LEAVING
        else _reminder(row)
        for row in rows
    ]
    order = {state: place for place, state in enumerate(NOT_LEAVING)}
    kept = [one for one in found if one.state in order]
    kept.sort(key=lambda one: (order[one.state], -one.due_on.toordinal()))
    return tuple(Staying(one, known[one.client_id]) for one in kept)


def _parameters(
    cursor: duckdb.DuckDBPyConnection, settings: Settings, on: date, *, everything: bool
) -> dict[str, Any]:
    """What `sql/due.sql` takes, for every animal."""
    return {
        "on": on,
        "min_gap_days": settings.min_gap_days,
        "appointment_days": settings.appointment_days,
        **choices.holdout(cursor, settings),
        "ahead_days": settings.group_ahead_days,
        "everything": everything,
        "animal_ids": None,
    }


def clients_of(
    cursor: duckdb.DuckDBPyConnection, client_ids: Iterable[str]
) -> dict[str, Client]:
    """The clients with these ids, by id; unknown ids are left out."""
    wanted = sorted(client_ids)
    if not wanted:
        return {}
    rows = cursor.execute(sql("clients_of"), {"client_ids": wanted}).fetchall()
    return {row[0]: _client(row) for row in rows}


def expected(cursor: duckdb.DuckDBPyConnection, *, on: date) -> list[Expected]:
    """Who was reminded and has not come back by *on*, longest ago first."""
    rows = cursor.execute(sql("expected"), {"on": on}).fetchall()
    return [
        Expected(
            **{
                **row,
                "steps_sent": tuple(row["steps_sent"]),
                "channels": tuple(Kind(kind) for kind in row["channels"]),
            }
        )
        for row in (dict(zip(_EXPECTED, values, strict=True)) for values in rows)
    ]


_EXPECTED = tuple(Expected.__dataclass_fields__)

# Only these leave, or would: the others have no channel to choose.
_LEAVING = frozenset({"ready", "held"})

# What `NOT_LEAVING` is in the rows of the query, where blocked looks like ready.
_STAYING = _LEAVING | {"expired", "excluded"}
_STATE = _Row._fields.index("state")


def _client(row: tuple[Any, ...]) -> Client:
    email, paper, sms, no_email, no_paper, no_sms = row[13:19]
    boxes = zip((Form.EMAIL, Form.PAPER, Form.SMS), (email, paper, sms), strict=True)
    refusals = zip(
        (Form.EMAIL, Form.PAPER, Form.SMS), (no_email, no_paper, no_sms), strict=True
    )
    return Client(
        client_id=row[0],
        title=row[1],
        last_name=row[2],
        first_name=row[3],
        address1=row[4],
        address2=row[5],
        postcode=row[6],
        city=row[7],
        country=row[8],
        email=row[9],
        mobile=row[10],
        phone=row[11],
        language=row[12],
        boxes=frozenset(form for form, ticked in boxes if ticked),
        refusals=frozenset(form for form, refused in refusals if refused),
        mail_returned=row[19],
        dead_contacts=frozenset(
            (Form(form), address)
            for form, _bar, address in (text.partition("|") for text in row[20])
        ),
    )


def _reached(row: _Row, client: Client, settings: Settings) -> Reminder:
    allowed = frozenset(Form(word) for word in row.allowed.split("|") if word)
    return plan.with_channels(_reminder(row), client, allowed, settings)


def _reminder(row: _Row) -> Reminder:
    return Reminder(
        client_id=row.client_id,
        animal_id=row.animal_id,
        animal_name=row.animal_name,
        species=row.species,
        recall_group=row.recall_group,
        act_type=row.act_type,
        label=row.label,
        family=row.family,
        anchor_id=row.anchor_id,
        due_on=row.due_on,
        step=row.step,
        planned_on=row.planned_on,
        state=ReminderState(row.state),
        reason_code=row.reason_code,
        reason=_reason(row),
        paper_form=Kind(row.paper_form),
        template=row.template,
        withheld=row.is_withheld,
    )


def _reason(row: _Row) -> str:
    """The reason in a few words, for a person."""
    if not row.reason_code:
        return ""
    if row.reason_code == "appointment" and row.appointment_on:
        return _("rendez-vous le {day}").format(day=day(row.appointment_on))
    if row.reason_code == "too_soon" and row.last_sent_on:
        return _("dernier envoi trop récent, le {day}").format(
            day=day(row.last_sent_on)
        )
    return {
        "deceased": _("animal décédé"),
        "departed": _("animal parti"),
        "archived": _("client archivé"),
        "later_act": _("réalisé : un acte plus récent du même groupe existe"),
        "holdout": _(
            "groupe témoin : pas relancé, pour mesurer ce que font les relances"
        ),
        "past_validity": _("trop tard : la relance n'est plus valable"),
        "newer_step": _("remplacée par une relance plus récente"),
        "rule_starts_later": _("la règle ne s'appliquait pas encore"),
    }.get(row.reason_code, "")
