"""The steps of one act type on a time axis around the due date, as SVG.

Places are percentages and sizes are pixels: it stretches with the page, its words do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import cos, pi, sin

from relance_ops.dashboard.components import kind_words, plain
from relance_ops.dashboard.theme import COLOURS
from relance_ops.i18n import _, day, ngettext
from relance_ops.model import Form, Kind
from relance_ops.rule_changes import forms_words, when
from relance_ops.rules import Rule
from relance_ops.wording import nth_reminder

HEIGHT, AXIS = 82, 46
PALE, GREY, LINE = "#c9d3dd", "#55616d", "#cfd6dd"
RADIUS = 8
NARROWEST, WIDEST = (-30, 90), (-120, 200)
# Two words closer than this, in hundredths of the width, stand above each other.
TOO_CLOSE = 23.0
MARGIN = 8.0  # on both sides, for half a word


@dataclass(frozen=True, slots=True)
class Span:
    """The days that an axis shows, from the due date."""

    first: int
    last: int

    def place(self, days: int) -> float:
        """Where a day stands, in hundredths of the width."""
        share = (days - self.first) / (self.last - self.first)
        return MARGIN + (100 - 2 * MARGIN) * min(max(share, 0.0), 1.0)

    def holds(self, rules: Iterable[Rule]) -> bool:
        """True when every step stands within it."""
        return all(self.first <= rule.offset_days <= self.last for rule in rules)


def span_of(rules: Iterable[Rule]) -> Span:
    """One span for all axes of a page, so that they compare; not wider than is readable."""
    rules = list(rules)
    first = min([NARROWEST[0], *(rule.offset_days for rule in rules)])
    last = max([NARROWEST[1], *(rule.offset_days + 30 for rule in rules)])
    return Span(max(first, WIDEST[0]), min(last, WIDEST[1]))


def axis(
    label: str,
    rules: Sequence[Rule],
    span: Span,
    *,
    usual: Sequence[Form] = tuple(Form),
) -> str:
    """The picture of the steps of *label*, in words for whoever does not see it.

    Args:
        label: The act type.
        rules: Its steps, in order.
        span: The days that are shown.
        usual: The forms of a step that limits none.
    """
    own = span if span.holds(rules) else _wide(rules)
    due, due_word = own.place(0), _("échéance")
    return "".join(
        (
            f'<svg role="img" aria-label="{plain(spoken(label, rules))}" width="100%" '
            f'height="{HEIGHT}" font-family="Roboto, sans-serif" font-size="12.5" '
            f'fill="{GREY}" style="display: block">',
            f'<line x1="2%" x2="98%" y1="{AXIS}" y2="{AXIS}" stroke="{LINE}" '
            'stroke-width="2"/>',
            f'<line x1="{due:.1f}%" x2="{due:.1f}%" y1="{AXIS - 12}" y2="{AXIS + 14}" '
            f'stroke="#1d2733" stroke-width="2"/>',
            f'<text x="{due:.1f}%" y="{HEIGHT - 8}" text-anchor="middle" '
            f'fill="#1d2733">{plain(due_word)}</text>',
            *(_bar(*two, own) for two in zip_longest(rules, rules[1:])),
            *_markers(rules, own, usual),
            "</svg>",
        )
    )


def spoken(label: str, rules: Sequence[Rule]) -> str:
    """The same in words: « Rage : 1re relance 15 jours avant l'échéance, … »."""
    if not rules:
        return _("{label} : aucune relance").format(label=label)
    return _("{label} : {steps}").format(
        label=label, steps=" ; ".join(_spoken(rule) for rule in rules)
    )


def short(rule: Rule) -> str:
    """What stands above a marker: « 1re −15 j »."""
    days = _("jour J") if rule.offset_days == 0 else _("{n} j").format(n=_signed(rule))
    return f"{nth_reminder(rule.step)} {days}"


def legend() -> str:
    """What the colours of the markers say, as HTML."""
    parts = [(COLOURS[kind], COLOURS[kind], kind_words(kind)) for kind in Kind]
    parts.append(("#ffffff", GREY, _("En pause")))
    return "".join(
        f'<span style="white-space: nowrap; margin-right: 16px">'
        f'<svg width="14" height="14" aria-hidden="true" style="vertical-align: -2px">'
        f'<circle cx="7" cy="7" r="5.5" fill="{fill}" stroke="{edge}" '
        f'stroke-width="2"/></svg> {plain(word)}</span>'
        for fill, edge, word in parts
    )


