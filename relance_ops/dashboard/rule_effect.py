"""« Voir l'effet »: what a draft would change over thirty days, then its publication."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import panel as pn
import panel_material_ui as pmui

from relance_ops import wording
from relance_ops.dashboard.components import (
    at_first_use,
    big_button,
    dialog,
    kind_words,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _, day, ngettext, number
from relance_ops.model import Kind
from relance_ops.reports import RuleEffect
from relance_ops.rulebook import EFFECT_DAYS

DAYS = EFFECT_DAYS


class EffectDialog(pn.viewable.Viewer):
    """Figures before and after, what changes, what surprises, and « Publier ».

    Args:
        publish: Told the comment by « Publier ».
    """

    def __init__(self, *, publish: Callable[[str], None]) -> None:
        super().__init__()
        self._publish = publish
        self._when = quiet(margin=(0, 0, 8, 0))
        self.figures = _html()
        self.changes = _html()
        self.warning = pmui.Alert(
            "", severity="warning", visible=False, margin=(10, 0, 0, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.comment = pmui.TextInput(
            label=_("Pourquoi ce changement ?"), description="", margin=(16, 0, 4, 0),
            max_length=200, sizing_mode="stretch_width",
        )  # fmt: skip
        self.publish_button = big_button(
            _("Publier"), self.publish, icon="publish", color="success"
        )
        self.dialog = dialog(
            self._when, self.figures,
            text(_("Ce qui change"), "subtitle1", sx={"fontWeight": 700},
                 margin=(14, 0, 0, 0)),
            self.changes, self.warning, self.comment, self.publish_button,
            small_button(_("Continuer à modifier"), self.close, variant="text"),
            title=_("Effet sur les 30 prochains jours"), closes=True,
        )  # fmt: skip

    def show(
        self,
        effect: RuleEffect,
        *,
        changes: Sequence[str],
        warnings: Sequence[str],
        labels: Mapping[str, str],
    ) -> None:
        """Open on *effect*; *labels* names the act types that changed."""
        self._when.object = plain(
            _("Du {since} au {until}, si personne ne revenait entre-temps.").format(
                since=day(effect.since), until=day(effect.until)
            )
        )
        self.figures.object = _figures(effect, labels)
        self.changes.object = bullets(changes)
        said = "<br>".join(plain(one) for one in warnings)
        self.warning.param.update(object=said, visible=bool(said))
        self.comment.value = ""
        self.dialog.open = True

    def publish(self) -> None:
        """« Publier »."""
        self._publish((self.comment.value or "").strip())
        self.close()

    def close(self) -> None:
        """Close it; nothing is published."""
        self.dialog.open = False

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)


def bullets(sentences: Sequence[str], *, most: int | None = None) -> str:
    """Sentences as a list, as HTML; after *most* of them, how many more there are."""
    shown = list(sentences[:most])
    more = len(sentences) - len(shown)
    if more:
        shown.append(
            ngettext(
                "et {n} autre changement", "et {n} autres changements", more
            ).format(n=more)
        )
    return f"<ul>{''.join(f'<li>{plain(one)}</li>' for one in shown)}</ul>"


def _figures(effect: RuleEffect, labels: Mapping[str, str]) -> str:
    """Deliveries by channel, the cost, then reminders by act type that changed."""
    channels = [
        _line(kind_words(kind), *counts, said=number)
        for kind, counts in effect.channels.items()
        if any(counts)
    ]
    if not channels:
        channels = [_line(kind_words(Kind.EMAIL), 0, 0, said=number)]
    cost = _line(_("Coût"), *effect.cost_cents, said=wording.money)
    acts = [
        _line(label, *effect.act_types.get(key, (0, 0)), said=number)
        for key, label in labels.items()
    ]
    return _table(_("Envois"), [*channels, cost]) + _table(
        _("Relances par modèle d'acte modifié"), acts
    )


def _table(heading: str, lines: Sequence[str]) -> str:
    titles = (heading, _("Avant"), _("Après"), _("Différence"))
    head = "".join(f'<th scope="col">{plain(one)}</th>' for one in titles)
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )


def _line(label: str, before: int, after: int, said: Callable[[int], str]) -> str:
    change = after - before
    sign = "+" if change > 0 else "−" if change < 0 else ""
    shown = f"{sign}{said(abs(change))}" if change else "="
    mark = "more" if change > 0 else "less" if change < 0 else ""
    return (
        f'<tr><th scope="row">{plain(label)}</th><td>{plain(said(before))}</td>'
        f'<td>{plain(said(after))}</td><td class="{mark}">{plain(shown)}</td></tr>'
    )


def _html() -> pn.pane.HTML:
    return pn.pane.HTML(
        stylesheets=[asset("rules.css")], sizing_mode="stretch_width", margin=0
    )
