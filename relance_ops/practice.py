"""The front door: everything a screen, a command or a notebook may ask for.

Composition root: settings + database + channels + clock. Methods are short calls;
nothing here decides anything.
"""

from __future__ import annotations

import secrets
import shutil
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from relance_ops import (
    answers,
    backups,
    choices,
    clinic_logo,
    clinic_words,
    coming,
    doctor,
    emails,
    explain,
    hearing,
    importer,
    journal,
    manual,
    messages,
    preview,
    printfile,
    queries,
    quiet_hours,
    records,
    recovery,
    reminders,
    runs,
    secret_keys,
    simulation,
    to_treat,
    trying,
    ways_out,
)
from relance_ops.accounts import Accounts
from relance_ops.acts_seen import ActsSeen
from relance_ops.callbacks import Callbacks
from relance_ops.channels.base import Channel
from relance_ops.claiming import Order
from relance_ops.clinic_file import forgotten_path
from relance_ops.config import Config
from relance_ops.database import MEMORY, Database, aware, sql, utc
from relance_ops.import_report import ImportReport
from relance_ops.lists import Lists
from relance_ops.model import DeliveryState, Kind, Planned, ReminderKey, Words
from relance_ops.opening import opened
from relance_ops.periods import Period
from relance_ops.printing import Printing
from relance_ops.privacy import Privacy
from relance_ops.reach import Forms
from relance_ops.reports import (
    Coming,
    Expected,
    Preview,
    PrintQuestion,
    RunReport,
)
from relance_ops.returns import Returns
from relance_ops.rights import HERE, Right, Visitor
from relance_ops.rulebook import Rulebook
from relance_ops.rules import Rule
from relance_ops.run_reports import RunReports
from relance_ops.sending import Outcome, Progress, Sender
from relance_ops.settings import Settings
from relance_ops.sign_ins import SignIns
from relance_ops.simulated import Simulation
from relance_ops.sms_style import SmsStyle
from relance_ops.statistics import Statistics

if TYPE_CHECKING:
    import pandas as pd

Clock = Callable[[], datetime]

NOTHING_UNTICKED: frozenset[ReminderKey] = frozenset()
EVERY_CHANNEL = frozenset(Kind)
PAPER = frozenset({Kind.LETTER, Kind.CARD})


def now_here() -> datetime:
    """The machine's clock, with its zone."""
    return datetime.now(UTC)


