"""Every page of the dashboard: its address, its name, who may look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from relance_ops.dashboard.foot import ACCOUNTS, OWN_ACCOUNT
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.accounts import AccountsPage
from relance_ops.dashboard.pages.client import ClientPage
from relance_ops.dashboard.pages.clients import ClientsPage
from relance_ops.dashboard.pages.expected import ExpectedPage
from relance_ops.dashboard.pages.journal import JournalPage
from relance_ops.dashboard.pages.own_account import OwnAccountPage
from relance_ops.dashboard.pages.send import SendPage
from relance_ops.dashboard.pages.statistics_tabs import SLUG as STATISTICS
from relance_ops.dashboard.pages.statistics_tabs import StatisticsTabs
from relance_ops.dashboard.pages.to_treat import ToTreatPage
from relance_ops.dashboard.pages.when import SLUG as WHEN
from relance_ops.dashboard.pages.when import WhenPage
from relance_ops.i18n import N_, _
from relance_ops.practice import Practice
from relance_ops.rights import Right, Visitor

SEND, EXPECTED = "envoyer", "attendus"


@dataclass(frozen=True, slots=True)
class Place:
    """One page of the dashboard.

    Attributes:
        slug: Its name in the address.
        label: Its title, to be translated.
        icon: Of the menu; "" for a page that is reached from others.
        page: What is made anew at each visit.
        right: Without it the page is not made.
        waiting: How many decisions wait there; None where none ever does.
    """

    slug: str
    label: str
    icon: str
    page: type[Page]
    right: Right = Right.READ
    waiting: Callable[[Practice], int] | None = None

    @property
    def title(self) -> str:
        """The title in the session's language."""
        return _(self.label)

    def entry(self, practice: Practice) -> str:
        """The menu's words: the title, and how many decisions wait there."""
        n = self.waiting(practice) if self.waiting else 0
        return f"{self.title} ({n})" if n else self.title


def waiting(practice: Practice) -> int:
    """How many decisions « À traiter » waits for."""
    return practice.treating.urgent()


PLACES = (
    Place(SEND, N_("Envoyer les relances"), "send", SendPage),
    Place(
        EXPECTED,
        N_("Quels sont les clients attendus ?"),
        "event_available",
        ExpectedPage,
    ),
    Place("a-traiter", N_("À traiter"), "build_circle", ToTreatPage, waiting=waiting),
    Place("clients", N_("Clients"), "people", ClientsPage),
    Place("client", N_("Fiche client"), "", ClientPage),
    Place(WHEN, N_("Quand envoyer les courriers ?"), "schedule", WhenPage),
    Place(STATISTICS, N_("Statistiques"), "bar_chart", StatisticsTabs),
    Place("journal", N_("Journal"), "history", JournalPage),
    Place(ACCOUNTS, N_("Comptes"), "manage_accounts", AccountsPage, Right.ACCOUNTS),
    Place(OWN_ACCOUNT, N_("Mon compte"), "", OwnAccountPage),
)

HOME = PLACES[0]
SLUGS = [place.slug for place in PLACES]


def place(slug: str) -> Place:
    """The page at *slug*; the home page where there is none."""
    return next((place for place in PLACES if place.slug == slug), HOME)


def menu_of(visitor: Visitor) -> tuple[Place, ...]:
    """What *visitor* finds in the menu, in order."""
    return tuple(place for place in PLACES if place.icon and visitor.may(place.right))
