"""A period's figures as charts, before anybody draws them: on screen, paper or in a file.

The same values are drawn by `bars.py` and `printed.py`, and written by `figure_files.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from relance_ops import figures, wording
from relance_ops.dashboard.chart_values import Bar, Behind, Chart, Part, Shape
from relance_ops.dashboard.components import kind_words
from relance_ops.dashboard.theme import COLOURS
from relance_ops.figures import Figure
from relance_ops.i18n import _
from relance_ops.model import DeliveryState, Form, Kind
from relance_ops.periods import Grain, following
from relance_ops.tallies import ActVolume, Counts, Overview, Reachable, Slice

BLUE, RED, GREY = "#1565c0", "#c62828", "#6b7783"

Key = TypeVar("Key")

# As many acts as one reads at a glance; the others are one bar.
ACTS_SHOWN = 8


def charts(overview: Overview, grain: Grain) -> dict[str, Chart]:
    """Every chart of a period, by the key of its figure, in order."""
    made = (
        _over_time(overview, grain, figures.VOLUMES, lambda counts: counts.deliveries),
        _shares(overview),
        _over_time(overview, grain, figures.COSTS, lambda counts: counts.cost_cents),
        _categories(overview),
        _acts(overview),
        _steps(overview),
        _families(overview),
        _troubles(overview),
    )
    return {chart.figure.key: chart for chart in made}


def reachable(found: Reachable) -> Chart:
    """Whom each form reaches."""
    words = {
        Form.EMAIL: (_("Email"), COLOURS[Kind.EMAIL]),
        Form.SMS: (_("SMS"), COLOURS[Kind.SMS]),
        Form.PAPER: (_("Papier"), COLOURS[Kind.LETTER]),
    }
    bars = [
        _row(label, len(found.by_form[form]), found.by_form[form], colour)
        for form, (label, colour) in words.items()
    ]
    bars.append(_row(_("Aucune forme"), len(found.by_none), found.by_none, RED))
    return Chart(
        figures.REACHABLE,
        figures.REACHABLE.title,
        Shape.ROWS,
        tuple(bars),
        whole=found.clients,
        overlaps=True,
    )


def _over_time(
    overview: Overview, grain: Grain, figure: Figure, value: Callable[[Counts], int]
) -> Chart:
    """One column a week or month, also those in which nothing left."""
    period = overview.period
    found = {(v.start, v.kind): value(v.counts) for v in overview.volumes(grain)}
    columns = []
    for start in period.starts(grain):
        days = period.part(start, grain)
        parts = tuple(
            Part(
                kind_words(kind),
                found.get((start, kind), 0),
                COLOURS[kind],
                Slice(days, kinds=frozenset({kind})),
            )
            for kind in Kind
        )
        label = figures.start_label(start, grain)
        words = figures.start_words(start, grain)
        if days.days < (following(start, grain) - start).days:
            words = _("{period} (en partie)").format(period=words)
        columns.append(Bar(label, words, parts, Slice(days)))
    return Chart(figure, _title(figure, grain), Shape.COLUMNS, tuple(columns))


def _title(figure: Figure, grain: Grain) -> str:
    return {
        (figures.VOLUMES, Grain.WEEK): _("Envois par semaine"),
        (figures.VOLUMES, Grain.MONTH): _("Envois par mois"),
        (figures.COSTS, Grain.WEEK): _("Coût par semaine"),
        (figures.COSTS, Grain.MONTH): _("Coût par mois"),
    }[figure, grain]


def _shares(overview: Overview) -> Chart:
    parts = tuple(
        Part(
            kind_words(kind),
            counts.deliveries,
            COLOURS[kind],
            Slice(overview.period, kinds=frozenset({kind})),
        )
        for kind, counts in overview.now.by_kind.items()
    )
    bar = Bar("", figures.SHARES.title, parts, Slice(overview.period))
    return Chart(figures.SHARES, figures.SHARES.title, Shape.SHARE, (bar,), bar.total)


def _categories(overview: Overview) -> Chart:
    groups = _grouped(overview.acts, lambda act: act.category or _("Sans catégorie"))
    return _of_reminders(
        figures.CATEGORIES,
        [(label, _total(acts), _of_types(overview, acts)) for label, acts in groups],
    )


def _acts(overview: Overview) -> Chart:
    groups = _grouped(overview.acts, lambda act: act.act_type)
    shown = [
        (acts[0].label, _total(acts), _of_types(overview, acts))
        for _type, acts in groups[:ACTS_SHOWN]
    ]
    others = [act for _type, acts in groups[ACTS_SHOWN:] for act in acts]
    if others:
        label = _("Les {n} autres").format(n=len(groups) - ACTS_SHOWN)
        shown.append((label, _total(others), _of_types(overview, others)))
    return _of_reminders(figures.ACTS, shown)


def _steps(overview: Overview) -> Chart:
    groups = _grouped(overview.acts, lambda act: act.step)
    return _of_reminders(
        figures.STEPS,
        [
            (
                _("{nth} relance").format(nth=wording.nth_reminder(step)),
                _total(acts),
                Slice(overview.period, steps=frozenset({step})),
            )
            for step, acts in sorted(groups)
        ],
    )


def _families(overview: Overview) -> Chart:
    words = {
        "act": _("Relances d'actes"),
        "information": _("Relances d'informations"),
    }
    groups = _grouped(overview.acts, lambda act: act.family)
    return _of_reminders(
        figures.FAMILIES,
        [
            (
                words[family],
                _total(acts),
                Slice(overview.period, families=frozenset({family})),
            )
            for family, acts in groups
        ],
    )


def _troubles(overview: Overview) -> Chart:
    counts, period = overview.now.over_all, overview.period
    found = (
        (_("Refusés"), counts.failed, _ended(overview, DeliveryState.FAILED), RED),
        (
            _("Revenus à l'envoyeur"),
            counts.bounced,
            _ended(overview, DeliveryState.BOUNCED),
            RED,
        ),
        (
            _("Incertains"),
            counts.uncertain,
            _ended(overview, DeliveryState.UNCERTAIN),
            RED,
        ),
        (_("Annulés"), counts.voided, _ended(overview, DeliveryState.VOIDED), GREY),
        (_("Réimprimés"), counts.reprinted, Slice(period, reprinted=True), GREY),
    )
    return Chart(
        figures.TROUBLES,
        figures.TROUBLES.title,
        Shape.ROWS,
        tuple(_row(*one) for one in found),
    )


def _ended(overview: Overview, state: DeliveryState) -> Slice:
    return Slice(overview.period, states=frozenset({state}))


def _of_reminders(figure: Figure, found: Iterable[tuple[str, int, Slice]]) -> Chart:
    bars = tuple(_row(*one) for one in found)
    whole = sum(bar.total for bar in bars)
    return Chart(figure, figure.title, Shape.ROWS, bars, whole)


def _row(label: str, value: int, behind: Behind, colour: str = BLUE) -> Bar:
    return Bar(label, label, (Part("", value, colour, behind),), behind)


def _grouped(
    acts: Iterable[ActVolume], key: Callable[[ActVolume], Key]
) -> list[tuple[Key, list[ActVolume]]]:
    """The reminders by *key*, the most frequent first."""
    groups: dict[Key, list[ActVolume]] = {}
    for act in acts:
        groups.setdefault(key(act), []).append(act)
    return sorted(groups.items(), key=lambda group: -_total(group[1]))


def _total(acts: Iterable[ActVolume]) -> int:
    return sum(act.reminders for act in acts)


def _of_types(overview: Overview, acts: Iterable[ActVolume]) -> Slice:
    return Slice(overview.period, act_types=frozenset(act.act_type for act in acts))
