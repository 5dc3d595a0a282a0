"""The clinic's choices: what each key means, its default, and what it accepts.

They live in the database so that the dashboard, the command line and the notebooks
see the same ones; how to reach the outside (servers, secrets) is `config.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from relance_ops.errors import SettingError
from relance_ops.i18n import _
from relance_ops.model import Clinic, Form
from relance_ops.printers import Sides, plain_uri
from relance_ops.web_pages import web_page

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
    """

    form_mode: FormMode = FormMode.CLINIC
    form_order: tuple[Form, ...] = (Form.EMAIL, Form.SMS, Form.PAPER)
    form_usable: Usable = Usable.FIRST
    grouping: Grouping = Grouping.CLIENT
    group_ahead_days: int = 0
    min_gap_days: int = 7
    appointment_days: int = 60
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
        typed = _web_page(key, value) if key == "clinic.booking_url" else value
        return self._kept(key, typed)

    def _kept(self, key: str, value: str) -> Settings:
        if key.startswith("clinic.") and key.removeprefix("clinic.") in _CLINIC_FIELDS:
            name = key.removeprefix("clinic.")
            read = _yes_no if name == "booking_code" else _one_line
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
            raise _refused(
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


def _refused(key: str, value: str, allowed: str) -> SettingError:
    return SettingError(
        _(
            "Le réglage « {key} » n'accepte pas « {value} ». Possible : {allowed}."
        ).format(key=key, value=value, allowed=allowed)
    )


def _one_line(key: str, value: str) -> str:
    if any(ord(character) < 32 for character in value) or len(value) > 300:
        raise _refused(key, value[:40], _("une seule ligne de 300 caractères au plus"))
    return value.strip()


def _web_page(key: str, value: str) -> str:
    text = _one_line(key, value)
    page = web_page(text)
    if text and not page:
        raise _refused(key, text[:60], "https://rdv.clinique.fr…")
    return page if text else ""


def _yes_no(key: str, value: str) -> str:
    return str(_word(YesNo)(key, value.strip()))


def _word(kind: type[StrEnum]) -> Callable[[str, str], StrEnum]:
    def read(key: str, value: str) -> StrEnum:
        try:
            return kind(value.lower())
        except ValueError:
            raise _refused(key, value, ", ".join(kind)) from None

    return read


def _order(key: str, value: str) -> tuple[Form, ...]:
    words = [word.strip().lower() for word in value.split(",") if word.strip()]
    allowed = _("une liste sans répétition de {forms}").format(forms=", ".join(Form))
    if not words or len(set(words)) != len(words) or not set(words) <= set(Form):
        raise _refused(key, value, allowed)
    return tuple(Form(word) for word in words)


def _weekdays(key: str, value: str) -> tuple[Weekday, ...]:
    words = {word.strip().lower() for word in value.split(",") if word.strip()}
    if not words or not words <= set(Weekday):
        allowed = _("un ou plusieurs de {days}").format(days=",".join(Weekday))
        raise _refused(key, value, allowed)
    return tuple(day for day in Weekday if day in words)


def _hour(key: str, value: str) -> time:
    try:
        return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007  # no day, no zone
    except ValueError:
        raise _refused(key, value, _("une heure, comme 10:00")) from None


def _whole(low: int, high: int) -> Callable[[str, str], int]:
    def read(key: str, value: str) -> int:
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise _refused(
                key,
                value,
                _("un nombre entier de {low} à {high}").format(low=low, high=high),
            )
        return int(value)

    return read


def _zone(key: str, value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _refused(key, value, "Europe/Paris, Indian/Reunion…") from None


def _printer(key: str, value: str) -> str:
    try:
        return plain_uri(value)
    except ValueError:
        allowed = _("rien, ou l'adresse d'une imprimante, comme ipp://192.168.1.20")
        raise _refused(key, value[:80], allowed) from None


_SETTINGS: Mapping[str, tuple[str, Callable[[str, str], object]]] = {
    "form.mode": ("form_mode", _word(FormMode)),
    "form.order": ("form_order", _order),
    "form.usable": ("form_usable", _word(Usable)),
    "grouping": ("grouping", _word(Grouping)),
    "group_ahead_days": ("group_ahead_days", _whole(0, 365)),
    "min_gap_days": ("min_gap_days", _whole(0, 365)),
    "appointment_days": ("appointment_days", _whole(0, 365)),
    "unusual_factor": ("unusual_factor", _whole(2, 100)),
    "demo": ("demo", _word(YesNo)),
    "timezone": ("timezone", _zone),
    "sms.from": ("sms_from", _hour),
    "sms.to": ("sms_to", _hour),
    "sms.days": ("sms_days", _weekdays),
    "sms.holidays": ("sms_holidays", _word(YesNo)),
    "print.printer": ("print_printer", _printer),
    "print.sides": ("print_sides", _word(Sides)),
    "print.cards": ("print_cards", _word(YesNo)),
    "price.letter_cents": ("letter_cents", _whole(0, 10_000)),
    "price.card_cents": ("card_cents", _whole(0, 10_000)),
    "price.sms_cents": ("sms_cents", _whole(0, 10_000)),
}

_CLINIC_FIELDS = tuple(field.name for field in fields(Clinic))