def kinds(rule: Rule, usual: Sequence[Form]) -> tuple[Kind, ...]:
    """The ways out that a step may take; paper as a letter or a card."""
    forms = [Form(word) for word in rule.channels.split("|") if word] or usual
    return tuple(
        Kind(rule.paper_form) if form is Form.PAPER else Kind(form.value)
        for form in forms
    )


def _spoken(rule: Rule) -> str:
    valid = ngettext("valable {n} jour", "valable {n} jours", rule.valid_days)
    parts = [
        _("{nth} relance {when}").format(
            nth=nth_reminder(rule.step), when=when(rule.offset_days)
        ),
        valid.format(n=rule.valid_days),
        forms_words(rule.channels),
    ]
    if not rule.active:
        parts.append(_("en pause"))
    if rule.active_from:
        parts.append(_("à partir du {day}").format(day=day(rule.active_from)))
    return ", ".join(parts)


def _signed(rule: Rule) -> str:
    sign = "−" if rule.offset_days < 0 else "+"
    return f"{sign}{abs(rule.offset_days)}"


def _bar(rule: Rule, later: Rule | None, span: Span) -> str:
    """How long it may still leave: until its validity ends, or the next step begins."""
    end = rule.offset_days + rule.valid_days
    if later is not None and later.active:
        end = min(end, later.offset_days)
    start, stop = span.place(rule.offset_days), span.place(end)
    paint = (
        f'fill="{PALE}"'
        if rule.active
        else f'fill="none" stroke="{GREY}" stroke-dasharray="4 4"'
    )
    return (
        f'<rect x="{start:.1f}%" y="{AXIS - 5}" width="{max(stop - start, 0):.1f}%" '
        f'height="10" rx="5" {paint}/>'
    )


def _markers(rules: Sequence[Rule], span: Span, usual: Sequence[Form]) -> Iterator[str]:
    last, level = -100.0, 0
    for rule in rules:
        place = span.place(rule.offset_days)
        level = 1 - level if place - last < TOO_CLOSE else 0
        last = place
        yield (
            f'<svg x="{place:.1f}%" y="{AXIS}" overflow="visible">'
            f"{_disc(rule, usual)}</svg>"
            f'<text x="{place:.1f}%" y="{AXIS - 16 - 16 * level}" '
            f'text-anchor="middle" font-weight="600" '
            f'fill="{"#1d2733" if rule.active else GREY}">{plain(short(rule))}</text>'
        )


def _disc(rule: Rule, usual: Sequence[Form]) -> str:
    """A marker around its own zero: a slice for each way out, hollow in pause."""
    if not rule.active:
        return (
            f'<circle r="{RADIUS - 1}" fill="#ffffff" stroke="{GREY}" '
            'stroke-width="2"/>'
        )
    found = kinds(rule, usual)
    if len(found) == 1:
        return f'<circle r="{RADIUS}" fill="{COLOURS[found[0]]}"/>'
    slices = [_slice(i, len(found), COLOURS[kind]) for i, kind in enumerate(found)]
    return "".join(slices)


def _slice(position: int, count: int, colour: str) -> str:
    """One of *count* equal slices, clockwise from the top."""
    angles = [2 * pi * n / count - pi / 2 for n in (position, position + 1)]
    (x1, y1), (x2, y2) = ((RADIUS * cos(a), RADIUS * sin(a)) for a in angles)
    return (
        f'<path d="M0 0L{x1:.2f} {y1:.2f}A{RADIUS} {RADIUS} 0 0 1 {x2:.2f} {y2:.2f}Z" '
        f'fill="{colour}" stroke="#ffffff" stroke-width="1"/>'
    )


def _wide(rules: Sequence[Rule]) -> Span:
    offsets = [0, *(rule.offset_days for rule in rules)]
    reach = max(max(offsets) - min(offsets), 60)
    return Span(min(offsets) - reach // 10, max(offsets) + reach // 4)
