"""How « Modèles de courrier » looks; it shows the page's state and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import panel as pn
import panel_material_ui as pmui

from relance_ops import wording
from relance_ops.clinic_words import Use
from relance_ops.dashboard.components import (
    answering,
    card,
    plain,
    quiet,
    small_button,
)
from relance_ops.dashboard.download import Download
from relance_ops.dashboard.level_words import LevelChoice, box_labels, draft_key, note
from relance_ops.dashboard.merge_chips import chips, fields_for
from relance_ops.dashboard.pages.send_layout import UNDER_THE_THUMB
from relance_ops.dashboard.template_dialogs import (
    HistoryDialog,
    NewTemplateDialog,
    TestDialog,
)
from relance_ops.dashboard.theme import QUIET
from relance_ops.dashboard.words_editor import WordsEditor
from relance_ops.dashboard.words_preview import WordsPreview
from relance_ops.i18n import _, ngettext
from relance_ops.library import PARTS, Library, Part, program_names
from relance_ops.model import Kind
from relance_ops.word_levels import Level

if TYPE_CHECKING:
    from relance_ops.dashboard.pages.templates import TemplatesTab

# Uses named before "and 12 others".
_USES_SHOWN = 4


class TemplatesLayout(pn.viewable.Viewer):
    """The widgets of one `TemplatesTab`."""

    def __init__(self, page: TemplatesTab) -> None:
        super().__init__()
        self._page = page
        self.history = HistoryDialog(page)
        self.new = NewTemplateDialog(create=page.create)
        self.test = TestDialog(send=page.try_email)
        self._make_choice(page)
        self.uses = quiet(sx={"overflowWrap": "anywhere"})
        self.editor = WordsEditor(
            boxes=_boxes(), chips_title=_("Insérer"), locked=not page.may_write,
            back_label=_("Revenir aux mots de base"),
        )  # fmt: skip
        self.editor.param.watch(answering(self._typed), "words")
        self.state = quiet(
            align="center", sx={**QUIET, "display": {"xs": "none", "sm": "block"}}
        )
        self._make_buttons(page)
        self.view = WordsPreview(turn=page.turn)
        self.download = Download()
        self._layout = self._arranged()

    def open(self) -> None:
        """Show the words of the page's template."""
        page = self._page
        uses = page.practice.words.uses()
        with pn.io.hold():
            self.template.param.update(
                options=options(page.trial.library), value=page.template
            )
            self.spoken.value = page.spoken
            self.uses.object = plain(used_by(uses, page.template))
            self.remove.visible = page.is_own and page.may_write
            self.level.show(
                page.level,
                page.trial.library.levels(page.template, page.spoken),
                last_step=max(
                    (u.step for u in uses if u.template == page.template), default=0
                ),
            )
            self.editor.labels = box_labels(page.level)
            self.editor.begin(
                draft_key(page.template, page.spoken, page.level),
                {part.value: words for part, words in page.saved.items()},
                {part.value: words for part, words in page.beneath().items()},
            )
        self.preview()
        self.typed()

    def preview(self) -> None:
        """Show the page's words as its client would receive them."""
        page = self._page
        with pn.io.hold():
            self.form.value = page.form
            self.level.show_form(page.form)
            self.editor.shown = [part.value for part in PARTS[page.form]]
            self.letter.label = (
                _("Voir la carte en PDF")
                if page.form is Kind.CARD
                else _("Voir la lettre en PDF")
            )
        message = page.message()
        if message is None:
            return
        self.editor.chips = chips(fields_for(page.trial, message), spoken=page.spoken)
        self.view.show_client(
            page.samples[page.position], page.position, len(page.samples)
        )
        self.view.show(page.trial, message)

    def typed(self) -> None:
        """Show what is wrong, what is not saved, and how it looks."""
        page = self._page
        changed = page.changed()
        self.editor.param.update(
            faults={part.value: said for part, said in page.faults().items()},
            notes={part.value: self._note(part) for part in Part},
        )
        self.save.disabled = self.abandon.disabled = not changed
        self.state.object = _("Pas encore enregistré") if changed else ""
        self._show_message()

    def _show_message(self) -> None:
        message = self._page.message()
        if message is not None:
            self.view.show(self._page.trial, message)

    def _note(self, part: Part) -> str:
        page = self._page
        if not page.words[part].strip():
            return _("Vide : les mots de base serviront.")
        if part in page.changed():
            return ""
        return note(page.trial.library, page.template, page.spoken, part, page.level)

    def _typed(self) -> None:
        page = self._page
        page.words = {part: self.editor.words.get(part.value, "") for part in Part}

    def _make_choice(self, page: TemplatesTab) -> None:
        self.template = pmui.Select(
            label=_("Modèle"), options=options(page.trial.library), value=page.template,
            margin=0, width=300, size="small",
        )  # fmt: skip
        self.template.param.watch(answering(self._choose_template), "value")
        self.spoken = pmui.Select(
            options={_("Français"): "fr", _("Anglais"): "en"}, value=page.spoken,
            margin=0, size="small", label=_("Langue"), width=140,
        )  # fmt: skip
        self.spoken.param.watch(answering(self._choose_language), "value")
        self.level = LevelChoice(choose=self._choose_level)
        self.form = pmui.RadioButtonGroup(
            options={
                _("Email"): Kind.EMAIL,
                _("Lettre"): Kind.LETTER,
                _("SMS"): Kind.SMS,
                _("Carte"): Kind.CARD,
            },
            value=page.form, margin=0,
        )  # fmt: skip
        self.form.param.watch(answering(self._choose_form), "value")

    def _ask_name(self) -> None:
        """Ask for a new template's name; say whose words it begins with."""
        library = self._page.trial.library
        shown = {name: label for label, name in options(library).items()}
        self.new.ask(shown[self._page.template])

    def _choose_template(self) -> None:
        if self.template.value != self._page.template:
            self._page.choose(self.template.value)

    def _choose_level(self, level: Level) -> None:
        self._page.level = level

    def _choose_language(self) -> None:
        self._page.spoken = self.spoken.value

    def _choose_form(self) -> None:
        self._page.form = self.form.value

    def _make_buttons(self, page: TemplatesTab) -> None:
        self.save = small_button(
            _("Enregistrer"), page.save, icon="save", color="success",
            variant="contained", disabled=True,
        )  # fmt: skip
        self.abandon = small_button(_("Abandonner"), page.give_up, disabled=True)
        self.versions = small_button(
            _("Versions"), self.history.ask, icon="history", variant="text"
        )
        self.copy = small_button(
            _("Nouveau modèle"), self._ask_name, icon="add",
            variant="text", visible=page.may_write,
        )  # fmt: skip
        self.remove = small_button(
            _("Supprimer ce modèle"), page.remove, icon="delete", color="error",
            variant="text", visible=False,
        )  # fmt: skip
        self.try_it = small_button(
            _("M'envoyer un essai par email"), self.test.ask, icon="forward_to_inbox",
            visible=page.may_write,
        )  # fmt: skip
        self.letter = small_button(
            _("Voir la lettre en PDF"), page.keep_pdf, icon="picture_as_pdf"
        )

    def _arranged(self) -> pmui.Column:
        choice = pmui.FlexBox(
            self.template, self.spoken, self.copy, self.versions, self.remove,
            gap="10px 14px", align_items="center", margin=(4, 0, 8, 0),
        )  # fmt: skip
        acting = pmui.FlexBox(
            self.state, self.abandon, self.save, gap="10px", margin=0,
            align_items="center", visible=self._page.may_write, sx=UNDER_THE_THUMB,
        )  # fmt: skip
        trying = pmui.FlexBox(
            self.try_it, self.letter, gap="10px", margin=(14, 0, 0, 0)
        )
        return pmui.Column(
            card(choice, self.level, self.level.said, self.uses),
            pmui.FlexBox(
                self.form, acting, gap="12px", margin=(14, 0, 14, 0),
                justify_content="space-between", align_items="center",
                sizing_mode="stretch_width",
            ),
            pmui.Grid(
                pmui.Grid(card(self.editor), size={"xs": 12, "md": 7}, margin=0),
                pmui.Grid(
                    pmui.Column(self.view, trying, margin=0, sizing_mode="stretch_width"),
                    size={"xs": 12, "md": 5}, margin=0,
                ),
                container=True, spacing=2, sizing_mode="stretch_width", margin=0,
            ),
            self.history, self.new, self.test, self.download,
            sizing_mode="stretch_width", margin=0, sx={"pb": {"xs": "84px", "md": 0}},
        )  # fmt: skip

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def options(library: Library) -> dict[str, str]:
    """The templates by the name that a person reads: the program's first."""
    named = {
        _("Rappel de soin (ordinaire)"): "default",
        _("Dernier rappel"): "last",
        _("Information"): "information",
    }
    own = sorted(library.names - program_names())
    return {**named, **{name: name for name in own}}


def used_by(uses: list[Use], template: str) -> str:
    """Which steps use *template*, in a sentence."""
    named: dict[str, list[str]] = {}
    for use in uses:
        if use.template == template and use.active:
            named.setdefault(use.label, []).append(wording.nth_reminder(use.step))
    if not named:
        return _("Aucune règle n'utilise ce modèle.")
    shown = [
        f"{label} ({', '.join(steps)})"
        for label, steps in list(named.items())[:_USES_SHOWN]
    ]
    others = len(named) - len(shown)
    more = (
        ngettext(" et {n} autre acte", " et {n} autres actes", others).format(n=others)
        if others
        else ""
    )
    return _("Utilisé par : {uses}{more}.").format(uses=", ".join(shown), more=more)


def _boxes() -> list[dict[str, object]]:
    return [
        {"part": Part.SUBJECT.value, "label": _("Objet"), "rows": 1},
        {"part": Part.BODY.value, "label": _("Texte de l'email et de la lettre"), "rows": 12},
        {"part": Part.SMS.value, "label": _("Texte du SMS"), "rows": 6},
        {"part": Part.CARD.value, "label": _("Texte de la carte"), "rows": 12},
    ]  # fmt: skip
