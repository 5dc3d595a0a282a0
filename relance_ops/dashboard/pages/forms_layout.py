"""How « Sous quelle forme ? » is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.components import answering, card, plain, quiet, text
from relance_ops.dashboard.days_field import DaysField
from relance_ops.dashboard.form_order import FormOrder
from relance_ops.dashboard.magic import MagicButtons
from relance_ops.dashboard.reach_chart import chosen, reachable
from relance_ops.i18n import _, ngettext, number
from relance_ops.model import Form
from relance_ops.rights import RIGHTS, Right, Role, role_words
from relance_ops.settings import FormMode, Grouping, Usable

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.forms import FormsTab

# A long label begins beside its box, not under it.
_LONG_LABEL = {"& .MuiFormControlLabel-root": {"alignItems": "flex-start"}}


class FormsLayout:
    """The parts of the tab, kept in step with its parameters."""

    def __init__(self, tab: FormsTab) -> None:
        self._tab = tab
        may = tab.may_change
        self.box = pmui.Checkbox(
            label=_(
                "Je préfère choisir pour chaque client "
                "sous quelle forme ils recevront leurs relances"
            ),
            disabled=not may, margin=(2, 0, 6, 0), sizing_mode="stretch_width",
            sx=_LONG_LABEL,
        )  # fmt: skip
        self.box.param.watch(answering(self._box_turned), "value")
        self.meaning = text("")
        self.order = FormOrder(change=self._ordered, may_change=may)
        self.usable = self._radio("form.usable", _usable_words())
        self.magic = MagicButtons(press=tab.press, may_change=may)
        self.grouping = self._radio("grouping", _grouping_words())
        self.ahead = self._days(
            "group_ahead_days",
            _("Joindre les relances des jours suivants"),
            _(
                "Quand un courrier part, il emporte aussi les relances du même client "
                "prévues dans ce nombre de jours : un timbre de moins. 0 : jamais."
            ),
        )
        self.gap = self._days(
            "min_gap_days",
            _("Jours entre deux messages"),
            _(
                "Au moins ce nombre de jours entre deux messages pour le même acte "
                "du même animal. 0 : pas d'attente."
            ),
        )
        self.reachable = pn.pane.HTML(sizing_mode="stretch_width", margin=(6, 0))
        self.chosen = pn.pane.HTML(sizing_mode="stretch_width", margin=(6, 0))
        self.told = quiet(margin=(4, 0, 0, 0))
        self._clinic = self._clinic_card()
        self._clients = self._clients_card()
        self._body = self._arranged()
        tab.param.watch(answering(self.show), ["settings", "reach"])
        self.show()

    def show(self) -> None:
        """Draw what the tab holds; saying what is already kept changes nothing."""
        settings, reach = self._tab.settings, self._tab.reach
        by_client = settings.form_mode is FormMode.CLIENT
        self.box.value = by_client
        self.meaning.object = plain(_meaning(settings.form_mode))
        self._clinic.visible, self._clients.visible = not by_client, by_client
        self.order.order = settings.form_order
        self.usable.value = settings.form_usable.value
        self.grouping.value = settings.grouping.value
        self.ahead.kept, self.gap.kept = (
            settings.group_ahead_days,
            settings.min_gap_days,
        )
        self.magic.reach = reach
        self.reachable.object = reachable(reach)
        self.chosen.object = chosen(reach, settings)
        self.told.object = plain(" ".join(self._beside_picture()))

    def _beside_picture(self) -> list[str]:
        """What the bars do not say by themselves."""
        settings, reach = self._tab.settings, self._tab.reach
        total = len(reach.clients)
        said = [
            ngettext("{n} client en tout.", "{n} clients en tout.", total).format(
                n=number(total)
            )
        ]
        nobody = reach.chosen(settings)[None]
        if nobody:
            words = ngettext(
                "{n} ne recevrait rien.", "{n} ne recevraient rien.", nobody
            )
            said.append(words.format(n=number(nobody)))
        if settings.form_mode is FormMode.CLIENT or settings.form_usable is Usable.ALL:
            said.append(_("Qui reçoit par deux formes compte deux fois."))
        return said

    def _box_turned(self) -> None:
        mode = FormMode.CLIENT if self.box.value else FormMode.CLINIC
        if mode is not self._tab.settings.form_mode:
            self._tab.choose("form.mode", mode.value)

    def _ordered(self, order: tuple[Form, ...]) -> None:
        self._tab.choose("form.order", ",".join(order))

    def _radio(self, key: str, words: dict[str, str]) -> pmui.RadioBoxGroup:
        label, *_rest = words
        options = {said: value for said, value in words.items() if value}
        group = pmui.RadioBoxGroup(
            label=label, options=options, value=self._tab.settings.as_texts()[key],
            inline=False, disabled=not self._tab.may_change, margin=(14, 0, 0, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip

        def turned() -> None:
            if group.value != self._tab.settings.as_texts()[key]:
                self._tab.choose(key, group.value)

        group.param.watch(answering(turned), "value")
        return group

    def _days(self, key: str, label: str, words: str) -> DaysField:
        def change(typed: str) -> None:
            self._tab.choose(key, typed)

        return DaysField(
            label, words=words, change=change, disabled=not self._tab.may_change,
            kept=int(self._tab.settings.as_texts()[key]),
        )  # fmt: skip

    def _clinic_card(self) -> pmui.Paper:
        return card(
            text(_("L'ordre de la clinique"), "h3", margin=(0, 0, 4, 0)),
            quiet(_("La forme du haut est essayée la première."), margin=(0, 0, 6, 0)),
            self.order,
            self.usable,
        )

    def _clients_card(self) -> pmui.Paper:
        return card(
            text(_("Boutons magiques"), "h3", margin=(0, 0, 4, 0)),
            quiet(
                _(
                    "Cochez ou décochez une case sur toutes les fiches à la fois. "
                    "Le nombre de fiches est montré avant, et tout peut être annulé. "
                    "Un refus n'est jamais touché."
                ),
                margin=(0, 0, 6, 0),
            ),
            self.magic,
        )

    def _arranged(self) -> pmui.Column:
        who = card(
            text(_("Qui choisit la forme ?"), "h3", margin=(0, 0, 4, 0)),
            self.box,
            self.meaning,
            quiet(
                _("Dans les deux cas, le refus d'un client l'emporte toujours."),
                margin=(6, 0, 0, 0),
            ),
        )
        together = card(
            text(_("Ce qui part ensemble"), "h3", margin=0),
            self.grouping,
            self.ahead,
            self.gap,
        )
        picture = card(
            text(_("Qui peut être joint"), "h3", margin=0),
            self.reachable,
            text(_("Avec le choix actuel"), "h3", margin=(10, 0, 0, 0)),
            self.chosen,
            self.told,
        )
        gap = {"gap": "16px"}
        choices = pmui.Column(
            who, self._clinic, self._clients, together,
            sizing_mode="stretch_width", margin=0, sx=gap,
        )  # fmt: skip
        grid = pmui.Grid(
            pmui.Grid(choices, size={"xs": 12, "md": 7}, margin=0),
            pmui.Grid(picture, size={"xs": 12, "md": 5}, margin=0),
            container=True, spacing=2, sizing_mode="stretch_width", margin=0,
            sx={"pb": "72px"},
        )  # fmt: skip
        return pmui.Column(
            *([] if self._tab.may_change else [_only_looking()]),
            grid,
            self._tab.undo,
            sizing_mode="stretch_width",
            margin=0,
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self._body


def _meaning(mode: FormMode) -> str:
    """What happens with the box like that."""
    if mode is FormMode.CLIENT:
        return _(
            "Case cochée : chaque client reçoit ses relances par toutes les formes "
            "cochées sur sa fiche, si elles peuvent le joindre. Si aucune n'est cochée, "
            "rien ne part pour lui et la liste le dit."
        )
    return _(
        "Case décochée : la clinique choisit pour tout le monde, dans l'ordre "
        "ci-dessous. Les cases des fiches ne comptent pas."
    )


def _usable_words() -> dict[str, str]:
    """The heading, then each choice with its value."""
    return {
        _("Par combien de formes ?"): "",
        _("Par la première forme utilisable"): Usable.FIRST.value,
        _("Par toutes les formes utilisables"): Usable.ALL.value,
    }


def _grouping_words() -> dict[str, str]:
    """The heading, then each choice with its value."""
    return {
        _("Un courrier contient"): "",
        _("toutes les relances d'un client"): Grouping.CLIENT.value,
        _("toutes les relances d'un animal"): Grouping.ANIMAL.value,
        _("une seule relance"): Grouping.NONE.value,
    }


def _only_looking() -> pmui.Alert:
    """Why nothing can be changed here, and who can."""
    able = [role_words(role) for role in Role if Right.SETTINGS in RIGHTS[role]]
    return pmui.Alert(
        plain(
            _("Vous pouvez consulter ces choix. Comptes qui les changent : {able}.").format(
                able=", ".join(able)
            )
        ),
        severity="info", margin=(0, 0, 14, 0), sizing_mode="stretch_width",
    )  # fmt: skip
