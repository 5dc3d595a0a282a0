"""How « Règles » looks; it shows the page's state and nothing else."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

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
from relance_ops.dashboard.rule_axis import Span, axis, legend, span_of
from relance_ops.dashboard.rule_effect import bullets
from relance_ops.dashboard.theme import asset
from relance_ops.i18n import _, moment, ngettext
from relance_ops.model import Form
from relance_ops.reports import ActType
from relance_ops.rights import RIGHTS, Right, Role, role_words

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.rules import RulesTab

# The bar stays in sight while one scrolls: it must leave room for the rest.
MOST_CHANGES = 3
CHANGED = {"borderLeft": "4px solid #a85b00", "pl": "10px", "ml": "-14px"}


class RulesLayout(pn.viewable.Viewer):
    """The widgets of one `RulesTab`."""

    def __init__(self, page: RulesTab) -> None:
        super().__init__()
        self._page = page
        self.in_force = quiet(align="center")
        self.waiting = text("", "subtitle1", sx={"fontWeight": 700})
        self.changes = pn.pane.HTML(
            stylesheets=[asset("rules.css")], sizing_mode="stretch_width", margin=(6, 0)
        )
        self.bar = self._made_bar()
        self.abandoning = dialog(
            text(_("Ce que vous avez changé sans le publier sera perdu.")),
            big_button(
                _("Tout abandonner"), self._abandon, icon="delete_outline",
                color="error", margin=(14, 0, 4, 0),
            ),
            small_button(_("Continuer à modifier"), self._stay, variant="text"),
            title=_("Abandonner vos modifications ?"), closes=True,
        )  # fmt: skip
        self.none = quiet(_("Aucun modèle d'acte ne correspond."), visible=False)
        self.lines: dict[str, _Line] = {}
        self._sheets: dict[str, Any] = {}
        self._list = pmui.Column(sizing_mode="stretch_width", margin=0)
        self._body = pmui.Column(
            self._head(), self.bar, self.none, self._list, page.history,
            page.editor, page.effect, at_first_use(self.abandoning), sizing_mode="stretch_width",
            margin=0,
        )  # fmt: skip

    def draw(self) -> None:
        """Show the draft: only what is different is drawn again."""
        page = self._page
        known = tuple(line.about for line in self.lines.values())
        with pn.io.hold():
            if known != page.act_types:
                self._make_lines()
            span, usual = span_of(page.draft.rules), page.usual
            for line in self.lines.values():
                line.draw(page, span, usual)
            self._tell_changes()
            self._tell_version()
            self.filter()

    def filter(self) -> None:
        """Show what the search and the filter let through."""
        found = {one.act_type for one in self._page.found()}
        for key, line in self.lines.items():
            line.row.visible = key in found
        for category, sheet in self._sheets.items():
            sheet.visible = any(
                line.row.visible
                for line in self.lines.values()
                if line.about.category == category
            )
        self.none.visible = not found

    def _make_lines(self) -> None:
        page = self._page
        self.lines = {one.act_type: _Line(one, page) for one in page.act_types}
        self._sheets = {
            category: _spaced(
                card(
                    text(plain(category or _("Sans catégorie")), "h3"),
                    *(self.lines[one.act_type].row for one in members),
                )
            )
            for category, members in groupby(page.act_types, lambda one: one.category)
        }
        self._list[:] = list(self._sheets.values())

    def _tell_changes(self) -> None:
        changes = self._page.changes
        self.bar.visible = bool(changes)
        self.waiting.object = ngettext(
            "{n} modification non publiée",
            "{n} modifications non publiées",
            len(changes),
        ).format(n=len(changes))
        self.changes.object = bullets(changes, most=MOST_CHANGES)

    def _tell_version(self) -> None:
        practice = self._page.practice
        current = practice.rulebook.current()
        said = _("Aucune règle n'a encore été publiée.")
        if current is not None:
            said = _("Version {n} en vigueur depuis le {moment}, par {who}").format(
                n=current.version, who=current.published_by,
                moment=moment(current.published_at, practice.settings().timezone),
            )  # fmt: skip
        self.in_force.object = plain(said)

    def _head(self) -> pmui.Column:
        page = self._page
        search = pmui.TextInput.from_param(
            page.param.search, label=_("Chercher un modèle d'acte"), description="",
            margin=0, width=300, size="small", align="center",
        )  # fmt: skip
        having = pmui.Select.from_param(
            page.param.having, label=_("Montrer"), description="", margin=0, width=180,
            size="small", align="center",
            options={
                _("Tous"): "all", _("Avec règle"): "with", _("Sans règle"): "without",
            },
        )  # fmt: skip
        able = ", ".join(role_words(one) for one in Role if Right.RULES in RIGHTS[one])
        reading = quiet(
            _("Vous pouvez regarder les règles. Comptes qui les changent : {able}.").format(
                able=able
            ),
            visible=not page.may_change, margin=(0, 0, 10, 0),
        )  # fmt: skip
        row = pmui.FlexBox(
            search, having, self.in_force, gap="12px 14px", margin=(0, 0, 14, 0)
        )
        key = pn.pane.HTML(
            legend(), margin=(0, 0, 10, 0), sizing_mode="stretch_width",
            styles={"font-family": "Roboto, sans-serif", "font-size": "0.9rem",
                    "color": "#55616d"},
        )  # fmt: skip
        return pmui.Column(row, reading, key, sizing_mode="stretch_width", margin=0)

    def _made_bar(self) -> pmui.Column:
        buttons = pmui.FlexBox(
            small_button(
                _("Voir l'effet"), self._page.try_out, icon="insights",
                variant="contained",
            ),
            small_button(
                _("Tout abandonner"), self._ask, icon="delete_outline", color="error"
            ),
            gap="8px", margin=0,
        )  # fmt: skip
        return _spaced(
            card(self.waiting, self.changes, buttons, sx={"borderColor": "#a85b00"}),
            visible=False,
            styles={"position": "sticky", "top": "8px", "z-index": "5"},
        )

    def _ask(self) -> None:
        self.abandoning.open = True

    def _stay(self) -> None:
        self.abandoning.open = False

    def _abandon(self) -> None:
        self._stay()
        self._page.abandon()

    def __panel__(self) -> pn.viewable.Viewable:
        return self._body


class _Line:
    """One act type: its name, its picture, its button."""

    def __init__(self, about: ActType, page: RulesTab) -> None:
        self.about = about
        self.picture = pn.pane.HTML(sizing_mode="stretch_width", margin=0)
        self.state = quiet(margin=0)
        words = pmui.Column(
            text(plain(about.label), sx={"fontWeight": 600}), self.state, margin=0
        )
        button = small_button(
            _("Modifier"), lambda: page.edit(about.act_type), icon="edit",
            visible=page.may_change, size="small", sizing_mode="stretch_width",
        )  # fmt: skip
        self._grid = pmui.Grid(
            _place(words, {"xs": 8, "md": 3}, 1),
            _place(self.picture, {"xs": 12, "md": 7}, {"xs": 3, "md": 2}),
            _place(button, {"xs": 4, "md": 2}, {"xs": 2, "md": 3}),
            container=True, spacing=1, sizing_mode="stretch_width", margin=0,
            sx={"alignItems": "center"},
        )  # fmt: skip
        self.row = pmui.Column(self._grid, sizing_mode="stretch_width", margin=0)

    def draw(self, page: RulesTab, span: Span, usual: tuple[Form, ...]) -> None:
        """Show the draft's steps."""
        rules = page.draft.of(self.about.act_type)
        self.picture.object = axis(self.about.label, rules, span, usual=usual)
        self.state.object = plain(self._said(rules))
        changed = page.draft.is_changed(self.about.act_type)
        self.row.sx = {
            "borderTop": "1px solid #e3e7eb", "pt": "8px", "pb": "4px",
            **(CHANGED if changed else {}),
        }  # fmt: skip

    def _said(self, rules: tuple[Any, ...]) -> str:
        if not rules:
            return _("Sans règle")
        if not any(rule.active for rule in rules):
            return _("En pause")
        return self._delay()

    def _delay(self) -> str:
        """« 12 mois après l'acte », « à 6 mois »."""
        if not self.about.delay:
            return _("Échéance saisie à la main")
        written = re.fullmatch(r"\s*(\d+)\s*([dwmy])\s*", self.about.delay.lower())
        if written is None:
            return self.about.delay
        n, unit = int(written[1]), written[2]
        lasting = {
            "d": ngettext("{n} jour", "{n} jours", n),
            "w": ngettext("{n} semaine", "{n} semaines", n),
            "m": ngettext("{n} mois", "{n} mois", n),
            "y": ngettext("{n} an", "{n} ans", n),
        }[unit].format(n=n)
        if self.about.trigger == "age":
            return _("À l'âge de {lasting}").format(lasting=lasting)
        return _("{lasting} après l'acte").format(lasting=lasting)


def _spaced(sheet: pmui.Paper, **options: Any) -> pmui.Column:
    """A card with room under it."""
    return pmui.Column(
        sheet, sizing_mode="stretch_width", margin=(0, 0, 14, 0), **options
    )


def _place(what: Any, size: dict[str, int], order: Any) -> pmui.Grid:
    return pmui.Grid(what, size=size, margin=0, sx={"order": order})
