"""For which messages words are, as a person says and chooses it: a step, a channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import panel as pn
import panel_material_ui as pmui

from relance_ops import wording
from relance_ops.dashboard.components import answering, quiet
from relance_ops.i18n import _
from relance_ops.library import BY_TWO_WAYS, Library, Part
from relance_ops.model import Kind
from relance_ops.word_levels import CHANNELS, COMMON, Level

# Offered even before a rule has as many.
_USUAL_STEPS = 3

# A select shows no choice that is empty.
_EVERY = "every"


class LevelChoice(pn.viewable.Viewer):
    """« Toutes les relances », « Email et lettre »: two lines to choose a level with.

    Args:
        choose: Told the level.
    """

    def __init__(self, *, choose: Callable[[Level], None]) -> None:
        super().__init__()
        self._choose = choose
        self.step = pmui.Select(
            label=_("Pour"), options=_steps(_USUAL_STEPS, frozenset()), value=0,
            margin=0, width=300, size="small",
        )  # fmt: skip
        self.channel = pmui.Select(
            label=_("Dans"), options=_channels(frozenset(), 0), value=_EVERY,
            margin=0, width=300, size="small",
        )  # fmt: skip
        for choice in (self.step, self.channel):
            choice.param.watch(answering(self._chosen), "value")
        self.said = quiet(sx={"overflowWrap": "anywhere"})
        self._shows = False
        self._layout = pmui.FlexBox(
            self.step, self.channel, gap="12px 14px", align_items="center",
            margin=(6, 0, 8, 0),
        )  # fmt: skip

    def show(self, level: Level, written: Iterable[Level], *, last_step: int) -> None:
        """Show *level*, and at which of the others the clinic wrote words."""
        others = frozenset(written) - {COMMON}
        steps = max(_USUAL_STEPS, last_step, level.step, *(w.step for w in others))
        self._shows = True
        self.step.param.update(options=_steps(steps, others), value=level.step)
        self.channel.param.update(
            options=_channels(others, level.step), value=level.channel or _EVERY
        )
        self._shows = False
        self.said.object = self._sentence(level, others)

    def show_form(self, form: Kind) -> None:
        """An SMS and a card go out by one channel only: nothing to choose."""
        self.channel.visible = form in CHANNELS

    def _sentence(self, level: Level, others: frozenset[Level]) -> str:
        if level != COMMON:
            said = _("Ce que vous changez ici ne vaut que {what}.").format(
                what=only_for(level)
            )
            mixed = _(
                "Un envoi qui réunit des relances de rangs différents garde les mots "
                "de toutes les relances."
            )
            return f"{said} {mixed}" if level.step else said
        ordered = sorted(others, key=lambda one: (one.step, one.channel or ""))
        if not ordered:
            return ""
        return _("D'autres mots servent {levels}.").format(
            levels=", ".join(map(only_for, ordered))
        )

    def _chosen(self) -> None:
        if self._shows:
            return
        chosen = self.channel.value
        self._choose(Level(self.step.value, None if chosen == _EVERY else Kind(chosen)))

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def only_for(level: Level) -> str:
    """For which messages, after a verb: « pour la 2e relance »."""
    nth = wording.nth_reminder(level.step)
    step, one_step = {"nth": nth}, level.step > 0
    if level.channel is Kind.EMAIL:
        said = (
            _("pour les emails de la {nth} relance")
            if one_step
            else _("pour les emails")
        )
    elif level.channel is Kind.LETTER:
        said = (
            _("pour les lettres de la {nth} relance")
            if one_step
            else _("pour les lettres")
        )
    else:
        said = _("pour la {nth} relance") if one_step else _("pour toutes les relances")
    return said.format(**step)


def comes_from(level: Level) -> str:
    """Where words shown come from, in a sentence."""
    if level == COMMON:
        return _("Ces mots viennent du modèle de base.")
    return _("Ces mots sont ceux écrits {what}.").format(what=only_for(level))


def own_words(level: Level) -> str:
    """That the clinic wrote these words for *level*."""
    if level == COMMON:
        return _("Vos mots.")
    return _("Vos mots {what}.").format(what=only_for(level))


def note(library: Library, name: str, spoken: str, part: Part, level: Level) -> str:
    """Whose the saved words of *part* are, in a sentence."""
    source = library.source(name, spoken, part, level)
    if source is None:
        return _("Les mots du programme.")
    template, written = source
    if template != name:
        return _("Ces mots viennent du modèle ordinaire.")
    here = level if part in BY_TWO_WAYS else level.every_channel
    return own_words(written) if written == here else comes_from(written)


def box_labels(level: Level) -> dict[str, str]:
    """What the boxes are called at *level*, where they differ from all messages."""
    body = {
        Kind.EMAIL: _("Texte de l'email"),
        Kind.LETTER: _("Texte de la lettre"),
    }
    return {Part.BODY.value: body[level.channel]} if level.channel else {}


def draft_key(template: str, spoken: str, level: Level) -> str:
    """Under which a browser keeps what is typed and not saved."""
    key = f"relance-mots/{template}/{spoken}"
    return key if level == COMMON else f"{key}/{level.step}/{level.channel or ''}"


def _steps(last: int, written: frozenset[Level]) -> dict[str, int]:
    changed = {level.step for level in written}
    named = {
        _marked(
            _("{nth} relance").format(nth=wording.nth_reminder(step)), step in changed
        ): step
        for step in range(1, last + 1)
    }
    return {_("Toutes les relances"): 0, **named}


def _channels(written: frozenset[Level], step: int) -> dict[str, str]:
    changed = {level.channel for level in written if level.step == step}
    return {
        _("Email et lettre"): _EVERY,
        _marked(_("Email seulement"), Kind.EMAIL in changed): Kind.EMAIL.value,
        _marked(_("Lettre seulement"), Kind.LETTER in changed): Kind.LETTER.value,
    }


def _marked(name: str, changed: bool) -> str:  # noqa: FBT001  # a word or another
    """The name of a choice, and that it has words of its own."""
    return _("{name} · d'autres mots").format(name=name) if changed else name
