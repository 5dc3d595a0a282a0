"""A search box and filters above a list. They change what is shown, nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import answering, small_button
from relance_ops.dashboard.leaving import CATEGORY, Wanted, searchable
from relance_ops.i18n import _
from relance_ops.model import Kind

Options = Mapping[str, str | int]


class Filters(pn.viewable.Viewer):
    """The filters of one page, which are parameters of it.

    Args:
        page: Has the parameters.
        choices: Parameter to its label, in order.
        always: Shown on a wide screen without asking; on a phone they unfold.
    """

    def __init__(
        self, page: param.Parameterized, choices: Mapping[str, str], *, always: bool
    ) -> None:
        super().__init__()
        self._page = page
        self._defaults = {name: page.param[name].default for name in choices}
        self.search = pmui.TextInput(
            label=_("Chercher un client, un animal, un acte"), value=page.search,
            margin=0, size="small", align="center", max_width=340,
            sizing_mode="stretch_width", styles={"flex": "1 1 240px"},
        )  # fmt: skip
        # Each letter counts; the box is never written to while somebody types in it.
        self.search.param.watch(answering(self._look), ["value_input", "value"])
        self.selects = {
            name: pmui.Select.from_param(
                page.param[name], label=label, description="", margin=0, max_width=220,
                sizing_mode="stretch_width", styles={"flex": "1 1 140px"},
                options={_("Toutes"): self._defaults[name]}, size="small",
            )
            for name, label in choices.items()
        }  # fmt: skip
        self.clear = small_button(
            _("Tout afficher"), self.forget, icon="filter_alt_off", variant="text",
            visible=False, align="center",
        )  # fmt: skip
        self.unfold = small_button(
            _("Filtrer"), self._unfold, icon="filter_list", align="center",
            sx={"display": {"xs": "inline-flex", "md": "none"}} if always else {},
        )  # fmt: skip
        self._always = always
        self.row = pmui.FlexBox(
            *self.selects.values(), gap="12px", margin=(14, 0, 0, 0),
            visible=always, sx=_FOLDED if always else {},
            sizing_mode="stretch_width",
        )  # fmt: skip
        page.param.watch(answering(self._offer_all), ["search", *choices])

    def offer(self, name: str, options: Options) -> None:
        """Let *name* be one of *options*, label to value; the present one stays."""
        select = self.selects[name]
        value = getattr(self._page, name)
        kept = value if value in options.values() else self._defaults[name]
        select.param.update(options=dict(options), value=kept)

    def forget(self) -> None:
        """Show everything again."""
        self.search.param.update(value="", value_input="")
        self._page.param.update(search="", **self._defaults)

    def _look(self) -> None:
        self._page.search = self.search.value_input or ""

    def _unfold(self) -> None:
        if self._always:
            unfolded = not self.row.sx
            self.row.sx = _FOLDED if unfolded else {}
        else:
            self.row.visible = not self.row.visible

    def _offer_all(self) -> None:
        self.clear.visible = bool(self._page.search) or any(
            getattr(self._page, name) != default
            for name, default in self._defaults.items()
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self.row


_FOLDED = {"display": {"xs": "none !important", "md": "flex !important"}}


def kinds() -> Options:
    """The ways out, to choose one of."""
    return {
        _("Toutes"): "",
        _("Email"): Kind.EMAIL.value,
        _("SMS"): Kind.SMS.value,
        _("Lettre"): Kind.LETTER.value,
        _("Carte"): Kind.CARD.value,
    }


def families() -> Options:
    """The two families of reminders."""
    return {_("Toutes"): "", _("Actes"): "act", _("Informations"): "information"}


def acts(known: Sequence[tuple[str, str, str]]) -> Options:
    """Categories, then acts, of those in a list: (act type, label, category) each."""
    categories = sorted({category for _type, _label, category in known if category})
    labels = sorted(
        {(label, act_type) for act_type, label, _category in known},
        key=lambda one: searchable(one[0]),
    )
    return {
        _("Toutes"): "",
        **{
            _("Catégorie : {category}").format(category=category): (
                f"{CATEGORY}{category}"
            )
            for category in categories
        },
        **dict(labels),
    }


def wanted(page: Any) -> Wanted:
    """What the filters of *page* ask for."""
    return Wanted(page.search, page.kind, page.act, page.step, page.family)
