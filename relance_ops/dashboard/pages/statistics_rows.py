"""The deliveries, or the clients, behind a figure: a page of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import panel as pn

from relance_ops import wording
from relance_ops.dashboard.chart_values import Behind
from relance_ops.dashboard.components import at_first_use, chips, dialog, plain
from relance_ops.dashboard.sheet import Sheet
from relance_ops.dashboard.tables import ROWS
from relance_ops.i18n import _, day, ngettext, number
from relance_ops.statistics import Statistics
from relance_ops.tallies import Line, Person, Slice

CLIENT = "client"
BACK, ON = "back", "on"


class RowsDialog(pn.viewable.Viewer):
    """Opens over the page on what a figure counts; a client's name leads to its record.

    Args:
        statistics: Where the rows are read, ten at a time.
        go: Leads to a page.
    """

    def __init__(self, statistics: Statistics, *, go: Callable[..., None]) -> None:
        super().__init__()
        self._statistics = statistics
        self._go = go
        self._behind: Behind = ()
        self._shown: tuple[str, ...] = ()
        self.offset = 0
        self.total = 0
        self.sheet = Sheet(told=self.pressed)
        self.dialog = dialog(self.sheet, title="", closes=True)
        self.dialog.width_option = "lg"

    def show(self, title: str, behind: Behind) -> None:
        """Open on the first rows of *behind*."""
        self._behind, self.offset = behind, 0
        self.dialog.title = plain(title)
        self._read()
        self.dialog.open = True

    def pressed(self, what: str) -> None:
        """Turn the page, or go to the client of a row."""
        if what == ON and self.offset + ROWS < self.total:
            self.offset += ROWS
            self._read()
        elif what == BACK and self.offset:
            self.offset -= ROWS
            self._read()
        elif what.isdecimal() and int(what) < len(self._shown):
            self.dialog.open = False
            self._go(CLIENT, self._shown[int(what)])

    def _read(self) -> None:
        if isinstance(self._behind, Slice):
            lines, self.total = self._statistics.lines(
                self._behind, limit=ROWS, offset=self.offset
            )
            self._shown = tuple(line.client_id for line in lines)
            head, rows = _deliveries(lines)
        else:
            people = self._statistics.people(
                self._behind, limit=ROWS, offset=self.offset
            )
            self.total = len(self._behind)
            self._shown = tuple(person.client_id for person in people)
            head, rows = _people(people)
        self.sheet.html = self._table(head, rows)

    def _table(self, head: Sequence[tuple[str, str]], rows: Sequence[str]) -> str:
        if not rows:
            return '<p class="nothing">{}</p>'.format(plain(_("Rien à montrer.")))
        titles = "".join(
            f'<th scope="col" class="{name}">{plain(title)}</th>'
            for name, title in head
        )
        return (
            f'<table class="behind"><thead><tr>{titles}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table>{self._pager()}"
        )

    def _pager(self) -> str:
        last = min(self.offset + ROWS, self.total)
        said = _("{first} à {last} sur {total}").format(
            first=number(self.offset + 1),
            last=number(last),
            total=self._counted(),
        )
        back = "" if self.offset else " disabled"
        on = "" if last < self.total else " disabled"
        before, after = plain(_("Page précédente")), plain(_("Page suivante"))
        return (
            f'<div class="pager"><button type="button" data-do="{BACK}"{back} '
            f'aria-label="{before}">‹</button>'
            f"<span>{plain(said)}</span>"
            f'<button type="button" data-do="{ON}"{on} '
            f'aria-label="{after}">›</button></div>'
        )

    def _counted(self) -> str:
        words = (
            ngettext("{n} envoi", "{n} envois", self.total)
            if isinstance(self._behind, Slice)
            else ngettext("{n} client", "{n} clients", self.total)
        )
        return words.format(n=number(self.total))

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)


def _deliveries(
    lines: Sequence[Line],
) -> tuple[Sequence[tuple[str, str]], Sequence[str]]:
    head = (
        ("client", _("Client")),
        ("animals", _("Animal")),
        ("labels", _("Acte")),
        ("step", _("Relance")),
        ("day", _("Envoyé le")),
        ("by", _("Forme")),
        ("state", _("État")),
        ("cost", _("Coût")),
    )
    return head, [_delivery(index, line) for index, line in enumerate(lines)]


def _delivery(index: int, line: Line) -> str:
    cells = {
        "client": _name(index, line.client_name or line.client_id),
        "animals": plain(line.animals),
        "labels": plain(line.labels),
        "step": ", ".join(wording.nth_reminder(step) for step in line.steps),
        "day": day(line.on),
        "by": chips((line.kind,)),
        "state": plain(wording.state_of(line.state, line.kind)),
        "cost": wording.money(line.cost_cents),
    }
    return _row(cells)


def _people(
    people: Sequence[Person],
) -> tuple[Sequence[tuple[str, str]], Sequence[str]]:
    head = (("client", _("Client")), ("day", _("Ville")))
    return head, [
        _row(
            {
                "client": _name(index, person.client_name or person.client_id),
                "day": plain(person.city),
            }
        )
        for index, person in enumerate(people)
    ]


def _name(index: int, name: str) -> str:
    return f'<button type="button" data-do="{index}">{plain(name)}</button>'


def _row(cells: dict[str, str]) -> str:
    """A row of cells, by their CSS class."""
    written = "".join(f'<td class="{name}">{cell}</td>' for name, cell in cells.items())
    return f"<tr>{written}</tr>"
