"""What the journal says of deliveries: a run, and what became of it, as sentences."""

from __future__ import annotations

from relance_ops import wording
from relance_ops.happenings import Count, Happening
from relance_ops.i18n import _
from relance_ops.model import DeliveryState, Kind
from relance_ops.printer_words import ended, reasons
from relance_ops.record_words import kind_word


def _counted(counts: tuple[Count, ...]) -> str:
    """Deliveries by channel: 191 emails, 44 SMS."""
    sums: dict[Kind, int] = {}
    for count in counts:
        sums[count.kind] = sums.get(count.kind, 0) + count.n
    return wording.counts(sums)


def run(line: Happening) -> str:
    """What a press of « Envoyer » sent."""
    return _("{who} a envoyé {counts}.").format(
        who=line.who, counts=_counted(line.counts) or _("rien")
    )


def refresh(line: Happening) -> str:
    """The list was read again."""
    return _("{who} a rafraîchi la liste.").format(who=line.who)


def printer(line: Happening) -> str:
    """What came out of the printer, and what did not."""
    printed = [c for c in line.counts if c.state is DeliveryState.PRINTED]
    told = [
        f"{wording.count_of(c.kind, c.n)} {wording.state_of(c.state, c.kind, c.n)}"
        for c in printed
    ]
    again = _counted(tuple(c for c in line.counts if c not in printed))
    if again:
        told.append(_("{counts} à refaire").format(counts=again))
    return _("{who} a répondu pour l'imprimante : {told}.").format(
        who=line.who, told=", ".join(told)
    )


def to_printer(line: Happening) -> str:
    """A print file that the printer took."""
    run, kind = _print_file(line.subject)
    return _("{who} a envoyé à l'imprimante {name} : {kind}, envoi n° {run}.").format(
        who=line.who, name=line.note, kind=kind, run=run
    )


def printer_said(line: Happening) -> str:
    """How the printer says that a file ended."""
    run, kind = _print_file(line.subject)
    out, _slash, pages = line.after.partition("/")
    told = [ended(line.before), reasons(line.note.split(","))]
    if out.isdecimal():
        told.append(_("{out} pages sur {pages}").format(out=out, pages=pages))
    return _("L'imprimante, envoi n° {run}, {kind} : {told}.").format(
        run=run, kind=kind, told=", ".join(part for part in told if part)
    )


def _print_file(subject: str) -> tuple[str, str]:
    """The run and the file of « 12/letter »."""
    run, _slash, kind = subject.partition("/")
    return run, kind_word(Kind(kind)) if kind in set(Kind) else kind


def undone(line: Happening) -> str:
    """Deliveries that were undone."""
    return _("{who} a annulé {counts} ({reason}).").format(
        who=line.who, counts=_counted(line.counts), reason=line.note or _("sans raison")
    )


def decided(line: Happening) -> str:
    """What became of uncertain deliveries."""
    gone = any(count.state is DeliveryState.SENT for count in line.counts)
    said = (
        _("{who} a décidé que {counts} incertain était parti.")
        if gone
        else _("{who} a décidé de renvoyer {counts} incertain.")
    )
    return said.format(who=line.who, counts=_counted(line.counts))


def failed(line: Happening) -> str:
    """Deliveries refused for good."""
    return _("Refusés pour de bon : {counts} ({reason}).").format(
        counts=_counted(line.counts), reason=line.note
    )


def returned(line: Happening) -> str:
    """Deliveries that came back."""
    return _("Revenus sans être remis : {counts} ({reason}).").format(
        counts=_counted(line.counts), reason=line.note
    )


def uncertain(line: Happening) -> str:
    """Deliveries that may have left."""
    return _("Incertains, à décider : {counts} ({reason}).").format(
        counts=_counted(line.counts), reason=line.note
    )
