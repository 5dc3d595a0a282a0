"""The two tables of the list to send, by reminder and by delivery, as they look."""

from __future__ import annotations

import pandas as pd
import panel as pn

from relance_ops import wording
from relance_ops.dashboard.components import chips, plain
from relance_ops.dashboard.leaving import Envelope, Leaving, name_of
from relance_ops.dashboard.row_buttons import button
from relance_ops.dashboard.tables import table
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _, ngettext

# Classes that their right click and their buttons are found by.
REMINDERS, DELIVERIES = "reminders-table", "deliveries-table"


def reminders() -> pn.widgets.Tabulator:
    """« Par relance », empty."""
    return table(
        {
            "client": _("Client"),
            "animal": _("Animal"),
            "act": _("Acte"),
            "due_on": _("Échéance"),
            "step": _("Relance"),
            "by": _("Forme"),
            "why": "",
        },
        dates=["due_on"],
        widths={"due_on": 120, "step": 110, "by": 120, "why": 52},
        style=asset("send_rows.css"),
        empty=_("Rien à envoyer aujourd'hui. Bonne journée !"),
        html=("by", "why"),
        sortable={"why": False},
        selectable="checkbox",
        css_classes=["tickable", REMINDERS],
    )


def reminders_frame(rows: list[Leaving]) -> pd.DataFrame:
    """The list as the table shows it, in the order of *rows*."""
    ask = button("why", "?", _("Pourquoi ?"))
    return pd.DataFrame(
        {
            "client": [row.client_name for row in rows],
            "animal": [row.reminder.animal_name for row in rows],
            "act": [row.reminder.label for row in rows],
            "due_on": pd.to_datetime([row.reminder.due_on for row in rows]),
            "step": [wording.nth_reminder(row.reminder.step) for row in rows],
            "by": [chips(row.kinds) for row in rows],
            "why": [ask(position) for position in range(len(rows))],
        }
    )


def deliveries() -> pn.widgets.Tabulator:
    """« Par envoi », empty."""
    return table(
        {
            "client": _("Client"),
            "by": _("Forme"),
            "address": _("Adresse"),
            "what": _("Relances"),
        },
        dates=[],
        widths={"client": 220, "by": 100, "address": 240},
        style=asset("send_rows.css"),
        empty=_("Rien à envoyer aujourd'hui. Bonne journée !"),
        html=("by", "address", "what"),
        sortable={"what": False, "address": False},
        selectable="checkbox",
        css_classes=["tickable", DELIVERIES],
    )


def deliveries_frame(
    shown: list[Envelope], rows: tuple[Leaving, ...], ticked: frozenset[int]
) -> pd.DataFrame:
    """The deliveries as their table shows them, each with its reminders folded."""
    return pd.DataFrame(
        {
            "client": [name_of(one.client) for one in shown],
            "by": [chips((one.kind,)) for one in shown],
            "address": [_where(position, one) for position, one in enumerate(shown)],
            "what": [
                _contents([(place in ticked, rows[place]) for place in one.rows])
                for one in shown
            ],
        }
    )


def _where(position: int, one: Envelope) -> str:
    """The address on one line, the name left out: it is beside it."""
    lines = one.address.split("\n")
    words = ", ".join(lines[1:] if one.kind.is_paper else lines)
    return f'<span data-row="{position}">{plain(words)}</span>'


def _contents(held: list[tuple[bool, Leaving]]) -> str:
    """The reminders of one delivery, which unfold; what stays is struck out."""
    lines = [_line(row, leaves=leaves) for leaves, row in held]
    if len(lines) == 1:
        return lines[0]
    animals = dict.fromkeys(row.reminder.animal_name for _leaves, row in held)
    words = ngettext("{n} relance", "{n} relances", len(lines)).format(n=len(lines))
    points = "".join(f"<li>{line}</li>" for line in lines)
    return (
        f"<details><summary>{plain(', '.join(animals))} : {plain(words)}</summary>"
        f"<ul>{points}</ul></details>"
    )


def _line(row: Leaving, *, leaves: bool) -> str:
    one = row.reminder
    words = plain(f"{one.animal_name} : {one.label} ({wording.nth_reminder(one.step)})")
    return words if leaves else f"<s>{words}</s>"
