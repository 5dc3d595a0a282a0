"""How « Réglages » looks; it shows the page's state and nothing else."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.components import (
    answering,
    card,
    kind_words,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.download import Download
from relance_ops.dashboard.email_account import account_words, advice
from relance_ops.dashboard.theme import COLOURS, ICONS, TINTS, asset
from relance_ops.dashboard.upload import Upload
from relance_ops.i18n import _, moment
from relance_ops.logo_drawing import MOST_BYTES
from relance_ops.model import Kind

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.settings import SettingsTab


class SettingsLayout(pn.viewable.Viewer):
    """The widgets of one `SettingsTab`."""

    def __init__(self, page: SettingsTab) -> None:
        super().__init__()
        self._page = page
        self.download = Download()
        self.letterhead = pn.pane.HTML(
            sizing_mode="stretch_width", margin=0, stylesheets=[asset("paper.css")]
        )
        self._make_logo(page)
        self.when = quiet(margin=(0, 0, 6, 0))
        self.checked = {
            kind: text("", "body2", margin=(2, 0, 0, 0), visible=False)
            for kind in (Kind.EMAIL, Kind.SMS)
        }
        self._layout = self._arranged()
        self.show_logo()

    def show_letterhead(self, sides: list[bytes]) -> None:
        """Show a letter as it would leave."""
        drawn = b64encode(sides[0]).decode("ascii")
        told = plain(_("Aperçu d'une lettre"))
        self.letterhead.object = (
            f'<img class="letter" alt="{told}" src="data:image/png;base64,{drawn}">'
        )

    def show_logo(self) -> None:
        """Show whether there is a logo."""
        logo = self._page.practice.logo.read()
        self.logo_state.object = (
            _("Aucun logo : le nom de la clinique suffit.")
            if logo is None
            else _("Un logo de {width} × {height} points, en haut à droite.").format(
                width=logo.width, height=logo.height
            )
        )
        self.logo_away.visible = logo is not None and self._page.may_write

    def show_hours(self, opens: datetime | None, zone: tzinfo) -> None:
        """Say when the next SMS may leave."""
        self.when.object = plain(
            _("En ce moment, les SMS partent.")
            if opens is None
            else _("En ce moment, les SMS attendent : ils partiront le {moment}.").format(
                moment=moment(opens, zone)
            )
        )  # fmt: skip

    def show_check(self, kind: Kind, said: str | None, *, good: bool) -> None:
        """Say what a test found; None while it is under way."""
        line = self.checked[kind]
        line.param.update(
            object=plain(_("Essai en cours…") if said is None else said),
            visible=True,
            sx={
                "color": "success.main" if good and said else "text.secondary"
                if good else "error.main",
                "overflowWrap": "anywhere",
            },
        )  # fmt: skip

    def _make_logo(self, page: SettingsTab) -> None:
        self.logo_state = quiet()
        words = _("Choisir un logo (PNG ou JPEG, 1 Mo au plus)")
        self.logo = Upload(
            label=words, uploaded_label=words, variant="outlined",
            accept=".png,.jpg,.jpeg", margin=0, visible=page.may_write,
            most_bytes=MOST_BYTES, disabled=not page.may_write,
            sx={"maxWidth": "100%"},
        )  # fmt: skip
        self.logo.param.watch(answering(self._logo_chosen), "value")
        self.logo_away = small_button(
            _("Retirer le logo"), page.remove_logo, variant="text", visible=False
        )

    def _logo_chosen(self) -> None:
        upload = self.logo.value
        if not upload:
            return
        self.logo.clear()
        self._page.keep_logo(upload)

    def _arranged(self) -> pmui.Grid:
        page = self._page
        identity = _sheet(_("La clinique"), "", page.clinic)
        head = _sheet(
            _("L'en-tête des lettres"), "", self.letterhead, self.logo_state,
            pmui.FlexBox(self.logo, self.logo_away, gap="10px", margin=(8, 0, 0, 0)),
        )  # fmt: skip
        left = [
            _sheet(_("Par où partent les messages"), "", *self._ways()),
            _sheet(
                _("Importer un export"),
                _(
                    "Les fichiers du logiciel de la clinique : clients, animaux, actes, "
                    "rendez-vous… en CSV ou Excel. Les importer deux fois ne change rien."
                ),
                page.imports,
            ),
        ]
        right = [
            _sheet(
                _("SMS"),
                _("En dehors de ces heures, les SMS attendent la suivante."),
                self.when, page.hours,
            ),
            self._printer(),
            _sheet(
                _("Prix"), _("Pour le coût estimé avant chaque envoi."), page.prices
            ),
            _sheet(_("Autres réglages"), "", page.others),
        ]  # fmt: skip
        return pmui.Grid(
            *(_half(*sheets) for sheets in ([identity], [head], left, right)),
            self.download,
            container=True, spacing=2, sizing_mode="stretch_width", margin=0,
        )  # fmt: skip

    def _printer(self) -> pmui.Paper:
        return _sheet(
            _("L'imprimante"),
            _(
                "Avec une adresse, les courriers s'impriment tout seuls, et la "
                "question s'ouvre avec ce que dit l'imprimante."
            ),
            self._page.printer,
        )

    def _ways(self) -> list[pmui.Row]:
        page = self._page
        outboxes = page.practice.outboxes()
        account, sms = page.practice.config.email, page.practice.sms
        rows = []
        for kind in Kind:
            if kind.is_paper:
                said = _("Un seul PDF par envoi, à imprimer d'ici.")
                button = small_button(
                    _("Page d'essai"), partial(page.test_page, kind), size="small"
                )  # fmt: skip
            else:
                said = (
                    _("Aucun compte : tout est écrit dans le dossier {folder}").format(
                        folder=outboxes[kind].resolve()
                    )
                    if kind in outboxes
                    else sms.told
                    if sms and kind is Kind.SMS
                    else account_words(account)
                )
                button = small_button(
                    _("Tester"), partial(page.check, kind), size="small",
                    visible=page.may_write,
                )  # fmt: skip
            more = (
                advice(page.practice.config, page.practice.settings().clinic)
                if kind is Kind.EMAIL and page.may_write
                else []
            )
            rows.append(self._way(kind, said, button, more))
        return rows

    def _way(self, kind: Kind, said: str, button: Any, more: list[Any]) -> pmui.Row:
        badge = pmui.Avatar(
            f":material/{ICONS[kind]}:", margin=(2, 14, 0, 0), size="medium",
            sx={"bgcolor": TINTS[kind], "color": COLOURS[kind]},
        )  # fmt: skip
        told = pmui.Column(
            text(kind_words(kind), sx={"fontWeight": 600}),
            quiet(plain(said), sx={"overflowWrap": "anywhere"}),
            *([self.checked[kind]] if kind in self.checked else []),
            *more,
            sizing_mode="stretch_width", margin=0,
        )  # fmt: skip
        return pmui.Row(
            badge, told, button, sizing_mode="stretch_width", margin=(0, 0, 12, 0)
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def _half(*sheets: Any) -> pmui.Grid:
    column = pmui.Column(
        *sheets, sizing_mode="stretch_width", margin=0, sx={"gap": "16px"}
    )
    return pmui.Grid(column, size={"xs": 12, "md": 6}, margin=0)


def _sheet(title: str, words: str, *objects: Any) -> pmui.Paper:
    heading = text(title, "h3", margin=(2, 0, 8, 0))
    intro = [quiet(words, margin=(0, 0, 8, 0))] if words else []
    return card(heading, *intro, *objects)
