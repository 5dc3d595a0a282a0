"""The deliveries, clients or animals behind a figure: a page of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import panel as pn

from relance_ops import exports, wording
from relance_ops.dashboard.chart_values import Behind, Fact, Facts
from relance_ops.dashboard.components import at_first_use, chips, dialog, plain
from relance_ops.dashboard.figure_files import MEDIA
from relance_ops.dashboard.sheet import Sheet
from relance_ops.dashboard.tables import ROWS
from relance_ops.exports import as_csv
from relance_ops.i18n import _, day, ngettext, number
from relance_ops.statistics import Statistics
from relance_ops.tallies import Line, Person, Slice

CLIENT = "client"
BACK, ON, CSV = "back", "on", "csv"

Give = Callable[[str, bytes, str], None]


def _keeps(_name: str, _content: bytes, _media: str) -> None:
    """Where files go in a notebook."""


class RowsDialog(pn.viewable.Viewer):
    """Opens over the page on what a figure counts; a client's name leads to its record.

    Args:
        statistics: Where the rows are read, ten at a time.
        go: Leads to a page.
        give: Hands a file to the browser.
    """

    def __init__(
        self, statistics: Statistics, *, go: Callable[..., None], give: Give = _keeps
    ) -> None:
        super().__init__()
        self._statistics = statistics
        self._go = go
        self._give = give
        self._facts: tuple[Fact, ...] = ()
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
        self._facts = behind.read() if isinstance(behind, Facts) else ()
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
        elif what == CSV and isinstance(self._behind, Facts):
            self._give(
                "statistiques-animaux.csv", self._csv(self._behind), MEDIA["csv"]
            )
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
        elif isinstance(self._behind, Facts):
            head, rows = self._animals(self._behind)
        else:
            people = self._statistics.people(
                self._behind, limit=ROWS, offset=self.offset
            )
            self.total = len(self._behind)
            self._shown = tuple(person.client_id for person in people)
            head, rows = _people(people)
        self.sheet.html = self._table(head, rows)

    def _animals(
        self, behind: Facts
    ) -> tuple[Sequence[tuple[str, str]], Sequence[str]]:
        found = self._facts[self.offset : self.offset + ROWS]
        names = self._statistics.names([fact.animal_id for fact in found])
        self.total = len(self._facts)
        self._shown = tuple(fact.client_id for fact in found)
        head = (("client", _("Client")), ("animals", _("Animal")), *behind.head)
        return head, [
            _animal(index, fact, names[fact.animal_id], behind)
            for index, fact in enumerate(found)
        ]

    def _csv(self, behind: Facts) -> bytes:
        """Every line, with the names."""
        names = self._statistics.names([fact.animal_id for fact in self._facts])
        titles = (
            _("N° client"), _("Client"), _("N° animal"), _("Animal"),
            *(title for _name, title in behind.head),
        )  # fmt: skip
        rows = tuple(
            (fact.client_id, client, fact.animal_id, animal, *fact.cells)
            for fact in self._facts
            for animal, client in [names[fact.animal_id]]
        )
        return as_csv(exports.Sheet("animals", titles, rows))

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
            f'aria-label="{after}">›</button>{self._save()}</div>'
        )

    def _save(self) -> str:
        """All lines as a file, where they are animals."""
        if not isinstance(self._behind, Facts):
            return ""
        label = plain(_("Télécharger toutes les lignes (CSV)"))
        return f'<button type="button" class="save" data-do="{CSV}">{label}</button>'

    def _counted(self) -> str:
        if isinstance(self._behind, Slice):
            words = ngettext("{n} envoi", "{n} envois", self.total)
        elif isinstance(self._behind, Facts):
            words = ngettext("{n} ligne", "{n} lignes", self.total)
        else:
            words = ngettext("{n} client", "{n} clients", self.total)
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


def _animal(index: int, fact: Fact, names: tuple[str, str], behind: Facts) -> str:
    animal, client = names
    written = zip((name for name, _title in behind.head), fact.cells, strict=True)
    cells = {
        "client": _name(index, client or fact.client_id),
        "animals": plain(animal),
        **{name: plain(cell) for name, cell in written},
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
