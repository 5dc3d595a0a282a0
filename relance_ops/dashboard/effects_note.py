"""What reminders change, and what comes back without them, below the rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relance_ops.dashboard.components import plain
from relance_ops.effect_words import GROUPS, Group, percent
from relance_ops.i18n import _, number

if TYPE_CHECKING:
    import pandas as pd


def effects_note(uplift: pd.DataFrame, baseline: pd.DataFrame) -> str:
    """A part of the page, in HTML.

    Args:
        uplift: As `Returns.uplift` gives it, without any cut.
        baseline: As `Returns.baseline` gives it.
    """
    said = [plain(sentence) for sentence in uplift["sentence"]] or [plain(_without())]
    title = plain(_("Ce que les relances changent"))
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in said)
    return (
        f'<section class="note below"><h3>{title}</h3>'
        f"{paragraphs}{_without_reminder(baseline)}</section>"
    )


def _without() -> str:
    return _(
        "Sans groupe témoin, personne ne sait combien seraient revenus de toute façon. "
        "L'onglet Réglages permet d'en tirer un au sort."
    )


def _without_reminder(baseline: pd.DataFrame) -> str:
    """The groups that were not reminded, one click away; "" where there is none."""
    if baseline.empty:
        return ""
    lines = "".join(map(_line, baseline.itertuples()))
    summary = plain(_("Ce qui revient avec ou sans relance"))
    return f"<details><summary>{summary}</summary><ul>{lines}</ul></details>"


def _line(line: Any) -> str:
    name, told = plain(_(GROUPS[Group(line.group)])), plain(line.sentence)
    return f"<li><strong>{name}</strong> : {plain(_rate(line))} {told}</li>"


def _rate(line: Any) -> str:
    """A rate with its interval and what it is of; "" where there are too few."""
    if not line.enough:
        return ""
    return _("{rate} ({low} à {high}) de {n} suivis.").format(
        rate=percent(line.rate),
        low=percent(line.low),
        high=percent(line.high),
        n=number(line.followed),
    )
