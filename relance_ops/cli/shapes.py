"""Reports as JSON, in the shapes that the specification fixes (section 7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from relance_ops import doctor, explain
from relance_ops.account_rows import Account
from relance_ops.model import Kind, Reminder
from relance_ops.printers import PrintJob
from relance_ops.reports import Expected, Preview, RunReport
from relance_ops.sending import Outcome


def reminder(found: Reminder) -> dict[str, Any]:
    """One line of `due --json`."""
    return {
        "client_id": found.client_id,
        "animal_id": found.animal_id,
        "recall_group": found.recall_group,
        "act_type": found.act_type,
        "anchor_id": found.anchor_id,
        "due_on": found.due_on.isoformat(),
        "step": found.step,
        "planned_on": _day(found.planned_on),
        "state": found.state.value,
        "reason": found.reason,
        "reason_code": found.reason_code,
        "channels": [kind.value for kind in found.channels],
    }


def report(found: RunReport) -> dict[str, Any]:
    """`send --json`, and what an answer leads to.

    Letters and cards are two files, for two kinds of paper: letters_pdf is the one to
    print first, the cards' when there are no letters.
    """
    return {
        "run_id": found.run_id,
        "on": found.on.isoformat(),
        "claimed": found.claimed,
        "by_channel": {
            kind.value: {state.value: n for state, n in states.items()}
            for kind, states in found.by_channel.items()
        },
        "letters_pdf": found.letters_pdf or found.cards_pdf or None,
        "cards_pdf": found.cards_pdf or None,
        "awaiting": found.awaiting,
        "notices": list(found.notices),
        "printer": [print_job(job) for job in found.printing],
    }


def print_job(found: PrintJob) -> dict[str, Any]:
    """A file on its way through the printer, in `send --json`."""
    return {
        "file": found.kind.value,
        "printer": found.printer,
        "job_name": found.job_name,
        "job_id": found.job_id,
        "state": found.state.value,
        "pages": found.pages,
        "pages_out": found.pages_out,
        "reasons": list(found.reasons),
        "seen": list(found.seen),
    }


def preview(found: Preview) -> dict[str, Any]:
    """`send --dry-run --json`: what would leave, and stay."""
    return {
        "deliveries": [
            {
                "client_id": planned.client.client_id,
                "channel": planned.kind.value,
                "address": planned.address,
                "reminders": [reminder(r) for r in planned.reminders],
            }
            for planned in found.deliveries
        ],
        "by_channel": {k.value: found.count(k) for k in Kind if found.count(k)},
        "waiting": [reminder(r) for r in found.waiting],
        "sms_parts": found.sms_parts,
        "cost_cents": found.cost_cents,
        "seconds": found.seconds,
        "unusual": found.unusual,
    }


def expected(found: Expected) -> dict[str, Any]:
    """One line of `expected --json`."""
    return {
        "client_id": found.client_id,
        "animal_id": found.animal_id,
        "recall_group": found.recall_group,
        "anchor_id": found.anchor_id,
        "act_type": found.act_type,
        "due_on": found.due_on.isoformat(),
        "last_sent_on": found.last_sent_on.isoformat(),
        "steps_sent": list(found.steps_sent),
        "channels": [kind.value for kind in found.channels],
    }


def explanation(found: explain.Explanation) -> dict[str, Any]:
    """`why --json`."""
    return {
        "animal_id": found.animal_id,
        "client_id": found.client_id,
        "on": found.on.isoformat(),
        "reminders": [reminder(r) for r in found.reminders],
        "history": [
            {
                "delivery_id": sent.delivery_id,
                "run_id": sent.run_id,
                "sent_on": sent.sent_on.isoformat(),
                "channel": sent.kind.value,
                "label": sent.label,
                "step": sent.step,
                "state": sent.state.value,
                "reason": sent.reason,
            }
            for sent in found.history
        ],
        "sentences": explain.sentences(found),
    }


def check_up(found: doctor.CheckUp) -> dict[str, Any]:
    """`doctor --json`."""
    return {
        "well": found.is_well,
        "uncertain": doctor.uncertain_as_json(found),
        "awaiting": found.awaiting,
        "retrying": found.retrying,
        "paused": {kind.value: reason for kind, reason in found.paused.items()},
        "twice": found.twice,
        "printer": list(found.printer),
        "sizes": dict(found.sizes),
        "sentences": doctor.sentences(found),
    }


def account(found: Account) -> dict[str, Any]:
    """One line of `accounts --json`; never its password, in any form."""
    return {
        "login": found.login,
        "name": found.name,
        "role": found.role.value,
        "language": found.language or None,
        "open": found.is_open,
        "seen_at": found.seen_at.isoformat() if found.seen_at else None,
    }


def voided(counts: Mapping[Kind, int]) -> dict[str, Any]:
    """`cancel --json`; channels with nothing to undo are left out."""
    return {"voided": {kind.value: n for kind, n in counts.items()}}


def outcome(found: Outcome, deaf: Mapping[str, str]) -> dict[str, Any]:
    """`work --json`; *deaf* are the complaints of the listeners, by name."""
    told = {kind.value: text for kind, text in found.complaints.items()}
    return {"delivered": found.delivered, "complaints": {**told, **deaf}}


def _day(when: date | None) -> str | None:
    return when.isoformat() if when else None
