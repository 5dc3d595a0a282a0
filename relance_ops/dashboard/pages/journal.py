"""« Journal »: everything that happened, by day; a run opens on its deliveries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import panel as pn
import param

from relance_ops import event_words
from relance_ops.dashboard.as_sent import AsSentDialog, sent_line
from relance_ops.dashboard.components import answering
from relance_ops.dashboard.listing import OPEN, Act, Line
from relance_ops.dashboard.page import Page
from relance_ops.dashboard.pages.journal_layout import JournalLayout
from relance_ops.dashboard.settings_words import label
from relance_ops.happenings import Happening, Pages, Sent, Topic, Wanted
from relance_ops.i18n import _, day
from relance_ops.records import Match

# What one looks for is nearly always of this month.
DAYS = 30
RUN_PAGE = 50

NOTHING = Pages((), more=False)


class JournalPage(Page):
    """What happened, filtered; `ident` is a run's number, or nothing."""

    since: date = param.CalendarDate(doc="The first day.")
    until: date = param.CalendarDate(doc="The last day.")
    topic: Topic | None = param.Parameter(default=None, doc="None: everything.")
    who = param.String(doc="Only what this person did.")
    client: Match | None = param.Parameter(default=None, doc="Only this client.")
    turned = param.Integer(default=0, bounds=(0, None), doc="Pages turned.")
    run: int | None = param.Parameter(default=None, doc="The run that is open.")
    found: Pages = param.Parameter(default=NOTHING, doc="The page that is shown.")
    sent: tuple[Sent, ...] = param.Parameter(default=(), doc="Of the run that is open.")

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        today = self.practice.today()
        self.param.update(since=today - timedelta(days=DAYS), until=today)
        self.run = int(self.ident) if self.ident.isdigit() else None
        self.as_sent = AsSentDialog(self.practice)
        self.layout = JournalLayout(self)
        filters = ["since", "until", "topic", "who", "client"]
        self.param.watch(answering(self._first), filters)
        self.param.watch(answering(self.load), ["turned", "run"])
        self.load()

    def load(self) -> None:
        """Read the page that is shown, or the run that is open."""
        journal = self.practice.journal
        if self.run is None:
            self.found = journal.read(self.wanted(), page=self.turned)
        else:
            self.sent = journal.deliveries(
                run_id=self.run, page=self.turned, size=RUN_PAGE
            )
        self.layout.draw()

    def wanted(self) -> Wanted:
        """What the filters ask for."""
        return Wanted(
            since=self.since,
            until=self.until,
            topics=() if self.topic is None else (self.topic,),
            who=self.who,
            client_id=self.client.client_id if self.client else "",
        )

    def open(self, key: str, action: str) -> None:
        """A line was chosen: a run opens, a client's record is gone to."""
        line = self.found.happenings[int(key)]
        if action == OPEN and line.run_id is not None:
            self.param.update(run=line.run_id, turned=0)
        elif action == "client":
            self.session.go("client", line.client_id)

    def open_sent(self, key: str, _action: str) -> None:
        """Show the text of one delivery of the run."""
        self.as_sent.open(int(key))

    def close_run(self) -> None:
        """Back to the journal."""
        self.param.update(run=None, turned=0)

    def turn(self, by: int) -> None:
        """To an older page, or back to a newer one."""
        self.turned = max(0, self.turned + by)

    def lines(self) -> list[Line]:
        """The page that is shown, under its days."""
        zone = self.practice.settings().timezone
        return [
            happening_line(
                str(i),
                one,
                when=f"{one.at.astimezone(zone):%H:%M}",
                heading=day(one.at.astimezone(zone).date(), "full"),
            )
            for i, one in enumerate(self.found.happenings)
        ]

    def sent_lines(self) -> list[Line]:
        """The deliveries of the run that is open."""
        return [sent_line(one, when="", with_client=True) for one in self.sent]

    @property
    def more(self) -> bool:
        """True when there is an older page."""
        return self.found.more if self.run is None else len(self.sent) == RUN_PAGE

    def _first(self) -> None:
        """Another filter: its first page."""
        if self.turned:
            self.turned = 0
        else:
            self.load()

    def __panel__(self) -> pn.viewable.Viewable:
        return self.layout


_ICONS = {
    "run": ("send", ""),
    "refresh": ("refresh", ""),
    "printer": ("print", ""),
    "undone": ("undo", "bad"),
    "decided": ("gavel", ""),
    "failed": ("error_outline", "bad"),
    "returned": ("assignment_return", "bad"),
    "uncertain": ("help_outline", "warn"),
    "call": ("call", ""),
    "client_field": ("person", ""),
    "animal_field": ("pets", ""),
    "setting": ("settings", ""),
    "wording": ("edit_note", ""),
    "rules": ("rule", ""),
    "imported": ("upload_file", ""),
    "exported": ("download", ""),
    "signed_in": ("login", ""),
    "signed_out": ("logout", ""),
    "sign_in_failed": ("lock", "bad"),
    "account": ("manage_accounts", ""),
}


def happening_line(key: str, one: Happening, *, when: str, heading: str) -> Line:
    """One line of the journal; a line about a run opens it."""
    icon, tone = _ICONS.get(one.kind, ("info", ""))
    if one.kind == "setting":
        one = replace(one, subject=label(one.subject))
    return Line(
        key=key,
        when=when,
        icon=icon,
        tone=tone,
        title=event_words.sentence(one),
        heading=heading[:1].upper() + heading[1:],
        opens=one.run_id is not None,
        actions=(Act("client", _("Fiche"), "person"),) if one.client_id else (),
    )
