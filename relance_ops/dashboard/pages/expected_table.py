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
from relance_ops.dashboard.row_buttons import buttons
from relance_ops.dashboard.tables import table
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _, day, language, ngettext
from relance_ops.reports import Awaited, Call

TABLE = "expected-table"


def expected_table() -> pn.widgets.Tabulator:
    """An empty one."""
    titles = {
        "client": _("Client"),
        "animal": _("Animal"),
        "act": _("Acte"),
        "sent": _("Relancé"),
        "since": _("Depuis"),
        "do": "",
    }
    return table(
        titles,
        dates=[],
        widths={"animal": 130, "sent": 170, "since": 230, "do": 92},
        style=asset("expected_rows.css"),
        empty=_("Personne n'est attendu."),
        html=tuple(titles),
        selectable=False,
        sortable=False,
        css_classes=[TABLE],
    )


def frame(listed: Sequence[Awaited], *, zone: tzinfo, may_call: bool) -> pd.DataFrame:
    """The rows as the table shows them."""
    return pd.DataFrame(
        {
            "client": [_client(one) for one in listed],
            "animal": [_animal(one) for one in listed],
            "act": [_act(one) for one in listed],
            "sent": [_sent(one) for one in listed],
            "since": [_since(one, zone) for one in listed],
            "do": [
                _button(position, one, may_call=may_call)
                for position, one in enumerate(listed)
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
    return (
        f"{plain(one.expected.label)}"
        f"<span class='more'>{plain(_overdue(one.expected.due_on, one.overdue_days, language()))}"
        "</span>"
    )


# Many rows have the same few days, and putting one into words is slow.
@lru_cache(maxsize=4096)
def _overdue(due_on: date, days: int, _language: str) -> str:
    if days <= 0:
        return _("échéance le {day}").format(day=day(due_on))
    return ngettext(
        "échéance le {day}, {n} jour de retard",
        "échéance le {day}, {n} jours de retard",
        days,
    ).format(day=day(due_on), n=wording.number(days))


@lru_cache(maxsize=4096)
def _ago(sent_on: date, days: int, _language: str) -> str:
    if days <= 0:
        return _("aujourd'hui")
    return ngettext("le {day}, {n} jour", "le {day}, {n} jours", days).format(
        day=day(sent_on), n=wording.number(days)
    )


def _sent(one: Awaited) -> str:
    expected = one.expected
    n = len(expected.steps_sent)
    times = ngettext("{n} fois", "{n} fois", n).format(n=n)
    ago = _ago(expected.last_sent_on, one.since_days, language())
    return f"{plain(ago)}<span class='more'>{plain(times)} {chips(expected.channels)}</span>"


def _since(one: Awaited, zone: tzinfo) -> str:
    parts = []
    if one.appointment_on is not None:
        booked = _("rendez-vous le {day}").format(day=day(one.appointment_on))
        parts.append(f"<span class='booked'>{plain(booked)}</span>")
    if one.calls:
        parts.append(_call(one, one.calls[0], zone))
    elif one.to_call:
        parts.append(f"<span class='more'>{plain(_('à appeler'))}</span>")
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


def _button(position: int, one: Awaited, *, may_call: bool) -> str:
    if not may_call:
        return f"<span data-row='{position}'></span>"
    expected = one.expected
    heard = _("Noter un appel à {client} pour {animal}").format(
        client=expected.client_name, animal=expected.animal_name
    )
    return buttons(position, [("call", _("Appel"), heard)])
