"""What « Modèles de courrier » asks: a version to go back to, a name, an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui
import param

from relance_ops.dashboard.components import (
    answering,
    at_first_use,
    big_button,
    dialog,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.level_words import only_for
from relance_ops.errors import RelanceError
from relance_ops.i18n import _, moment
from relance_ops.library import Part
from relance_ops.word_levels import COMMON, Level
from relance_ops.word_rows import Version

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.templates import TemplatesTab

# As many as one looks back at.
_VERSIONS_SHOWN = 30

_BEGINNING = 90


class HistoryDialog(pn.viewable.Viewer):
    """Every version of a template's words, newest first."""

    def __init__(self, page: TemplatesTab) -> None:
        super().__init__()
        self._page = page
        self.lines = pmui.Column(sizing_mode="stretch_width", margin=0)
        self.dialog = dialog(
            self.lines,
            small_button(_("Fermer"), self.close, variant="text"),
            title=_("Versions de ce modèle"),
            closes=True,
        )

    def ask(self) -> None:
        """Show the versions of the page's template."""
        page = self._page
        found = page.practice.words.history(page.template, page.spoken)
        latest = {(v.level, v.part): v for v in reversed(found)}.values()
        self.lines[:] = [
            self._line(version, page, held=version in latest)
            for version in found[:_VERSIONS_SHOWN]
        ] or [quiet(_("Ces mots n'ont jamais été changés."), margin=(6, 0, 10, 0))]
        self.dialog.open = True

    def close(self) -> None:
        """Close it; nothing changes."""
        self.dialog.open = False

    def _line(self, version: Version, page: TemplatesTab, *, held: bool) -> pmui.Column:
        zone = page.trial.settings.timezone
        beginning = " ".join(version.words.split())[:_BEGINNING]
        back = small_button(
            _("Revenir à cette version"), lambda: self._restore(version),
            variant="text", visible=page.may_write, size="small",
            disabled=held,
        )  # fmt: skip
        return pmui.Column(
            text(
                plain(
                    _("{part}, {moment}, par {who}").format(
                        part=part_words(version.part, version.level),
                        moment=moment(version.written_at, zone),
                        who=version.written_by,
                    )
                ),
                sx={"fontWeight": 600},
            ),
            quiet(plain(beginning or _("Les mots de base"))),
            back,
            margin=(0, 0, 10, 0), sizing_mode="stretch_width",
            sx={"borderBottom": "1px solid #e4e8ec", "pb": "6px"},
        )  # fmt: skip

    def _restore(self, version: Version) -> None:
        self._page.restore(version)
        self.close()

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)


class _Asking(pn.viewable.Viewer):
    """One line to fill in, and one button; what is wrong is said under the line."""

    value = param.String(doc="What is typed.")

    def __init__(
        self, *, title: str, label: str, button: str, icon: str, hint: str,
        act: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._act = act
        self.line = pmui.TextInput.from_param(
            self.param.value, label=label, description="", margin=(8, 0, 4, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.line.param.watch(answering(self.go), "enter_pressed")
        self.fault = pmui.Alert(
            "", severity="error", visible=False, margin=(6, 0, 0, 0),
            sizing_mode="stretch_width",
        )  # fmt: skip
        self.hint = quiet(hint, margin=(0, 0, 8, 0))
        self.button = big_button(button, self.go, icon=icon, color="primary")
        self.dialog = dialog(
            self.hint, self.line, self.fault, self.button,
            small_button(_("Annuler"), self.close, variant="text"),
            title=title, closes=True,
        )  # fmt: skip

    def go(self) -> None:
        """Do it; what is refused is said here."""
        try:
            self._act(self.value)
        except RelanceError as error:
            self.fault.param.update(object=plain(str(error)), visible=True)
        else:
            self.close()

    def open(self) -> None:
        """Ask."""
        self.fault.visible = False
        self.dialog.open = True

    def close(self) -> None:
        """Close it; nothing is done."""
        self.dialog.open = False

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)


class NewTemplateDialog(_Asking):
    """The name of a template of the clinic's own."""

    def __init__(self, *, create: Callable[[str], None]) -> None:
        super().__init__(
            title=_("Nouveau modèle"), label=_("Nom, par exemple « Rappel rage »"),
            button=_("Créer le modèle"), icon="add", hint="", act=create,
        )  # fmt: skip

    def ask(self, copy_of: str) -> None:
        """Ask for the name; the words will begin as those of *copy_of*."""
        self.hint.object = plain(
            _("Il commence avec les mots de « {name} », et chaque règle peut le nommer.")
            .format(name=copy_of)
        )  # fmt: skip
        self.value = ""
        self.open()


class TestDialog(_Asking):
    """The address that a test goes to."""

    __test__ = False  # pytest takes the name for a test of ours

    def __init__(self, *, send: Callable[[str], None]) -> None:
        super().__init__(
            title=_("M'envoyer un essai"), label=_("Votre adresse email"),
            button=_("Envoyer l'essai"), icon="forward_to_inbox",
            hint=_("Le client ne reçoit rien, et rien n'est noté comme envoyé."), act=send,
        )  # fmt: skip

    def ask(self) -> None:
        """Ask for the address; the last one stays."""
        self.open()


def part_words(part: Part, level: Level) -> str:
    """A part as a person says it, and for which messages unless it is for all."""
    said = {
        Part.SUBJECT: _("Objet"),
        Part.BODY: _("Texte"),
        Part.SMS: _("SMS"),
        Part.CARD: _("Carte"),
    }[part]
    return said if level == COMMON else f"{said} {only_for(level)}"
