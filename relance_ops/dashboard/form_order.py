"""The clinic's order of preference: three lines that go up, go down, or are left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import Action, answering, plain, text
from relance_ops.dashboard.reach_chart import FORM_COLOURS, form_words
from relance_ops.dashboard.theme import QUIET
from relance_ops.errors import SettingError
from relance_ops.i18n import _
from relance_ops.model import Form

# The words are for those who hear the page: the eye has the arrow.
_ICON_ONLY = {
    "fontSize": 0,
    "minWidth": "44px",
    "width": "44px",
    "height": "40px",
    "p": 0,
    "& .MuiButton-startIcon": {"margin": 0},
    "& .MuiButton-startIcon > *": {"fontSize": "22px !important"},
}
_LINE = {
    "display": "flex",
    "flexDirection": "row",
    "alignItems": "center",
    "gap": "4px 10px",
    "py": "6px",
    "borderBottom": "1px solid #e8ecf0",
}


class FormOrder(pn.viewable.Viewer):
    """The forms in order, then those that are never used."""

    order: tuple[Form, ...] = param.Parameter(default=tuple(Form))
    may_change = param.Boolean(default=True, constant=True)
    change: Callable[[tuple[Form, ...]], None] = param.Callable(
        doc="Keeps a new order; refuses with SettingError."
    )

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        self.refused = text("", "body2", sx={"color": "error.main"}, visible=False)
        self.lines = tuple(_Line(self, position) for position in range(len(Form)))
        self._layout = pmui.Column(
            *(line.row for line in self.lines), self.refused,
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip
        self.param.watch(answering(self.show), "order")
        self.show()

    def forms(self) -> tuple[Form, ...]:
        """Every form: those in order, then those left out."""
        return (*self.order, *(form for form in Form if form not in self.order))

    def show(self) -> None:
        """Draw the lines again; each stays where it is and says another form."""
        self.refused.visible = False
        for line, form in zip(self.lines, self.forms(), strict=True):
            line.show(form)

    def move(self, position: int, by: int) -> None:
        """Exchange the form at *position* with its neighbour; the keyboard follows it."""
        there = position + by
        if not 0 <= there < len(self.order):
            return
        wanted = list(self.order)
        wanted[position], wanted[there] = wanted[there], wanted[position]
        self._keep(tuple(wanted))
        self.lines[there].focus(up=by < 0)

    def turn(self, position: int) -> None:
        """Leave the form at *position* out, or take it in at the end."""
        form = self.forms()[position]
        self._keep(
            tuple(one for one in self.order if one is not form)
            if form in self.order
            else (*self.order, form)
        )

    def _keep(self, wanted: tuple[Form, ...]) -> None:
        try:
            self.change(wanted)
        except SettingError as error:
            self.refused.param.update(object=plain(str(error)), visible=True)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


class _Line:
    """One place in the order, with its buttons."""

    def __init__(self, order: FormOrder, position: int) -> None:
        self._order = order
        self._position = position
        self.name = text(
            "", sx={"fontWeight": 600, "minWidth": "120px"}, align="center"
        )
        self.up = _icon_button("arrow_upward", lambda: order.move(position, -1))
        self.down = _icon_button("arrow_downward", lambda: order.move(position, 1))
        self.use = pmui.Button(
            label="", variant="text", margin=0, align="center", sx=QUIET,
            on_click=answering(lambda: order.turn(position)),
        )  # fmt: skip
        self.row = pmui.FlexBox(
            self.name, self.up, self.down, self.use,
            gap="4px 8px", align_items="center", margin=0, sizing_mode="stretch_width",
            sx=_LINE,
        )  # fmt: skip

    def show(self, form: Form) -> None:
        """Say *form* here."""
        used = form in self._order.order
        word, last = form_words(form), len(self._order.order) - 1
        # « 1. » would begin a list: these words are read as Markdown.
        rank = f"{self._position + 1} · " if used else ""
        self.name.param.update(
            object=f"{rank}{plain(word)}",
            sx={
                "fontWeight": 600,
                "minWidth": "104px",
                "color": FORM_COLOURS[form] if used else "#55616d",
            },
        )
        may = self._order.may_change
        self.up.param.update(
            label=_("Monter {form}").format(form=word),
            visible=used, disabled=not may or self._position == 0,
        )  # fmt: skip
        self.down.param.update(
            label=_("Descendre {form}").format(form=word),
            visible=used, disabled=not may or self._position == last,
        )  # fmt: skip
        words = _("Ne plus utiliser {form}") if used else _("Utiliser aussi {form}")
        self.use.param.update(label=words.format(form=word), disabled=not may)

    def focus(self, *, up: bool) -> None:
        """Put the keyboard on the arrow that was pressed, or on the one that is left."""
        first, second = (self.up, self.down) if up else (self.down, self.up)
        (second if first.disabled else first).focus()


def _icon_button(icon: str, action: Action) -> pmui.Button:
    return pmui.Button(
        label="", icon=icon, variant="outlined", margin=0, align="center",
        on_click=answering(action), sx=_ICON_ONLY,
    )  # fmt: skip
