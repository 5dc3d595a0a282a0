"""The table of expected clients, as it looks: what one reads before calling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo
from functools import lru_cache

import pandas as pd
import panel as pn

from relance_ops import wording
from relance_ops.dashboard.calling import phone_link
from relance_ops.dashboard.components import chips, plain
from relance_ops.dashboard.row_buttons import button
from relance_ops.dashboard.tables import table
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _, day, language, ngettext, number
from relance_ops.reports import Awaited, Call

TABLE = "expected-table"


def expected_table() -> pn.widgets.Tabulator:
    """An empty one."""
    titles = {
        "client": _("Client"),
        "animal": _("Animal"),
        "act": _("Acte"),
        "sent": _("Relancé"),
        "since": _("Suivi"),
        "do": "",
    }
    return table(
        titles,
        dates=[],
        widths={"animal": 130, "sent": 186, "since": 230, "do": 92},
        style=asset("expected_rows.css"),
        empty=_("Personne n'est attendu."),
        html=tuple(titles),
        selectable=False,
        sortable=False,
        css_classes=[TABLE],
    )


def frame(listed: Sequence[Awaited], *, zone: tzinfo, may_call: bool) -> pd.DataFrame:
    """The rows as the table shows them."""
    call = button("call", _("Appel"))
    return pd.DataFrame(
        {
            "client": [_client(one) for one in listed],
            "animal": [_animal(one) for one in listed],
            "act": [_act(one) for one in listed],
            "sent": [_sent(one) for one in listed],
            "since": [_since(one, zone) for one in listed],
            "do": [
                call(position) if may_call else f"<span data-row='{position}'></span>"
                for position in range(len(listed))
            ],
        }
    )


def _client(one: Awaited) -> str:
    expected = one.expected
    return (
        f"<span class='name'>{plain(expected.client_name)}</span>"
        f"{phone_link(expected.phone, one.country)}"
    )


def _animal(one: Awaited) -> str:
    name = plain(one.expected.animal_name)
    if not one.others:
        return name
    n = len(one.others)
    words = ngettext("+ {n} autre : {names}", "+ {n} autres : {names}", n)
    others = plain(words.format(n=n, names=", ".join(one.others)))
    return f"{name}<span class='more' title='{others}'>{others}</span>"


def _act(one: Awaited) -> str:
    label = plain(one.expected.label)
    due = _overdue(one.expected.due_on, one.overdue_days, language())
    return f"<span title='{label}'>{label}</span><span class='more'>{plain(due)}</span>"


# Many rows have the same few days, and putting one into words is slow.
@lru_cache(maxsize=4096)
def _overdue(due_on: date, days: int, _language: str) -> str:
    due = _("dû le {day}").format(day=day(due_on))
    if days <= 0:
        return due
    late = _("retard {n} j").format(n=number(days))
    return f"{due}, {late}"


@lru_cache(maxsize=4096)
def _ago(days: int, _language: str) -> str:
    if days <= 0:
        return _("aujourd'hui")
    words = ngettext("il y a {n} jour", "il y a {n} jours", days)
    return words.format(n=number(days))


@lru_cache(maxsize=4096)
def _times(sent_on: date, n: int, _language: str) -> str:
    words = ngettext("{n} fois, le {day}", "{n} fois, le {day}", n)
    return words.format(n=n, day=day(sent_on))


def _sent(one: Awaited) -> str:
    expected = one.expected
    ago = _ago(one.since_days, language())
    times = _times(expected.last_sent_on, len(expected.steps_sent), language())
    return (
        f"{plain(ago)} {chips(expected.channels)}"
        f"<span class='more'>{plain(times)}</span>"
    )


def _since(one: Awaited, zone: tzinfo) -> str:
    parts = []
    if one.appointment_on is not None:
        booked = _("rendez-vous le {day}").format(day=day(one.appointment_on))
        parts.append(f"<span class='booked'>{plain(booked)}</span>")
    if one.calls:
        parts.append(_call(one, one.calls[0], zone))
    elif one.to_call:
        to_call = plain(_("à appeler"))
        parts.append(f"<span class='more'>{to_call}</span>")
    return "".join(parts)


def _call(one: Awaited, call: Call, zone: tzinfo) -> str:
    """The latest call: what it gave, then when, by whom, and about which animal."""
    told = ", ".join(p for p in (wording.call_outcome(call.outcome), call.note) if p)
    when = day(call.at.astimezone(zone).date())
    behind = _("appel du {day}, {who}").format(day=when, who=call.by)
    if call.animal_id != one.expected.animal_id and call.animal_name:
        behind = _("{call}, pour {animal}").format(call=behind, animal=call.animal_name)
    return (
        f"<span class='told' title='{plain(told)}'>{plain(told)}</span>"
        f"<span class='more'>{plain(behind)}</span>"
    )