class Practice:
    """One clinic: its file, its settings, its ways out, its clock.

    Args:
        database: Open and up to date.
        config: How to reach the outside.
        files: Folder for letters and, without a configured account, messages.
        clock: Gives aware times.

    Attributes:
        sms: The account of [sms]; None without.
        accounts, sign_ins: Who may come in, and who did.
        printing: The printer that paper goes to by itself.
        backups: The copies of the file.
    """

    def __init__(
        self,
        database: Database,
        *,
        config: Config,
        files: Path,
        clock: Clock = now_here,
    ) -> None:
        self.database = database
        self.config = config
        self.files = files
        self.clock = clock
        # Two rounds at once would both take up what waits, and send it twice.
        self._one_round = threading.RLock()
        self.sms = ways_out.sms_provider(config)
        self.accounts = Accounts(database, clock, lambda: self.settings().clinic.name)
        self.backups = backups.Backups(database, clock)
        self.sign_ins = SignIns(database, clock, self.accounts.exist)
        self.printing = Printing(
            database, clock, settings=self.settings, folder=self.run_folder,
            connect=ways_out.printer,
        )  # fmt: skip

    @classmethod
    @contextmanager
    def open(
        cls,
        path: Path,
        *,
        config: Config | None = None,
        clock: Clock = now_here,
        wait_seconds: float = 0,
        told: Callable[[str], None] = lambda _sentence: None,
    ) -> Iterator[Practice]:
        """The clinic of *path*, created if missing, alone with its file.

        What a crash left open is settled first. *told* hears whom we wait for.

        Raises:
            DatabaseServedError: A dashboard holds it; says where.
            DatabaseBusyError: Another process holds it after *wait_seconds*.
            DatabaseUnavailableError: The file cannot be opened; says what to do.
        """
        with opened(
            path, clock=clock, wait_seconds=wait_seconds, told=told
        ) as database:
            practice = cls(
                database, config=config or Config(), files=path.with_suffix(".files"),
                clock=clock,
            )  # fmt: skip
            practice.recover()
            practice.privacy.forget_again()
            yield practice

    @classmethod
    def in_memory(cls, files: Path, *, clock: Clock = now_here) -> Practice:
        """A clinic that is forgotten afterwards, for notebooks and tests."""
        database = Database(MEMORY, now=clock())
        return cls(database, config=Config(), files=files, clock=clock)

    # Reading

    def today(self) -> date:
        """The clinic's day: local, whatever the server's zone."""
        return self.clock().astimezone(self.settings().timezone).date()

    def settings(self) -> Settings:
        """The clinic's choices."""
        with self.database.cursor() as cursor:
            return choices.stored(cursor)

    def due(self, *, on: date | None = None, everything: bool = False) -> reminders.Due:
        """The reminders of the day and their clients; see `reminders.due`."""
        with self.database.cursor() as cursor:
            return reminders.due(
                cursor, self.settings(), on=on or self.today(), everything=everything
            )

    def why(self, animal_id: str, *, on: date | None = None) -> explain.Explanation:
        """Why an animal is, or is not, in the list; see `explain.explain`."""
        with self.database.cursor() as cursor:
            return explain.explain(
                cursor, self.settings(), animal_id, on=on or self.today()
            )

    def expected(self, *, on: date | None = None) -> list[Expected]:
        """Who was reminded and has not come back yet."""
        with self.database.cursor() as cursor:
            return reminders.expected(cursor, on=on or self.today())

    def preview(
        self,
        *,
        on: date | None = None,
        without: frozenset[ReminderKey] = NOTHING_UNTICKED,
        only: frozenset[Kind] = EVERY_CHANNEL,
    ) -> Preview:
        """What "Envoyer" would do now, and cost."""
        order = self._order(on, by="", nonce="", without=without, only=only)
        with self.database.cursor() as cursor:
            return preview.preview(
                cursor, self.settings(), order, compose=self._compose(order.on)
            )

    @property
    def lists(self) -> Lists:
        """The lists of the dashboard, and what is done from them."""
        return Lists(self.database, self.clock)

    def volumes(self, *, since: date, until: date) -> pd.DataFrame:
        """Deliveries that left. Columns: week (its Monday), channel, n."""
        days = {"since": since, "until": until}
        return coming.frame(self.database.rows(sql("volumes"), days))

    @property
    def rulebook(self) -> Rulebook:
        """The rules: in force, published before, and publishing the next ones."""
        return Rulebook(self.database, self.clock, self.words.library().names)

    def coming(
        self, *, since: date, until: date, rules: Sequence[Rule] | None = None
    ) -> tuple[Coming, ...]:
        """What would leave if nobody came back; see `coming.coming`."""
        tried = self.rulebook.rules_of() if rules is None else rules
        with self.database.cursor() as cursor:
            return coming.coming(
                cursor, self.settings(), tried, since=since, until=until
            )

    def simulate(
        self,
        rules: Sequence[Rule] | None = None,
        *,
        since: date,
        until: date,
        seed: int | None = None,
    ) -> Simulation:
        """What leaves if « Envoyer » is pressed every day; see `simulation.simulate`."""
        return simulation.simulate(
            self.database, rules, Period(since, until), on=self.today(), seed=seed
        )

    def coming_volumes(self, *, since: date, until: date) -> pd.DataFrame:
        """The same as deliveries. Columns: week (its Monday), channel, n."""
        found = self.coming(since=since, until=until)
        return coming.frame(coming.volumes(found, self.settings()))

    def last_refresh(self) -> datetime | None:
        """When the list was last refreshed; None before the very first time."""
        [[moment]] = self.database.rows(sql("last_refresh"))
        return aware(moment) if moment else None

    def note_refresh(self, *, by: str) -> None:
        """Remember that the list was refreshed now."""
        noted = {"refreshed_at": utc(self.clock()), "by": by}
        with self.database.writing() as cursor:
            cursor.execute(sql("add_refresh"), noted).fetchall()

    @property
    def statistics(self) -> Statistics:
        """Volumes, costs and shares over a period."""
        return Statistics(self.database)

    @property
    def returns(self) -> Returns:
        """What came back after the reminders that left."""
        return Returns(self.database, self.today)

    @property
    def acts_seen(self) -> ActsSeen:
        """Gaps in the data, and the delays between acts."""
        return ActsSeen(self.database, self.today)

    @contextmanager
    def asking(
        self, *, visitor: Visitor = HERE, seconds: float = queries.SECONDS
    ) -> Iterator[queries.Copy]:
        """A read-only copy to ask in SQL, if *visitor* may; see `queries.copied`."""
        visitor.require(Right.QUERY)
        with queries.copied(self.database, seconds=seconds) as copy:
            yield copy

    def sql(self, statement: str, *, visitor: Visitor = HERE) -> pd.DataFrame:
        """What *statement* selects, from such a copy."""
        with self.asking(visitor=visitor) as copy:
            return copy.frame(statement)

    def check_up(self) -> doctor.CheckUp:
        """What a person should look at."""
        return doctor.check_up(self.database, self.config, self.settings().clinic)

    @property
    def records(self) -> records.Records:
        """Clients one by one: found, read, corrected."""
        return records.Records(self.database, self.clock)

    @property
    def journal(self) -> journal.Journal:
        """Everything that happened."""
        return journal.Journal(self.database, self.clock)

    @property
    def privacy(self) -> Privacy:
        """What a client may ask: everything we know, or to be forgotten."""
        path = self.database.path
        return Privacy(
            self.database, self.clock, lambda: self.settings().clinic,
            forgotten_path(self.files if path == MEMORY else path), self.run_folder,
            self.outbox(), self._rejects(), self._one_round,
        )  # fmt: skip

    @property
    def treating(self) -> to_treat.Treating:
        """« À traiter »: what waits for a person."""
        return to_treat.Treating(self.database, self.clock)

    # Sending

    def send(
        self,
        *,
        by: str,
        on: date | None = None,
        without: frozenset[ReminderKey] = NOTHING_UNTICKED,
        only: frozenset[Kind] = EVERY_CHANNEL,
        nonce: str = "",
        told: Callable[[Progress], None] = lambda _progress: None,
    ) -> RunReport:
        """« Envoyer »: claim what is ready, deliver it, say what became of it.

        Args:
            by: Who pressed the button.
            on: The run's day; today by default.
            without: Reminders that were unticked.
            only: Channels to use now.
            nonce: The same for every press on one drawn list, so that a double
                click is one run; a new one by default.
            told: Hears how far it is.
        """
        order = self._order(on, by=by, nonce=nonce, without=without, only=only)
        with self._one_round, self.backups.beside() as copy:
            outcome = replace(self._sender(by), claimed=copy).send(
                order,
                compose=self._compose(order.on),
                message_id=partial(
                    emails.message_id_for,
                    sender=ways_out.email_sender(self.config, self.settings().clinic),
                    token=secrets.token_hex(4),
                ),
                told=told,
            )
        if outcome.run_id is None:
            return RunReport(None, order.on)
        return self.report(outcome.run_id, notices=tuple(outcome.complaints.values()))

    def work(self, *, by: str, resume: bool = False) -> Outcome:
        """Try again what was refused for now; see `sending.Sender.work`.

        What a round that was cut short left open is settled first.
        """
        with self._one_round:
            self._recover(recovery.CUT_SHORT)
            return self._sender(by).work(on=self.today(), by=by, resume=resume)

    def hear(self, *, by: str) -> dict[str, str]:
        """Listen to receipts, returned mail and refusals; see `hearing.Hearing.hear`."""
        ears = ways_out.listeners(
            self.config, key=self._key(), clock=self.clock,
            called_back=lambda source, last: self.callbacks(source).after(last),
        )  # fmt: skip
        return hearing.Hearing(self.database, ears, self.clock).hear(by=by)

    def report(self, run_id: int, *, notices: tuple[str, ...] = ()) -> RunReport:
        """How run *run_id* stands now; see `run_reports.RunReports.report`."""
        return self._run_reports().report(run_id, notices=notices)

    def print_questions(self) -> list[PrintQuestion]:
        """Runs whose paper nobody has confirmed yet, oldest first."""
        return self._run_reports().questions()

    def confirm(
        self, run_id: int, *, by: str, reprint: Collection[int] = ()
    ) -> RunReport:
        """Answer the printer question; see `answers.confirm`."""
        answers.confirm(self.database, run_id, reprint=reprint, now=self.clock(), by=by)
        return self.report(run_id)

    def answer_given(self, run_id: int) -> str:
        """Who answered the printer question, and when; see `answers.answer_given`."""
        return answers.answer_given(self.database, run_id)

    def letter_numbers(self, run_id: int) -> tuple[int, ...]:
        """Numbers of the letters and cards of a run that await an answer."""
        with self.database.cursor() as cursor:
            return tuple(letter[0] for letter in runs.letters_awaiting(cursor, run_id))

    def cancel(
        self,
        *,
        sent_on: date,
        by: str,
        kinds: Collection[Kind] = PAPER,
        family: str | None = None,
    ) -> dict[Kind, int]:
        """« Annuler l'envoi de relances »; see `answers.cancel`."""
        return answers.cancel(
            self.database, sent_on=sent_on, kinds=kinds, family=family,
            now=self.clock(), by=by,
        )  # fmt: skip

    def cancellable(
        self,
        *,
        sent_on: date,
        kinds: Collection[Kind] = EVERY_CHANNEL,
        family: str | None = None,
    ) -> dict[Kind, int]:
        """How many deliveries that cancel would undo, by channel."""
        return answers.cancellable(
            self.database, sent_on=sent_on, kinds=kinds, family=family
        )

    def resolve(self, delivery_id: int, *, sent: bool, by: str) -> None:
        """Decide on an uncertain delivery; see `answers.resolve`."""
        answers.resolve(self.database, delivery_id, sent=sent, now=self.clock(), by=by)

    def recover(self) -> recovery.Recovered:
        """Settle what the last process left open; only at start."""
        return self._recover(recovery.OPEN)

    def _recover(self, states: Collection[DeliveryState]) -> recovery.Recovered:
        return recovery.recover(
            self.database,
            states,
            now=self.clock(),
            pages=lambda run_id, kind: printfile.whole(self.run_folder(run_id), kind),
        )

    # Data and choices

    def import_folder(
        self, folder: Path, *, by: str, rejects: Path | None = None
    ) -> ImportReport:
        """Load a practice software's export; see `importer.import_folder`."""
        return importer.import_folder(
            self.database, folder, now=self.clock(), on=self.today(), by=by,
            rejects=rejects or self._rejects(),
            templates=self.words.library().names,
        )  # fmt: skip

    def set(self, key: str, value: str, *, by: str) -> Settings:
        """Change one setting of the clinic.

        Raises:
            SettingError: No such key, or not a value it accepts; nothing changed.
        """
        return self.set_all({key: value}, by=by)

    def set_all(self, values: Mapping[str, str], *, by: str) -> Settings:
        """Change settings of the clinic, all or none; see `choices.store_all`."""
        return choices.store_all(self.database, values, now=self.clock(), by=by)

    @property
    def forms(self) -> Forms:
        """Whom each form reaches, and every client's boxes at once."""
        return Forms(self.database, self.clock)

    def type_over(
        self,
        entity: str,
        entity_id: str,
        field: str,
        value: manual.Value,
        *,
        by: str,
        note: str = "",
    ) -> None:
        """Keep what a person typed over the export; see `manual.type_over`."""
        manual.type_over(
            self.database, entity, entity_id, field, value, now=self.clock(), by=by,
            note=note,
        )  # fmt: skip

    @property
    def words(self) -> clinic_words.ClinicWords:
        """The words of every template, and the clinic's own; see `clinic_words`."""
        return clinic_words.ClinicWords(self.database, self.clock)

    @property
    def logo(self) -> clinic_logo.ClinicLogo:
        """The clinic's logo."""
        return clinic_logo.ClinicLogo(self.database, self.clock)

    @property
    def tries(self) -> trying.Tries:
        """Words looked at on a client, test messages and test pages; see `trying`."""
        return trying.Tries(
            self.database, self.clock, self.config, self.settings(),
            channels=self._channels, outboxes=self.outboxes(),
        )  # fmt: skip

    def run_folder(self, run_id: int) -> Path:
        """Where the print files of a run are kept."""
        return self.files / "runs" / f"{run_id:04d}"

    def outbox(self) -> Path:
        """Where messages are written while no account is configured."""
        return self.config.outbox.folder or self.files / "outbox"

    def outboxes(self) -> dict[Kind, Path]:
        """The ways out that have no account yet, and the folder that stands for each."""
        accounts = {Kind.EMAIL: self.config.email, Kind.SMS: self.config.sms}
        kinds = [kind for kind, account in accounts.items() if account is None]
        return dict.fromkeys(kinds, self.outbox())

    def sms_credit(self) -> int | None:
        """How many SMS are left; None where nobody says. Asks the provider."""
        return ways_out.sms_credit(self.config)

    def callbacks(self, source: str) -> Callbacks:
        """What the gateway *source* calls us back with."""
        return Callbacks(self.database, self.clock, source)

    def forget_files(self) -> None:
        """Remove the letters and messages of an invented clinic."""
        shutil.rmtree(self.files, ignore_errors=True)

    # How the parts are put together

    def _order(
        self,
        on: date | None,
        *,
        by: str,
        nonce: str,
        without: frozenset[ReminderKey],
        only: frozenset[Kind],
    ) -> Order:
        return Order(
            on=on or self.today(),
            by=by,
            nonce=nonce or secrets.token_hex(16),
            without=without,
            only=only,
        )

    def _compose(self, on: date) -> Callable[[Planned], Words]:
        return partial(
            messages.compose,
            clinic=self.settings().clinic,
            on=on,
            library=self.words.library(),
            sms=SmsStyle.of(self.settings(), self.sms),
        )

    def _sender(self, by: str) -> Sender:
        hours = {Kind.SMS: quiet_hours.sms_window(self.settings())}
        # A folder disturbs nobody, at any hour.
        windows = {k: hours[k] for k in hours if k not in self.outboxes()}
        paces = ways_out.paces(self.config)
        return Sender(
            self.database, self._channels(), self.clock, windows, paces,
            left=lambda run_id, kind: self.printing.order(run_id, kind, by=by),
        )  # fmt: skip

    def _channels(self) -> Mapping[Kind, Channel]:
        return ways_out.channels(
            self.config,
            self.settings().clinic,
            outbox=self.outbox(),
            run_folder=self.run_folder,
            clock=self.clock,
            key=self._key(),
            logo=self.logo.read(),
            sides=self.settings().print_sides,
        )

    def _rejects(self) -> Path:
        return self.files.with_suffix(".rejects.csv")

    def _key(self) -> bytes:
        return secret_keys.signing_key(self.database)

    def _run_reports(self) -> RunReports:
        return RunReports(self.database, self.printing, self.run_folder)
