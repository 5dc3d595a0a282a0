"""What has just been done, with « Annuler » beside it, until something else is."""

from __future__ import annotations

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.components import Action, answering, plain, text
from relance_ops.i18n import _

# Above the page and, on a phone, above the bar of the green button.
_FLOATING = {
    "position": "fixed",
    "zIndex": 1150,
    "left": {"xs": "12px", "md": "50%"},
    "right": {"xs": "12px", "md": "auto"},
    "bottom": {"xs": "92px", "md": "24px"},
    "transform": {"xs": "none", "md": "translateX(-50%)"},
    "width": "auto",
    "maxWidth": {"xs": "none", "md": "720px"},
    "height": "auto",
    "top": "auto",
    "bgcolor": "#1d2733",
    "borderRadius": "12px",
    "p": "8px 10px 8px 18px",
    "boxShadow": "0 6px 24px rgba(0, 0, 0, 0.35)",
}


class Undo(pn.viewable.Viewer):
    """One notice at a time: a new one takes the place of the last."""

    def __init__(self) -> None:
        super().__init__()
        self._action: Action | None = None
        self.words = text("", sx={"color": "#fff"}, align="center")
        self.button = pmui.Button(
            label=_("Annuler"), icon="undo", variant="text", margin=0,
            on_click=answering(self.undo), sx={"color": "#9ecbff"},
        )  # fmt: skip
        self.away = pmui.Button(
            label=_("Fermer"), variant="text", margin=0,
            on_click=answering(self.close), sx={"color": "#fff"},
        )  # fmt: skip
        self.notice = pmui.Paper(
            pmui.FlexBox(
                self.words,
                pmui.FlexBox(
                    self.button, self.away, gap="4px", flex_wrap="nowrap", margin=0,
                    styles={"flex": "0 0 auto", "min-width": "210px"},
                ),
                gap="4px 14px", justify_content="space-between",
                align_items="center", margin=0,
            ),
            elevation=0, margin=0, sx=_FLOATING, visible=False,
        )  # fmt: skip

    def show(self, sentence: str, undo: Action) -> None:
        """Say what was done; *undo* takes it back."""
        self._action = undo
        self.words.object = plain(sentence)
        self.notice.visible = True

    def undo(self) -> None:
        """« Annuler »."""
        action, self._action = self._action, None
        self.close()
        if action is not None:
            action()

    def close(self) -> None:
        """Put the notice away; what was done stays done."""
        self.notice.visible = False

    def __panel__(self) -> pn.viewable.Viewable:
        return self.notice
