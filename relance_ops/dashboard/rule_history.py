"""The versions of the rules that were published, and the way back to one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.components import (
    at_first_use,
    big_button,
    card,
    dialog,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.rule_effect import bullets
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _, moment
from relance_ops.practice import Practice
from relance_ops.reports import RuleVersion
from relance_ops.rule_changes import diff

SHOWN = 10
MOST_CHANGES = 6


class RuleHistory(pn.viewable.Viewer):
    """The latest versions, what each changed, and a question before going back.

    Args:
        practice: The clinic.
        may_change: Whoever may not is offered no way back.
        go_back: Told the version by the answer to the question.
    """

    def __init__(
        self, practice: Practice, *, may_change: bool, go_back: Callable[[int], None]
    ) -> None:
        super().__init__()
        self._practice, self._may_change, self._go_back = practice, may_change, go_back
        self.version = 0
        self._rows = pmui.Column(sizing_mode="stretch_width", margin=0)
        self.changes = _html()
        self.dialog = dialog(
            text(_("Ces règles seront publiées de nouveau, en entier.")),
            self.changes,
            big_button(
                _("Revenir à cette version"), self.confirm, icon="history",
                color="primary",
            ),
            small_button(_("Ne rien changer"), self.close, variant="text"),
            title=_("Revenir à une version précédente ?"), closes=True,
        )  # fmt: skip
        self._sheet = card(
            text(_("Versions publiées"), "h3", margin=(0, 0, 6, 0)), self._rows
        )

    def load(self, labels: Mapping[str, str]) -> None:
        """Read the versions again."""
        rulebook = self._practice.rulebook
        versions = rulebook.versions()[: SHOWN + 1]
        rules = {one.version: rulebook.rules_of(one.version) for one in versions}
        rows = [
            self._row(
                one, diff(rules[older.version], rules[one.version], act_types=labels)
            )
            for one, older in pairwise(versions)
        ]
        if 0 < len(versions) <= SHOWN:
            rows.append(self._row(versions[-1], [_("Premières règles.")]))
        self._rows[:] = rows or [quiet(_("Aucune règle n'a encore été publiée."))]
        self._labels = labels

    def ask(self, version: int) -> None:
        """Show what going back to *version* changes, and ask."""
        rulebook = self._practice.rulebook
        self.version = version
        self.changes.object = bullets(
            diff(
                rulebook.rules_of(), rulebook.rules_of(version), act_types=self._labels
            )
            or [_("Rien ne change : ces règles sont celles d'aujourd'hui.")]
        )
        self.dialog.open = True

    def confirm(self) -> None:
        """Go back to it."""
        self.close()
        self._go_back(self.version)

    def close(self) -> None:
        """Close the question; nothing changes."""
        self.dialog.open = False

    def _row(self, one: RuleVersion, changes: list[str]) -> pmui.Column:
        current = self._practice.rulebook.current()
        in_force = current is not None and current.version == one.version
        zone = self._practice.settings().timezone
        who = _("Version {version}, publiée le {moment} par {who}").format(
            version=one.version, moment=moment(one.published_at, zone),
            who=one.published_by,
        )  # fmt: skip
        told = bullets(changes, most=MOST_CHANGES)
        comment = f"<p>« {plain(one.comment)} »</p>" if one.comment else ""
        badge = " <span>{}</span>".format(plain(_("en vigueur"))) if in_force else ""
        words = _html(f"<b>{plain(who)}</b>{badge}{comment}{told}")
        if in_force or not self._may_change:
            return _line(words)
        back = small_button(
            _("Revenir à cette version"), lambda: self.ask(one.version), icon="history",
            size="small",
        )  # fmt: skip
        return _line(words, back)

    def __panel__(self) -> pn.viewable.Viewable:
        return pmui.Column(
            self._sheet,
            at_first_use(self.dialog),
            sizing_mode="stretch_width",
            margin=0,
        )


def _line(*objects: pn.viewable.Viewable) -> pmui.Column:
    return pmui.Column(
        *objects, sizing_mode="stretch_width", margin=0,
        sx={"borderTop": "1px solid #e3e7eb", "py": "10px"},
    )  # fmt: skip


def _html(words: str = "") -> pn.pane.HTML:
    return pn.pane.HTML(
        words, stylesheets=[asset("rules.css")], sizing_mode="stretch_width", margin=0
    )
