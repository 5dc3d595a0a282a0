"""The clinic's choices: what each key means, its default, and what it accepts.

They live in the database so that the dashboard, the command line and the notebooks
see the same ones; how to reach the outside (servers, secrets) is `config.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time
from enum import StrEnum
from zoneinfo import ZoneInfo

from relance_ops import setting_values as values
from relance_ops.errors import SettingError
from relance_ops.i18n import _
from relance_ops.model import Clinic, Form
from relance_ops.printers import Sides

PARIS = ZoneInfo("Europe/Paris")


class FormMode(StrEnum):
    """Who chooses the form: the box « Je préfère choisir pour chaque client… »."""

    CLINIC = "clinic"  # the box is unticked
    CLIENT = "client"  # ticked: every box of the client's record


class Usable(StrEnum):
    """In clinic mode: the first usable form, or all of them."""

    FIRST = "first"
    ALL = "all"


class YesNo(StrEnum):
    """Whether something holds: whether this clinic is invented, for one."""

    YES = "yes"
    NO = "no"


class SmsStop(StrEnum):
    """Which SMS say how to have no more: a piece of information always does."""

    ALWAYS = "always"
    INFORMATION = "information"


class Weekday(StrEnum):
    """A day of the week, Monday first."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


class Grouping(StrEnum):
    """What one delivery holds."""

    CLIENT = "client"
    ANIMAL = "animal"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice of the clinic, complete.

    Attributes:
        form_order: The clinic's order of preference, each form at most once.
        group_ahead_days: Reminders planned within this many days join a delivery
            of the same client that leaves anyway; 0 for never.
        min_gap_days: Days between two messages about the same act of the same
            animal; 0 for none.
        appointment_days: An appointment within this many days holds a reminder.
        holdout_percent: Of 100 obligations, how many chance keeps back to measure what
            reminders change; 0 for none.
        unusual_factor: A day is unusual over this many times the usual day.
        letter_cents, card_cents, sms_cents: Price of one stamp, of one SMS part.
        demo: "yes" for an invented clinic, which may be thrown away.
        timezone: Where the clinic's days begin and end, as in the IANA database.
        sms_from, sms_to: SMS leave between these hours of the clinic.
        sms_days: On these days, in the week's order.
        sms_holidays: "yes" when they may leave on a public holiday too.
        print_printer: Address of the printer that letters go to by themselves; "" for
            the browser's own dialog.
        print_sides: On how many sides letters are printed.
        print_cards: "yes" when cards go to that printer by themselves too.
        sms_simplify: "yes" to write plainly what would double the price of an SMS.
        sms_stop: Which SMS end by saying how to have no more.
    """

    form_mode: FormMode = FormMode.CLINIC
    form_order: tuple[Form, ...] = (Form.EMAIL, Form.SMS, Form.PAPER)
    form_usable: Usable = Usable.FIRST
    grouping: Grouping = Grouping.CLIENT
    group_ahead_days: int = 0
    min_gap_days: int = 7
    appointment_days: int = 60
    holdout_percent: int = 0
    unusual_factor: int = 3
    # La Poste, lettre verte 20 g in 2026, as reported by a third party; each clinic
    # sets what it pays.
    letter_cents: int = 152
    card_cents: int = 152
    sms_cents: int = 7
    demo: YesNo = YesNo.NO
    timezone: ZoneInfo = PARIS
    sms_from: time = time(10)
    sms_to: time = time(19)
    sms_days: tuple[Weekday, ...] = tuple(Weekday)[:6]
    sms_holidays: YesNo = YesNo.NO
    print_printer: str = ""
    print_sides: Sides = Sides.ONE
    print_cards: YesNo = YesNo.YES
    sms_simplify: YesNo = YesNo.YES
    sms_stop: SmsStop = SmsStop.ALWAYS
    clinic: Clinic = field(default_factory=Clinic)

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str]]) -> Settings:
        """The settings as stored, each (key, value); defaults for the others.

        Raises:
            SettingError: A key or value makes no sense.
        """
        settings = cls()
        for key, value in rows:
            settings = settings._kept(key, value)
        return settings

    def with_value(self, key: str, value: str) -> Settings:
        """These settings with one of them changed.

        Raises:
            SettingError: No such key, or not a value it accepts; lists both.
        """
        # An older file may hold another address: it is read, and only typed again no more.
        typed = values.website(key, value) if key == "clinic.booking_url" else value
        return self._kept(key, typed)

    def _kept(self, key: str, value: str) -> Settings:
        if key.startswith("clinic.") and key.removeprefix("clinic.") in _CLINIC_FIELDS:
            name = key.removeprefix("clinic.")
            read = _yes_no if name == "booking_code" else values.one_line
            return replace(
                self, clinic=replace(self.clinic, **{name: read(key, value)})
            )
        if key not in _SETTINGS:
            raise SettingError(
                _(
                    "Le réglage « {key} » n'existe pas. Réglages connus : {known}."
                ).format(key=key, known=", ".join(keys()))
            )
        name, reader = _SETTINGS[key]
        changes: dict[str, object] = {name: reader(key, value.strip())}
        return replace(self, **changes)  # type: ignore[arg-type]

    def checked(self) -> Settings:
        """These settings, where they agree with one another.

        Raises:
            SettingError: They do not; names both.
        """
        if self.sms_from >= self.sms_to:
            raise values.refused(
                "sms.to", _text(self.sms_to), _("une heure après {from_}").format(
                    from_=_text(self.sms_from)
                )
            )  # fmt: skip
        return self

    def as_texts(self) -> dict[str, str]:
        """Every key with its value as one would type it, in order."""
        texts = {
            key: _text(getattr(self, name)) for key, (name, _read) in _SETTINGS.items()
        }
        texts |= {
            f"clinic.{name}": str(getattr(self.clinic, name)) for name in _CLINIC_FIELDS
        }
        return texts


def keys() -> tuple[str, ...]:
    """Every key that a clinic may set."""
    return (*_SETTINGS, *(f"clinic.{name}" for name in _CLINIC_FIELDS))


def _text(value: object) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _yes_no(key: str, value: str) -> str:
    return str(values.word(YesNo)(key, value.strip()))


def _order(key: str, value: str) -> tuple[Form, ...]:
    words = [word.strip().lower() for word in value.split(",") if word.strip()]
    allowed = _("une liste sans répétition de {forms}").format(forms=", ".join(Form))
    if not words or len(set(words)) != len(words) or not set(words) <= set(Form):
        raise values.refused(key, value, allowed)
    return tuple(Form(word) for word in words)


def _weekdays(key: str, value: str) -> tuple[Weekday, ...]:
    words = {word.strip().lower() for word in value.split(",") if word.strip()}
    if not words or not words <= set(Weekday):
        allowed = _("un ou plusieurs de {days}").format(days=",".join(Weekday))
        raise values.refused(key, value, allowed)
    return tuple(day for day in Weekday if day in words)


_SETTINGS: Mapping[str, tuple[str, Callable[[str, str], object]]] = {
    "form.mode": ("form_mode", values.word(FormMode)),
    "form.order": ("form_order", _order),
    "form.usable": ("form_usable", values.word(Usable)),
    "grouping": ("grouping", values.word(Grouping)),
    "group_ahead_days": ("group_ahead_days", values.whole(0, 365)),
    "min_gap_days": ("min_gap_days", values.whole(0, 365)),
    "appointment_days": ("appointment_days", values.whole(0, 365)),
    "holdout_percent": ("holdout_percent", values.whole(0, 20)),
    "unusual_factor": ("unusual_factor", values.whole(2, 100)),
    "demo": ("demo", values.word(YesNo)),
    "timezone": ("timezone", values.zone),
    "sms.from": ("sms_from", values.hour),
    "sms.to": ("sms_to", values.hour),
    "sms.days": ("sms_days", _weekdays),
    "sms.holidays": ("sms_holidays", values.word(YesNo)),
    "print.printer": ("print_printer", values.printer),
    "print.sides": ("print_sides", values.word(Sides)),
    "print.cards": ("print_cards", values.word(YesNo)),
    "sms.simplify": ("sms_simplify", values.word(YesNo)),
    "sms.stop": ("sms_stop", values.word(SmsStop)),
    "price.letter_cents": ("letter_cents", values.whole(0, 10_000)),
    "price.card_cents": ("card_cents", values.whole(0, 10_000)),
    "price.sms_cents": ("sms_cents", values.whole(0, 10_000)),
}

_CLINIC_FIELDS = tuple(field.name for field in fields(Clinic))
