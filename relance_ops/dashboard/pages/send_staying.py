"""« Pourquoi pas ? »: what does not leave today, why, and what one can do about it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import pandas as pd
import panel as pn
import panel_material_ui as pmui

from relance_ops import contacts
from relance_ops.dashboard.afterwards import afterwards
from relance_ops.dashboard.components import answering, plain, quiet, small_button
from relance_ops.dashboard.leaving import name_of, searchable
from relance_ops.dashboard.menu import ContextMenu, OfRow
from relance_ops.dashboard.remedies import DECEASED, DEPARTED, Concerned
from relance_ops.dashboard.row_buttons import RowButtons, button
from relance_ops.dashboard.tables import table
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _, day, language, number
from relance_ops.model import Reminder, ReminderState
from relance_ops.reports import Staying

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.send import SendPage

TABLE = "staying-table"


class StayingList(pn.viewable.Viewer):
    """The reminders that stay, by reason. Read when it is first opened."""

    def __init__(self, page: SendPage) -> None:
        super().__init__()
        self._page = page
        self.staying: tuple[Staying, ...] | None = None
        self.counts: Counter[str] = Counter()
        self.reason = ""
        self.shown: tuple[Staying, ...] = ()
        self.wait = pmui.FlexBox(
            pmui.CircularProgress(margin=0, size=24), quiet(_("Recherche des raisons…")),
            gap="12px", margin=(24, 12), align_items="center", visible=False,
        )  # fmt: skip
        self.reasons = pmui.FlexBox(gap="8px", margin=(12, 8, 10, 8))
        self.table = _table()
        self.rows = pmui.Column(margin=0, sizing_mode="stretch_width", visible=False)
        page.param.watch(answering(self.find), "search")
        self._body = pmui.Column(
            self.wait, self.reasons, self.rows, *self._hearing(), margin=0,
            sizing_mode="stretch_width", visible=False,
        )  # fmt: skip

    def open(self) -> None:
        """Show the list; read it, unless it was read since the last refresh."""
        self._body.visible = True
        if self.staying is None:
            self.wait.visible = True
            self.rows.visible = self.reasons.visible = False
            afterwards(self._page.practice.lists.staying, self._read)

    def close(self) -> None:
        """The list of what leaves is looked at."""
        self._body.visible = False

    def forget(self) -> None:
        """Something changed: the reasons are read again, now or when it is opened."""
        self.staying = None
        if self._body.visible:
            self.open()

    def choose(self, reason: str) -> None:
        """Show one reason."""
        self.reason = reason
        self._offer()
        self.find()

    def find(self) -> None:
        """Show those of the reason that the search finds."""
        if self.staying is None:
            return
        words = searchable(self._page.search.strip())
        self.shown = tuple(
            one
            for one in self.staying
            if one.reminder.reason_code == self.reason
            and words in searchable(_words(one))
        )
        self.table.value = _frame(self.shown, remedies=self._page.remedies.allowed)

    def _read(self, staying: tuple[Staying, ...]) -> None:
        self.staying = staying
        self.counts = Counter(one.reminder.reason_code for one in staying)
        if self.reason not in self.counts:
            self.reason = next((one for one in reasons() if one in self.counts), "")
        with pn.io.hold():
            self._offer()
            self.find()
            if not self.rows.objects:
                # A table that was made hidden stays empty (Panel 1.9).
                self.rows.append(self.table)
            self.wait.visible = False
            self.rows.visible = self.reasons.visible = True

    def _offer(self) -> None:
        self.reasons[:] = [
            small_button(
                f"{words} ({number(self.counts[code])})",
                partial(self.choose, code),
                variant="contained" if code == self.reason else "outlined",
                size="small",
            )
            for code, words in reasons().items()
            if self.counts[code]
        ]

    def _hearing(self) -> tuple[pn.viewable.Viewable, ...]:
        page = self._page

        def concerned(position: int) -> Concerned:
            one = self.shown[position]
            reminder = one.reminder
            return Concerned(one.client, reminder.animal_id, reminder.animal_name)

        actions: dict[str, OfRow] = {
            "why": lambda i: page.why.ask(concerned(i)),
            "record": lambda i: page.session.go(
                "client", self.shown[i].client.client_id
            ),
            "contact": lambda i: page.remedies.add_contact(concerned(i)),
            "deceased": lambda i: page.remedies.deceased(concerned(i)),
            "departed": lambda i: page.remedies.departed(concerned(i)),
            "address": lambda i: page.remedies.bad_address(concerned(i)),
            "alive": lambda i: page.remedies.is_back(concerned(i), DECEASED),
            "here": lambda i: page.remedies.is_back(concerned(i), DEPARTED),
        }
        words, offered = action_words(), ["why", "record"]
        if page.remedies.allowed:
            offered += ["deceased", "departed", "contact", "address"]
        return (
            RowButtons(target=TABLE, actions=actions),
            ContextMenu(
                target=TABLE,
                title=_("Pourquoi pas ?"),
                of_row={words[name]: actions[name] for name in offered},
            ),
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self._body


def reasons() -> dict[str, str]:
    """Reasons as headings, what one can do something about first."""
    return {
        "no_usable_channel": _("Sans moyen de contact"),
        "no_form_chosen": _("Aucune forme choisie"),
        "appointment": _("Rendez-vous pris"),
        "too_soon": _("Envoi trop récent"),
        "holdout": _("Groupe témoin"),
        "past_validity": _("Trop tard"),
        "deceased": _("Animal décédé"),
        "departed": _("Animal parti"),
        "archived": _("Client archivé"),
    }


def action_words() -> dict[str, str]:
    """What a row can offer, by name."""
    return {
        "why": _("Pourquoi ?"),
        "record": _("Fiche"),
        "contact": _("Ajouter un contact"),
        "deceased": _("Décédé"),
        "departed": _("Parti"),
        "address": _("Mauvaise adresse"),
        "alive": _("N'est pas décédé"),
        "here": _("N'est pas parti"),
    }


def _remedies(one: Staying) -> list[str]:
    """What a row offers beside its record, the likeliest first."""
    code, client = one.reminder.reason_code, one.client
    if code in ("deceased", "departed"):
        return ["alive" if code == "deceased" else "here"]
    if one.reminder.state is ReminderState.BLOCKED:
        written = ["address"] if contacts.postal_address(client) else []
        return ["contact", "deceased", "departed", *written]
    return ["deceased", "departed"] if code in ("appointment", "past_validity") else []


def _words(one: Staying) -> str:
    return f"{name_of(one.client)} {one.reminder.animal_name} {one.reminder.label}"


def _table() -> pn.widgets.Tabulator:
    return table(
        {
            "client": _("Client"),
            "animal": _("Animal"),
            "act": _("Acte, et raison"),
            "do": _("Que faire ?"),
        },
        dates=[],
        widths={"client": 150, "animal": 100, "do": 520},
        style=asset("staying_rows.css"),
        empty=_("Aucune relance ici."),
        html=("act", "do"),
        sortable={"do": False},
        selectable=False,
        css_classes=[TABLE],
    )


def _frame(shown: tuple[Staying, ...], *, remedies: bool) -> pd.DataFrame:
    made = {name: button(name, words) for name, words in action_words().items()}

    def offered(one: Staying) -> list[str]:
        return [*(_remedies(one) if remedies else []), "record"]

    return pd.DataFrame(
        {
            "client": [name_of(one.client) for one in shown],
            "animal": [one.reminder.animal_name for one in shown],
            "act": [_act(one.reminder) for one in shown],
            "do": [
                "".join(made[name](position) for name in offered(one))
                for position, one in enumerate(shown)
            ],
        }
    )


def _act(one: Reminder) -> str:
    return (
        f"{plain(one.label)}<br><span class='reason'>{plain(one.reason)}</span>"
        f"<span class='due'>, {_due(one.due_on, language())}</span>"
    )


# Thousands of rows have the same few days, and putting one into words is slow.
@lru_cache(maxsize=8192)
def _due(due_on: date, _language: str) -> str:
    return plain(_("échéance le {day}").format(day=day(due_on)))
