"""The words of a delivery: one source for the email, the letter, the card and the SMS.

Knows templates and clients, no channel: a layout receives `Words` and escapes them.
"""

from __future__ import annotations

import logging
from datetime import date

from relance_ops import sms_text
from relance_ops.i18n import _, speaking
from relance_ops.library import DEFAULT, INFORMATION, Library, Part, Template, program
from relance_ops.library import program_names as template_names
from relance_ops.merge_fields import Fields, fields_of, language_of, table_rows
from relance_ops.model import Clinic, Kind, Planned, Reminder, Words
from relance_ops.sms_style import SmsStyle
from relance_ops.template_language import Block, check, merged, merged_blocks
from relance_ops.typography import one_line, shortened
from relance_ops.word_levels import level_of

__all__ = ["Template", "check", "compose", "template_names"]

log = logging.getLogger(__name__)

# Mail programs show sixty characters or so; longer than this is a mistake.
_SUBJECT_LIMIT = 150

_ORDINARY_SMS = SmsStyle()


def compose(
    planned: Planned,
    *,
    clinic: Clinic,
    on: date,
    library: Library | None = None,
    sms: SmsStyle = _ORDINARY_SMS,
) -> Words:
    """The words of *planned*, in its client's language (French if we do not speak it).

    Args:
        planned: What leaves, by what channel.
        clinic: Who writes.
        on: The run's day: a due date before it is past.
        library: The words in force; the program's own without it.
        sms: How SMS are written.
    """
    language = language_of(planned.client)
    template = _template(planned, library or program(), language)
    with speaking(language):
        fields = fields_of(planned, clinic=clinic, on=on)
        subject = one_line(merged(template.subject, fields, language=language))
        if planned.kind is Kind.SMS:
            text = one_line(merged(template.sms, fields, language=language))
            ending = sms.ending(
                planned.reminders, written=template.sms, phone=clinic.phone
            )
            return Words(_cut(subject), _as_sms(text, ending, sms))
        blocks = _blocks(planned, template, fields, language)
    return Words(_cut(subject), _plain_text(blocks), tuple(blocks))


def _as_sms(text: str, ending: str, style: SmsStyle) -> str:
    """*text* and *ending*, in plain characters if that is the clinic's *style*."""
    said = sms_text.simplified(text) if style.simplify else text
    return f"{said} {one_line(ending)}".rstrip()


def _template(planned: Planned, library: Library, language: str) -> Template:
    """The words they all ask for; the ordinary ones, for all steps, where they differ."""
    wanted = {template_of(reminder) for reminder in planned.reminders}
    if len(wanted) > 1:
        return library.template(DEFAULT, language, level_of((), planned.kind))
    [name] = wanted
    if name not in library.names:
        # Rules are checked when published, so this is a program older than its data. The
        # ordinary words are true of any reminder; refusing would stop everyone's.
        log.warning("template unknown template=%s", name)
    steps = [reminder.step for reminder in planned.reminders]
    return library.template(name, language, level_of(steps, planned.kind))


def template_of(reminder: Reminder) -> str:
    """The template that *reminder* asks for, by its rule or by its family."""
    if reminder.template:
        return reminder.template
    return INFORMATION if reminder.family == INFORMATION else DEFAULT


def showing(words: Template, planned: Planned, library: Library) -> Library:
    """*library* where *planned* leaves with these very *words*, whatever its step."""
    reminder = planned.reminders[0]
    return library.with_words(
        reminder.template,
        planned.client.language,
        {part: words.part(part) for part in Part},
        level=level_of([one.step for one in planned.reminders], planned.kind),
    )


def _blocks(
    planned: Planned, template: Template, fields: Fields, language: str
) -> list[Block]:
    text = template.card if planned.kind is Kind.CARD else template.body
    blocks = merged_blocks(text, fields, language=language)
    for block in blocks:
        if block["t"] == "table":
            block["head"] = [_("Animal"), _("Objet"), _("Date prévue")]
            block["rows"] = table_rows(planned.reminders)
    if planned.kind is Kind.EMAIL:
        blocks.append(_paragraph(_opposition()))
    return blocks


def _opposition() -> str:
    """How to have no more: due in every message, so not the template's to forget.

    Code des postes et des communications électroniques, L34-5; CNIL.
    """
    return _(
        "Pour ne plus recevoir de rappels par email, "
        "il suffit de répondre « stop » à ce message."
    )


def _paragraph(text: str) -> Block:
    return {"t": "p", "r": [{"x": text, "b": 0, "i": 1}]}


def _plain_text(blocks: list[Block]) -> str:
    """The same words without any layout; list lines stay together."""
    lines: list[str] = []
    previous = ""
    for block in blocks:
        if lines and (block["t"], previous) != ("li", "li"):
            lines.append("")
        lines.extend(_lines(block))
        previous = str(block["t"])
    return "\n".join(lines)


def _lines(block: Block) -> list[str]:
    if block["t"] == "table":
        rows = block["rows"]
        assert isinstance(rows, list)
        return ["- " + " – ".join(row) for row in rows]
    runs = block["r"]
    assert isinstance(runs, list)
    text = "".join(run["x"] for run in runs)
    return ["- " + text] if block["t"] == "li" else text.split("\n")


def _cut(subject: str) -> str:
    return shortened(subject, _SUBJECT_LIMIT)
