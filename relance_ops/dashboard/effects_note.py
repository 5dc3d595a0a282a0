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
        f'<section class="note"><h3>{title}</h3>'
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
    titles = (_("Groupe"), _("Suivis"), _("Revenus"), _("Ce que cela dit"))
    head = "".join(f"<th>{plain(title)}</th>" for title in titles)
    rows = "".join(map(_row, baseline.itertuples()))
    summary = plain(_("Ce qui revient avec ou sans relance"))
    return (
        f"<details><summary>{summary}</summary>"
        f'<div class="wide"><table class="behind"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _row(line: Any) -> str:
    group, followed = _(GROUPS[Group(line.group)]), number(line.followed)
    cells = (group, followed, _rate(line), line.sentence)
    return f"<tr>{''.join(f'<td>{plain(cell)}</td>' for cell in cells)}</tr>"


def _rate(line: Any) -> str:
    """A rate with its interval, or a dash where there are too few."""
    if not line.enough:
        return "–"
    return _("{rate} ({low} à {high})").format(
        rate=percent(line.rate), low=percent(line.low), high=percent(line.high)
    )
