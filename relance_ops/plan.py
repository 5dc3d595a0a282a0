"""Pure policy: by what channel a reminder leaves, and what travels together.

No database, no clock, no page: reminders and clients in, deliveries out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from relance_ops import contacts
from relance_ops.i18n import _
from relance_ops.model import Client, Form, Kind, Planned, Reminder, ReminderState
from relance_ops.settings import FormMode, Grouping, Settings, Usable


def forms(client: Client, allowed: frozenset[Form], settings: Settings) -> list[Form]:
    """The forms that reach *client*, best first (« Sous quelle forme ? »).

    Args:
        client: Who is to be reached.
        allowed: What the rule's step narrows the choice to; empty for no limit.
        settings: The clinic's mode and order.
    """
    wanted = (
        [form for form in Form if form in client.boxes]
        if settings.form_mode is FormMode.CLIENT
        else settings.form_order
    )
    # Lazily: telling a mobile number from a landline is the dear part of a refresh.
    usable = (
        form
        for form in wanted
        if (not allowed or form in allowed) and contacts.address(client, form)
    )
    only_first = (
        settings.form_mode is FormMode.CLINIC and settings.form_usable is Usable.FIRST
    )
    return list(islice(usable, 1 if only_first else None))


def with_channels(
    reminder: Reminder,
    client: Client,
    allowed: frozenset[Form],
    settings: Settings,
) -> Reminder:
    """*reminder* with the channels it leaves by; blocked if it was ready and none is."""
    found = tuple(
        reminder.paper_form if form is Form.PAPER else Kind(form.value)
        for form in forms(client, allowed, settings)
    )
    if found or reminder.state is not ReminderState.READY:
        return replace(reminder, channels=found)
    if settings.form_mode is FormMode.CLIENT and not client.boxes:
        return replace(
            reminder,
            state=ReminderState.BLOCKED,
            reason_code="no_form_chosen",
            reason=_("aucune forme choisie"),
        )
    return replace(
        reminder,
        state=ReminderState.BLOCKED,
        reason_code="no_usable_channel",
        reason=_("aucun moyen de contact utilisable"),
    )


def deliveries(
    reminders: Iterable[Reminder],
    clients: Mapping[str, Client],
    settings: Settings,
    *,
    on: date,
    only: frozenset[Kind] = frozenset(Kind),
) -> list[Planned]:
    """What leaves on *on*: ready reminders, and those near enough to join them.

    Args:
        reminders: Ready ones leave; planned ones with channels may join, unless chance
            keeps them back.
        clients: By client_id, everyone named in *reminders*.
        settings: Grouping and how many days ahead a reminder may join.
        on: The run's day.
        only: Channels that may be used; the others' reminders stay ready.

    Returns:
        One delivery per client, channel and group, in the order a run leaves:
        email, SMS, letters by postcode, cards by postcode.
    """
    reminders = list(reminders)
    groups: dict[tuple[object, ...], list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        if reminder.state is ReminderState.READY:
            for kind in reminder.channels:
                if kind in only:
                    groups[_group(reminder, kind, settings.grouping)].append(reminder)
    for reminder in _may_join(reminders, settings, on):
        for kind in reminder.channels:
            group = _group(reminder, kind, settings.grouping)
            if group in groups:
                groups[group].append(reminder)
    planned = [
        _planned(clients[members[0].client_id], Kind(str(group[0])), members)
        for group, members in groups.items()
    ]
    return sorted(planned, key=_leaving_order)


def _may_join(
    reminders: list[Reminder], settings: Settings, on: date
) -> Iterator[Reminder]:
    if not settings.group_ahead_days or settings.grouping is Grouping.NONE:
        return
    last_day = on + timedelta(days=settings.group_ahead_days)
    for reminder in reminders:
        if (
            reminder.state is ReminderState.PLANNED
            and not reminder.withheld
            and reminder.planned_on is not None
            and reminder.planned_on <= last_day
        ):
            yield reminder


def _group(reminder: Reminder, kind: Kind, grouping: Grouping) -> tuple[object, ...]:
    if grouping is Grouping.CLIENT:
        return (kind, reminder.client_id)
    if grouping is Grouping.ANIMAL:
        return (kind, reminder.client_id, reminder.animal_id)
    return (kind, reminder.client_id, reminder.key)


def _planned(client: Client, kind: Kind, members: list[Reminder]) -> Planned:
    ordered = sorted(
        members, key=lambda r: (r.animal_name, r.animal_id, r.due_on, r.recall_group)
    )
    return Planned(client, kind, contacts.address(client, kind.form), tuple(ordered))


def _leaving_order(planned: Planned) -> tuple[object, ...]:
    kinds = list(Kind)
    postcode = planned.client.postcode if planned.kind.is_paper else ""
    return (
        kinds.index(planned.kind),
        postcode,
        planned.client.client_id,
        planned.reminders[0].key,
    )
