"""One delivery over the page: its words as they left, and all that happened to it."""

from __future__ import annotations

from datetime import tzinfo

import panel as pn

from relance_ops import wording
from relance_ops.dashboard.components import (
    at_first_use,
    dialog,
    plain,
    quiet,
    small_button,
    text,
)
from relance_ops.dashboard.listing import Line, Listing
from relance_ops.dashboard.theme import ICONS
from relance_ops.happenings import AsSent, Sent
from relance_ops.i18n import _, day, moment, ngettext
from relance_ops.model import DeliveryState
from relance_ops.practice import Practice
from relance_ops.record_words import kind_word

# The text keeps its line breaks, and a long word wraps.
_SHEET = (
    "white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f6f8; "
    "border-radius: 10px; padding: 12px 16px; font-size: 1rem; line-height: 1.5"
)


class AsSentDialog(pn.viewable.Viewer):
    """The text as it was sent. A page makes one and opens it on a delivery."""

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._practice = practice
        self.facts = text(
            "", "body2", sx={"lineHeight": 1.7, "overflowWrap": "anywhere"}
        )
        self.subject = text(
            "", "subtitle1", sx={"fontWeight": 600}, margin=(12, 0, 4, 0)
        )
        self.body = pn.pane.HTML(sizing_mode="stretch_width", margin=0)
        self.changes = Listing(label=_("États"), when_width=150)
        self.dialog = dialog(
            self.facts,
            self.subject,
            self.body,
            quiet(_("Ce qui lui est arrivé"), margin=(14, 0, 2, 0)),
            self.changes,
            small_button(_("Fermer"), self.close, variant="text"),
            title=" ",
            closes=True,
        )

    def open(self, delivery_id: int) -> None:
        """Show *delivery_id*."""
        found = self._practice.journal.as_sent(delivery_id)
        zone = self._practice.settings().timezone
        self.dialog.title = _("{kind} à {client}").format(
            kind=kind_word(found.kind).capitalize(), client=found.client_name
        )
        self.facts.object = "<br>".join(plain(fact) for fact in facts(found))
        self.subject.param.update(
            object=plain(found.subject), visible=bool(found.subject)
        )
        self.body.object = f'<div style="{_SHEET}">{plain(found.body)}</div>'
        self.changes.show(_change_lines(found, zone))
        self.dialog.open = True

    def close(self) -> None:
        """Close it."""
        self.dialog.open = False

    def __panel__(self) -> pn.viewable.Viewable:
        return at_first_use(self.dialog)


def facts(found: AsSent) -> list[str]:
    """The address used, what it reminded of, and its numbers, one line each."""
    address = ", ".join(found.address.splitlines())
    said = [_("Adresse utilisée : {address}").format(address=address)]
    said += [
        _("{animal} : {act}, échéance le {day}, {nth} relance").format(
            animal=one.animal_name,
            act=one.label,
            day=day(one.due_on),
            nth=wording.nth_reminder(one.step),
        )
        for one in found.reminders
    ]
    numbers = [
        _("Envoi n° {run}").format(run=found.run_id),
        _("règles, version {version}").format(version=found.rule_version),
    ]
    if found.letter_number:
        numbers.append(_("courrier n° {number}").format(number=found.letter_number))
    if found.sms_parts:
        parts = ngettext("{n} partie", "{n} parties", found.sms_parts)
        numbers.append(parts.format(n=found.sms_parts))
    if found.cost_cents:
        numbers.append(wording.money(found.cost_cents))
    said.append(" · ".join(numbers))
    if found.message_id:
        said.append(_("Identifiant : {id}").format(id=found.message_id))
    return said


def _change_lines(found: AsSent, zone: tzinfo) -> list[Line]:
    return [
        Line(
            key=str(i),
            when=moment(change.at, zone),
            title=wording.state_of(change.state, found.kind),
            detail=" — ".join(
                part for part in (change.by, change.reason, change.reference) if part
            ),
        )
        for i, change in enumerate(found.changes)
    ]


def sent_line(sent: Sent, *, when: str, with_client: bool) -> Line:
    """One delivery in a list; its title opens the text."""
    animals = ", ".join(sent.animals)
    title = sent.client_name if with_client else sent.subject or animals
    detail = animals if with_client else (animals if sent.subject else "")
    reason = sent.reason if sent.state in _EXPLAINED else ""
    return Line(
        key=str(sent.delivery_id),
        when=when,
        icon=ICONS[sent.kind],
        tone=sent.kind.value,
        title=title or sent.client_id,
        detail=" — ".join(part for part in (detail, reason) if part),
        chips=(
            (kind_word(sent.kind), sent.kind.value),
            (wording.state_of(sent.state, sent.kind), _TONES.get(sent.state, "")),
        ),
        opens=True,
    )


_EXPLAINED = frozenset(
    {
        DeliveryState.BOUNCED, DeliveryState.FAILED, DeliveryState.RETRY,
        DeliveryState.UNCERTAIN, DeliveryState.VOIDED,
    }
)  # fmt: skip
_TONES = {
    DeliveryState.SENT: "good",
    DeliveryState.DELIVERED: "good",
    DeliveryState.PRINTED: "good",
    DeliveryState.BOUNCED: "bad",
    DeliveryState.FAILED: "bad",
    DeliveryState.UNCERTAIN: "warn",
    DeliveryState.RETRY: "warn",
    DeliveryState.AWAITING: "warn",
}
