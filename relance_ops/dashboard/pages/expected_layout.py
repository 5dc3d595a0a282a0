"""How « Quels sont les clients attendus ? » looks; it shows the page's state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard import awaiting
from relance_ops.dashboard.components import card, plain, quiet, small_button
from relance_ops.dashboard.filtering import Filters, acts, families
from relance_ops.dashboard.menu import ContextMenu, OfRow
from relance_ops.dashboard.pages.expected_table import TABLE, expected_table, frame
from relance_ops.dashboard.row_buttons import RowButtons
from relance_ops.i18n import _, ngettext, number
from relance_ops.rights import Right

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.expected import ExpectedPage


class ExpectedLayout(pn.viewable.Viewer):
    """The widgets of one `ExpectedPage`."""

    def __init__(self, page: ExpectedPage) -> None:
        super().__init__()
        self._page = page
        self.table = expected_table()
        self.count = quiet(align="center")
        self.outcome = pmui.Alert(
            "", visible=False, margin=(0, 0, 10, 0), sizing_mode="stretch_width"
        )
        self.back = small_button(
            _("Revenir à la liste à envoyer"), page.leave, icon="arrow_back",
            variant="contained", visible=False, margin=(0, 0, 14, 0),
        )  # fmt: skip
        self.filters = Filters(
            page,
            {
                "act": _("Acte"),
                "times": _("Relances reçues"),
                "age": _("Retard"),
                "family": _("Famille"),
                "followed": _("Suivi"),
            },
            always=True,
        )
        self.filters.offer("times", awaiting.numbers())
        self.filters.offer("age", awaiting.ages())
        self.filters.offer("family", families())
        self.filters.offer("followed", awaiting.follow_ups())
        self._body = self._arranged()

    def offer(self) -> None:
        """Let the acts of the list be chosen."""
        known = {
            (one.expected.act_type, one.expected.label, one.category)
            for one in self._page.awaited
        }
        self.filters.offer("act", acts(sorted(known)))

    def draw(self) -> None:
        """Show what the page found."""
        page = self._page
        shown, total = len(page.shown), len(page.awaited)
        self.table.value = frame(
            page.shown, zone=page.practice.settings().timezone,
            may_call=page.calling.allowed,
        )  # fmt: skip
        said = ngettext("{n} relance sans retour", "{n} relances sans retour", shown)
        words = said.format(n=number(shown))
        if shown != total:
            words = _("{found}, sur {total}").format(found=words, total=number(total))
        self.count.object = plain(words)

    def _arranged(self) -> pmui.Column:
        page = self._page
        tools = pmui.FlexBox(
            self.filters.search, self.filters.unfold, self.filters.clear, self._undo(),
            gap="12px", margin=(8, 8, 0, 8), sizing_mode="stretch_width",
        )  # fmt: skip
        below = pmui.FlexBox(
            self.count,
            pmui.FlexBox(
                self._order(), *self._exports(), gap="10px", margin=0,
                flex_wrap="nowrap", sizing_mode="stretch_width",
                styles={"flex": "1 1 320px", "max-width": "420px"},
            ),
            gap="8px 14px", margin=(14, 8, 8, 8), justify_content="space-between",
            align_items="center", sizing_mode="stretch_width",
        )  # fmt: skip
        return pmui.Column(
            self.outcome,
            self.back,
            card(
                tools,
                pmui.Column(self.filters, margin=(0, 8), sizing_mode="stretch_width"),
                below,
                self.table,
                sx={"p": {"xs": "4px", "md": "8px"}},
            ),
            *self._hearing(),
            page.cancelling,
            page.calling,
            page.download,
            sizing_mode="stretch_width",
            margin=0,
        )

    def _undo(self) -> pmui.Button:
        allowed = self._page.session.visitor.may(Right.SEND)
        return small_button(
            _("Annuler l'envoi de relances"), self._page.cancelling.ask, icon="undo",
            color="error", align="center", visible=allowed,
        )  # fmt: skip

    def _order(self) -> pmui.Select:
        return pmui.Select.from_param(
            self._page.param.order, label=_("Trier par"), description="",
            options=awaiting.orders(), margin=0, size="small", max_width=230,
            sizing_mode="stretch_width", styles={"flex": "1 1 170px"},
        )  # fmt: skip

    def _exports(self) -> tuple[pmui.Button, ...]:
        return tuple(
            small_button(
                label, action, icon="download", size="small", align="center",
                sx={"height": "40px"},
            )
            for label, action in (
                (_("Excel"), self._page.export_xlsx),
                (_("CSV"), self._page.export_csv),
            )
        )  # fmt: skip

    def _hearing(self) -> tuple[pn.viewable.Viewable, ...]:
        """What a row offers: its button, and its right click."""
        page = self._page
        offered: dict[str, OfRow] = {}
        if page.calling.allowed:
            offered[_("Noter un appel")] = page.call
        offered[_("Ouvrir la fiche")] = page.record
        may_undo = page.session.visitor.may(Right.SEND)
        return (
            RowButtons(target=TABLE, actions={"call": page.call}),
            ContextMenu(
                target=TABLE, title=_("Clients attendus"),
                label=_("Annuler l'envoi de relances") if may_undo else "",
                chosen=page.cancelling.ask, of_row=offered,
            ),
        )  # fmt: skip

    def __panel__(self) -> pn.viewable.Viewable:
        return self._body
