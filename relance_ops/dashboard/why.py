"""« Pourquoi ? »: everything about one animal's reminders, in sentences."""

from __future__ import annotations

import panel as pn
import panel_material_ui as pmui

from relance_ops import explain
from relance_ops.dashboard.components import (
    at_first_use,
    dialog,
    plain,
    small_button,
    text,
)
from relance_ops.dashboard.leaving import name_of
from relance_ops.dashboard.page import Session
from relance_ops.dashboard.remedies import Concerned, Remedies
from relance_ops.i18n import _, ngettext
from relance_ops.model import ReminderState

# What is behind: told, but not at first.
_OVER = (
    ReminderState.FULFILLED,
    ReminderState.SUPERSEDED,
    ReminderState.EXPIRED,
    ReminderState.SENT,
)


class Why(pn.viewable.Viewer):
    """The dialog, and the way from it to the record and the remedies."""

    def __init__(self, session: Session, remedies: Remedies) -> None:
        super().__init__()
        self._session = session
        self._remedies = remedies
        self._who: Concerned | None = None
        self._asked = text("", "subtitle1", margin=(4, 0, 6, 0))
        self.said = pn.pane.HTML(
            "", sizing_mode="stretch_width", margin=(0, 0, 14, 0), stylesheets=[_STYLE]
        )
        actions = [
            small_button(_("Ouvrir la fiche"), self.record, icon="folder_shared"),
            *(
                small_button(label, action, icon=icon)
                for label, action, icon in (
                    (_("Décédé"), self.deceased, "sentiment_dissatisfied"),
                    (_("Parti"), self.departed, "logout"),
                )
                if remedies.allowed
            ),
        ]
        self.dialog = dialog(
            self._asked,
            self.said,
            pmui.FlexBox(*actions, gap="10px", margin=(0, 0, 12, 0)),
            small_button(_("Fermer"), self.close, variant="text"),
            title=_("Pourquoi ?"),
            closes=True,
        )

    def ask(self, who: Concerned) -> None:
        """Say why this animal is, or is not, in the list."""
        self._who = who
        found = self._session.practice.why(who.animal_id)
        self._asked.object = plain(f"{who.animal_name} · {name_of(who.client)}")
        self.said.object = _as_html(found)
        self.dialog.open = True

    def close(self) -> None:
        """Close it."""
        self.dialog.open = False

    def record(self) -> None:
        """« Ouvrir la fiche »."""
        self.close()
        if self._who is not None:
            self._session.go("client", self._who.client.client_id)

    def deceased(self) -> None:
        """« Décédé »."""
        self.close()
        if self._who is not None:
            self._remedies.deceased(self._who)

    def departed(self) -> None:
        """« Parti »."""
        self.close()
        if self._who is not None:
            self._remedies.departed(self._who)

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)


def _as_html(found: explain.Explanation) -> str:
    """The sentences: what is going on first, what is over folded."""
    said = explain.sentences(found)
    # An animal without reminders has one sentence all the same.
    is_over = [reminder.state in _OVER for reminder in found.reminders] or [False]
    now = [s for s, behind in zip(said, is_over, strict=True) if not behind]
    over = [s for s, behind in zip(said, is_over, strict=True) if behind]
    if not now:
        now, over = over, []
    if not over:
        return _list(now)
    words = ngettext("{n} autre relance", "{n} autres relances", len(over))
    return (
        f"{_list(now)}<details><summary>{plain(words.format(n=len(over)))}</summary>"
        f"{_list(over)}</details>"
    )


def _list(sentences: list[str]) -> str:
    points = "".join(f"<li>{plain(sentence)}</li>" for sentence in sentences)
    return f"<ul>{points}</ul>"


_STYLE = """
:host { font: 1rem/1.5 Roboto, sans-serif; color: #1d2733; }
ul { margin: 4px 0; padding-left: 20px; }
li { margin: 6px 0; }
summary { cursor: pointer; color: #1565c0; font-weight: 600; padding: 6px 0; }
"""
