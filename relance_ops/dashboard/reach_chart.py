"""How many clients each form reaches, and by which they would be reached, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from relance_ops.dashboard.components import plain
from relance_ops.dashboard.theme import COLOURS, QUIET
from relance_ops.i18n import _, number
from relance_ops.model import Form, Kind
from relance_ops.reach import Reach
from relance_ops.settings import Settings

WIDTH, ROW = 400, 34
LEFT, RIGHT = 78, 62  # room for the form's name and for its number
BAR = WIDTH - LEFT - RIGHT

FORM_COLOURS: Mapping[Form | None, str] = {
    Form.EMAIL: COLOURS[Kind.EMAIL],
    Form.SMS: COLOURS[Kind.SMS],
    Form.PAPER: COLOURS[Kind.LETTER],
    None: "#7a8591",
}


def form_words(form: Form | None) -> str:
    """A form as a heading; None is nobody's."""
    return {
        Form.EMAIL: _("Email"),
        Form.SMS: _("SMS"),
        Form.PAPER: _("Papier"),
        None: _("Aucune"),
    }[form]


def reachable(reach: Reach) -> str:
    """How many clients each form reaches."""
    counts = reach.reached()
    rows = [(form, counts[form]) for form in Form]
    return _bars(_("Clients que chaque forme peut joindre"), rows, len(reach.clients))


def chosen(reach: Reach, settings: Settings) -> str:
    """By which form they would be reached with these *settings*."""
    counts = reach.chosen(settings)
    rows = [(form, counts[form]) for form in (*Form, None)]
    return _bars(
        _("Clients joints par chaque forme avec le choix actuel"),
        rows,
        len(reach.clients),
    )


def _bars(title: str, rows: Sequence[tuple[Form | None, int]], total: int) -> str:
    """One bar a form, in the width of all clients."""
    told = ", ".join(f"{form_words(form)} {number(n)}" for form, n in rows)
    words = plain(f"{title} : {told}")
    return "".join(
        (
            f'<svg viewBox="0 0 {WIDTH} {ROW * len(rows)}" role="img" '
            f'aria-label="{words}" width="100%" style="max-width: 520px; display: block" '
            f'font-family="Roboto, sans-serif" font-size="15" fill="#1d2733">',
            *(_bar(form, n, total, i * ROW) for i, (form, n) in enumerate(rows)),
            "</svg>",
        )
    )


def _bar(form: Form | None, n: int, total: int, top: int) -> str:
    # Even one client in thousands is seen.
    width = max(BAR * n / total, 2) if n and total else 0
    return (
        f'<text x="0" y="{top + 22}" fill="{QUIET["color"]}">{plain(form_words(form))}</text>'
        f'<rect x="{LEFT}" y="{top + 7}" width="{BAR}" height="20" rx="5" fill="#eef1f4"/>'
        f'<rect x="{LEFT}" y="{top + 7}" width="{width:.1f}" height="20" '
        f'rx="{min(5.0, width / 2):.1f}" fill="{FORM_COLOURS[form]}"/>'
        f'<text x="{WIDTH}" y="{top + 22}" text-anchor="end" font-weight="600">{number(n)}</text>'
    )
