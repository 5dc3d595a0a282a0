"""A check-up of the clinic's file: what a person should look at, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from relance_ops import email_advice, runs
from relance_ops.config import Config
from relance_ops.database import Database, sql
from relance_ops.i18n import _, ngettext
from relance_ops.model import Clinic, DeliveryState, Kind


@dataclass(frozen=True, slots=True)
class CheckUp:
    """What was found.

    Attributes:
        sizes: Rows of each kind, by name.
        uncertain: Deliveries that may have left: a person decides each.
        awaiting: Letters and cards whose printing nobody confirmed.
        retrying: Deliveries refused for now.
        paused: By channel whose account was refused, why.
        advice: What would keep emails from arriving.
        twice: Reminders in two live deliveries of one channel; a defect if not 0.
        printer: What the chosen printer says of itself, or why it says nothing; () when
            none is chosen, or it was not asked.
        safety: Why nothing may leave, or why the last copy of the file failed.
        copies: When that copy was made; () if nobody looked.
        email, sms: The server, the provider; "" without an account.
    """

    sizes: Mapping[str, int]
    uncertain: tuple[runs.Standing, ...]
    awaiting: int
    retrying: int
    paused: Mapping[Kind, str]
    twice: int
    email: str
    sms: str
    printer: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        """True when nobody has anything to do."""
        return not (self.uncertain or self.paused or self.twice or self.safety)


def check_up(database: Database, config: Config, clinic: Clinic) -> CheckUp:
    """Look at everything that may need a person."""
    with database.cursor() as cursor:
        uncertain = runs.standings(cursor, [DeliveryState.UNCERTAIN])
        awaiting = runs.standings(cursor, [DeliveryState.AWAITING])
        retrying = runs.standings(cursor, [DeliveryState.RETRY])
        paused = cursor.execute(sql("paused")).fetchall()
        twice = cursor.execute(sql("twice")).fetchall()
        result = cursor.execute(sql("sizes"))
        names = [column[0] for column in result.description or []]
        [values] = result.fetchall()
    return CheckUp(
        sizes=dict(zip(names, values, strict=True)),
        uncertain=tuple(uncertain),
        awaiting=len(awaiting),
        retrying=len(retrying),
        paused={Kind(channel): reason for channel, reason, _at in paused},
        twice=len(twice),
        email=config.email.host if config.email else "",
        advice=_advice(config, clinic),
        sms=config.sms.provider if config.sms else "",
    )


def _advice(config: Config, clinic: Clinic) -> tuple[str, ...]:
    if config.email is None:
        return ()
    said = email_advice.warnings(config.email, config.mailbox, answers_to=clinic.email)
    return (*said, *email_advice.checklist(config.email))


def sentences(found: CheckUp) -> list[str]:
    """What to tell the person, most urgent first."""
    said = [
        _("⚠ {n} relances sont parties deux fois : signalez-le.").format(n=found.twice)
    ] * bool(found.twice)
    said += found.safety
    said += [
        _("Le canal {channel} est en pause : {reason}").format(
            channel=kind.value, reason=reason
        )
        for kind, reason in found.paused.items()
    ]
    said += _counted(found)
    if not found.email:
        said.append(
            _(
                "Aucun compte d'email n'est configuré : les messages sont écrits dans la "
                "boîte d'envoi, personne ne les reçoit."
            )
        )
    if not found.sms:
        said.append(
            _(
                "Aucun compte SMS n'est configuré : les SMS sont écrits dans la boîte d'envoi."
            )
        )
    return [
        *(said or [_("Tout va bien.")]),
        *found.advice,
        *found.printer,
        *found.copies,
    ]


def _counted(found: CheckUp) -> list[str]:
    uncertain, awaiting, retrying = len(found.uncertain), found.awaiting, found.retrying
    counts: list[tuple[int, str]] = [
        (
            uncertain,
            ngettext(
                "{n} envoi incertain : décidez avec « relance-ops resolve ».",
                "{n} envois incertains : décidez avec « relance-ops resolve ».",
                uncertain,
            ),
        ),
        (
            awaiting,
            ngettext(
                "{n} courrier attend la réponse sur l'imprimante.",
                "{n} courriers attendent la réponse sur l'imprimante.",
                awaiting,
            ),
        ),
        (
            retrying,
            ngettext(
                "{n} message sera représenté : il a été refusé pour le moment.",
                "{n} messages seront représentés : ils ont été refusés pour le moment.",
                retrying,
            ),
        ),
    ]
    return [text.format(n=count) for count, text in counts if count]


def uncertain_as_json(found: CheckUp) -> list[dict[str, Any]]:
    """The uncertain deliveries for programs."""
    return [
        {
            "delivery_id": standing.delivery_id,
            "run_id": standing.run_id,
            "channel": standing.kind.value,
            "client_id": standing.client_id,
            "address": standing.address,
            "handed_at": standing.changed_at.isoformat(),
            "reason": standing.reason,
        }
        for standing in found.uncertain
    ]
