"""The list to send: its filters, its two tables, and what is said above them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import panel as pn
import panel_material_ui as pmui

from relance_ops import wording
from relance_ops.dashboard.components import (
    Action,
    answering,
    plain,
    quiet,
    small_button,
)
from relance_ops.dashboard.filtering import Filters, acts, families, kinds
from relance_ops.dashboard.leaving import Envelope, envelopes
from relance_ops.dashboard.menu import ContextMenu, OfRow
from relance_ops.dashboard.pages import send_tables
from relance_ops.dashboard.pages.send_tables import DELIVERIES, REMINDERS
from relance_ops.dashboard.remedies import Concerned
from relance_ops.dashboard.row_buttons import RowButtons
from relance_ops.i18n import _, ngettext
from relance_ops.model import Client

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.send import SendPage


class SendList(pn.viewable.Viewer):
    """What would leave, by reminder or by delivery."""

    def __init__(self, page: SendPage) -> None:
        super().__init__()
        self._page = page
        self._drawing = False
        # Put together when somebody looks by delivery.
        self._envelopes: tuple[Envelope, ...] | None = None
        self.filters = Filters(
            page,
            {
                "kind": _("Forme"),
                "act": _("Acte"),
                "step": _("Relance"),
                "family": _("Famille"),
            },
            always=False,
        )
        self.said = quiet(align="center")
        self.tick = _beside(partial(page.tick, ticked=True))
        self.untick = _beside(partial(page.tick, ticked=False))
        self.table = send_tables.reminders()
        self.table.param.watch(answering(self._reminders_ticked), "selection")
        self.deliveries = send_tables.deliveries()
        self.deliveries.param.watch(answering(self._deliveries_ticked), "selection")
        # The places are hidden, not the tables: those would stay on the screen.
        self._by_reminder, self._by_delivery = (
            pmui.Column(one, margin=0, sizing_mode="stretch_width", visible=is_first)
            for one, is_first in ((self.table, True), (self.deliveries, False))
        )
        page.param.watch(answering(self._ticked_elsewhere), "ticked")
        above = [self.said, self.tick, self.untick]
        self._body = pmui.Column(
            pmui.FlexBox(*above, gap="0 8px", margin=(10, 8, 4, 8)),
            self._by_reminder, self._by_delivery, *self._hearing(), margin=0,
            sizing_mode="stretch_width",
        )  # fmt: skip

    def draw(self) -> None:
        """Show the page's list."""
        self._envelopes = None
        self._offer()
        self.turn()

    def _offer(self) -> None:
        reminders = [row.reminder for row in self._page.rows]
        steps = sorted({one.step for one in reminders})
        categories = self._page.categories
        known = {
            (one.act_type, one.label, categories.get(one.act_type, ""))
            for one in reminders
        }
        self.filters.offer("kind", kinds())
        self.filters.offer("act", acts(sorted(known)))
        self.filters.offer(
            "step",
            {_("Toutes"): 0, **{wording.nth_reminder(step): step for step in steps}},
        )
        self.filters.offer("family", families())

    def open(self) -> None:
        """What leaves is looked at again."""
        self._body.visible = self.filters.unfold.visible = True
        self.turn()

    def close(self) -> None:
        """What stays is looked at."""
        self._body.visible = False
        self.filters.unfold.visible = self.filters.row.visible = False

    def shown_envelopes(self) -> list[Envelope]:
        """The deliveries that hold a shown reminder, by the wanted way out."""
        page, shown = self._page, frozenset(self._page.shown)
        if self._envelopes is None:
            self._envelopes = envelopes(page.preview, page.rows)
        return [
            one
            for one in self._envelopes
            if shown.intersection(one.rows) and page.kind in ("", one.kind)
        ]

    def turn(self) -> None:
        """Show what the filters and the switch ask for."""
        page = self._page
        if page.view == "staying":
            return
        by_delivery = page.view == "deliveries"
        current = self.deliveries if by_delivery else self.table
        with pn.io.hold(), self._quietly():
            # Panel maps the old selection onto a new value: it must be emptied first.
            current.selection = []
            current.value = (
                send_tables.deliveries_frame(
                    self.shown_envelopes(), page.rows, page.ticked
                )
                if by_delivery
                else send_tables.reminders_frame(
                    [page.rows[place] for place in page.shown]
                )
            )
            current.selection = self._selection()
            self._by_reminder.visible = not by_delivery
            self._by_delivery.visible = by_delivery
            self._say()

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """What the program ticks is not what a person ticked."""
        self._drawing = True
        try:
            yield
        finally:
            self._drawing = False

    def _selection(self) -> list[int]:
        """Positions that are ticked in the table that is shown."""
        ticked = self._page.ticked
        if self._page.view == "deliveries":
            return [
                position
                for position, one in enumerate(self.shown_envelopes())
                if ticked.intersection(one.rows)
            ]
        return [i for i, place in enumerate(self._page.shown) if place in ticked]

    def _reminders_ticked(self) -> None:
        if self._drawing:
            return
        page = self._page
        chosen = frozenset(page.shown[position] for position in self.table.selection)
        page.ticked = (page.ticked - frozenset(page.shown)) | chosen

    def _deliveries_ticked(self) -> None:
        """A delivery that was unticked takes its reminders with it, and back."""
        if self._drawing:
            return
        page, shown = self._page, self.shown_envelopes()
        before, after = set(self._selection()), set(self.deliveries.selection)
        gone = {place for position in before - after for place in shown[position].rows}
        back = {place for position in after - before for place in shown[position].rows}
        page.ticked = (page.ticked - gone) | back

    def _ticked_elsewhere(self) -> None:
        """Show ticks that came from a button, or from a delivery sharing a reminder."""
        by_delivery = self._page.view == "deliveries"
        current = self.deliveries if by_delivery else self.table
        selection = self._selection()
        with self._quietly():
            if current.selection != selection:
                current.selection = selection
        self._say()

    def _say(self) -> None:
        """How many are shown, and what the green button does."""
        page = self._page
        total, shown = len(page.rows), len(page.shown)
        ticked = frozenset(page.shown) & page.ticked
        is_filtered = shown != total
        self.said.object = plain(
            said(total, shown if is_filtered else None, page.ticked)
        )
        self.tick.visible = len(ticked) < shown
        self.untick.visible = bool(ticked)
        self.tick.label = _("Cocher celles-ci") if is_filtered else _("Tout cocher")
        self.untick.label = (
            _("Décocher celles-ci") if is_filtered else _("Tout décocher")
        )

    def _hearing(self) -> tuple[Any, ...]:
        """What a row offers: its button, and its right click."""
        page = self._page

        def concerned(position: int) -> Concerned:
            row = page.rows[page.shown[position]]
            reminder = row.reminder
            return Concerned(row.client, reminder.animal_id, reminder.animal_name)

        def record(client: Client) -> None:
            page.session.go("client", client.client_id)

        open_record = _("Ouvrir la fiche")
        offered: dict[str, OfRow] = {
            _("Pourquoi ?"): lambda i: page.why.ask(concerned(i)),
            open_record: lambda i: record(concerned(i).client),
        }
        if page.remedies.allowed:
            offered |= {
                _("Décédé"): lambda i: page.remedies.deceased(concerned(i)),
                _("Parti"): lambda i: page.remedies.departed(concerned(i)),
            }
        return (
            ContextMenu(target=REMINDERS, title=_("Relance"), of_row=offered),
            ContextMenu(
                target=DELIVERIES,
                title=_("Envoi"),
                of_row={
                    open_record: lambda i: record(self.shown_envelopes()[i].client)
                },
            ),
            RowButtons(
                target=REMINDERS, actions={"why": lambda i: page.why.ask(concerned(i))}
            ),
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self._body


def said(total: int, shown: int | None, ticked: frozenset[int]) -> str:
    """What stands above the list; *shown* is None where nothing is left out."""
    if shown is not None:
        return ngettext(
            "{shown} affichée sur {total} ; "
            "le bouton vert envoie tout ce qui est coché ({ticked}).",
            "{shown} affichées sur {total} ; "
            "le bouton vert envoie tout ce qui est coché ({ticked}).",
            shown,
        ).format(shown=shown, total=total, ticked=len(ticked))
    if len(ticked) == total:
        return ngettext(
            "{n} relance, cochée.", "{n} relances, toutes cochées.", total
        ).format(n=total)
    return ngettext(
        "{n} relance cochée sur {total}.",
        "{n} relances cochées sur {total}.",
        len(ticked),
    ).format(n=len(ticked), total=total)


def _beside(action: Action) -> pmui.Button:
    """A button that stands in the line of the count, and is named with it."""
    return small_button("", action, variant="text", size="small", align="center")
