"""The list of expected clients: those one looks for, in the order one calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import tzinfo

from relance_ops import wording
from relance_ops.dashboard.leaving import Wanted, searchable
from relance_ops.exports import Cell, Sheet
from relance_ops.i18n import N_, _
from relance_ops.reports import Awaited

# Days of a month, a quarter and a year, as one counts them without a calendar.
MONTH, QUARTER, YEAR = 30, 91, 365

AGES: dict[str, Callable[[int], bool]] = {
    "": lambda _days: True,
    "month": lambda days: days < MONTH,
    "quarter": lambda days: MONTH <= days < QUARTER,
    "year": lambda days: QUARTER <= days < YEAR,
    "more": lambda days: days >= YEAR,
}

# Every three reminders and more are one choice.
MANY = 3

FOLLOWED: dict[str, Callable[[Awaited], bool]] = {
    "": lambda _one: True,
    "to_call": lambda one: one.to_call,
    "called": lambda one: bool(one.calls),
    "booked": lambda one: one.appointment_on is not None,
}


EVERYONE = Wanted()


@dataclass(frozen=True, slots=True)
class Sought:
    """What one looks for among the expected clients; everyone by default.

    Attributes:
        wanted: Search, act, number of reminders (as step) and family.
        age: A key of `AGES`: how long the act is overdue.
        followed: A key of `FOLLOWED`.
        order: A key of `orders`.
    """

    wanted: Wanted = EVERYONE
    age: str = ""
    followed: str = ""
    order: str = "latest"

    def accepts(self, one: Awaited, words: str) -> bool:
        """True for *one*; *words* is the search, ready to be compared."""
        expected, wanted = one.expected, self.wanted
        return (
            wanted.step in (0, min(len(expected.steps_sent), MANY))
            and wanted.family in ("", expected.family)
            and wanted.is_about(expected.act_type, one.category)
            and AGES[self.age](one.overdue_days)
            and FOLLOWED[self.followed](one)
            and words in searchable(_words(one))
        )


def sought(everyone: Iterable[Awaited], what: Sought) -> list[Awaited]:
    """Those whom *what* is about, in its order."""
    words = searchable(what.wanted.search.strip())
    found = [one for one in everyone if what.accepts(one, words)]
    found.sort(key=_by_name)
    if what.order != "name":
        found.sort(key=_ORDERS[what.order])
    return found


def _by_name(one: Awaited) -> tuple[str, str]:
    return (searchable(one.expected.client_name), one.expected.animal_name)


_ORDERS: dict[str, Callable[[Awaited], int]] = {
    "latest": lambda one: one.since_days,
    "oldest": lambda one: -one.since_days,
    "overdue": lambda one: -one.overdue_days,
}


def orders() -> dict[str, str]:
    """Label to order."""
    return {
        _("Relance la plus récente"): "latest",
        _("Relance la plus ancienne"): "oldest",
        _("Plus grand retard"): "overdue",
        _("Nom"): "name",
    }


def ages() -> dict[str, str]:
    """Label to age of the due date."""
    return {
        _("Toutes"): "",
        _("Moins d'un mois"): "month",
        _("1 à 3 mois"): "quarter",
        _("3 mois à 1 an"): "year",
        _("Plus d'un an"): "more",
    }


def numbers() -> dict[str, int]:
    """Label to number of reminders."""
    return {_("Toutes"): 0, "1": 1, "2": 2, _("3 et plus"): MANY}


def follow_ups() -> dict[str, str]:
    """Label to what was done since."""
    return {
        _("Toutes"): "",
        _("À appeler"): "to_call",
        _("Déjà appelés"): "called",
        _("Rendez-vous pris"): "booked",
    }


def _words(one: Awaited) -> str:
    expected = one.expected
    return f"{expected.client_name} {expected.animal_name} {expected.label}"


LIST_NAME = N_("Clients attendus")


def sheet(listed: Iterable[Awaited], *, zone: tzinfo) -> Sheet:
    """What the screen shows, in its order, as a table to take away.

    *zone* is the clinic's: the day of a call is its day there.
    """
    titles = (
        _("Client"), _("Téléphone"), _("Animal"), _("Acte"), _("Catégorie"),
        _("Échéance"), _("Jours de retard"), _("Relancé le"), _("Relances"), _("Formes"),
        _("Autres animaux attendus"), _("Rendez-vous"), _("Dernier appel"),
        _("Résultat"), _("Note"), _("Appelé par"),
    )  # fmt: skip
    rows = (_row(one, zone) for one in listed)
    return Sheet(_(LIST_NAME), titles, tuple(rows))


def _row(one: Awaited, zone: tzinfo) -> tuple[Cell, ...]:
    expected = one.expected
    call = one.calls[0] if one.calls else None
    return (
        expected.client_name, expected.phone, expected.animal_name, expected.label,
        one.category, expected.due_on, one.overdue_days, expected.last_sent_on,
        len(expected.steps_sent), wording.kinds(expected.channels),
        ", ".join(one.others), one.appointment_on,
        call.at.astimezone(zone).date() if call else None,
        wording.call_outcome(call.outcome) if call else "",
        call.note if call else "", call.by if call else "",
    )  # fmt: skip
