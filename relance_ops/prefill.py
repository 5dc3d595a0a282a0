"""The answer that the printer itself would give to « a-t-elle bien fonctionné ? ». Pure.

It only fills the question in: a person always answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from relance_ops.i18n import _, ngettext
from relance_ops.model import Kind
from relance_ops.printer_words import reasons
from relance_ops.printers import DAMAGING, PrintJob, PrintState, blocking

# As `PrintQuestion.letters` has them: number, client's name, first page, last page, kind.
Letter = tuple[int, str, int, int, Kind]


class Verdict(StrEnum):
    """What the printer's word amounts to, the gravest last."""

    OK = "ok"
    WORKING = "working"
    UNKNOWN = "unknown"
    NOT_SENT = "not_sent"  # it certainly has nothing of it
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Prefill:
    """What the question shows before a person answers.

    Attributes:
        sentences: What the printer says, a sentence for each file.
        again: Numbers of the letters and cards that the red answer proposes.
        opens_red: True when the red answer is the one to show first.
        done, total: Sides that came out, of how many; total is 0 once it has ended.
    """

    verdict: Verdict
    sentences: tuple[str, ...] = ()
    again: frozenset[int] = frozenset()
    opens_red: bool = False
    done: int = 0
    total: int = 0


def prefill(letters: Sequence[Letter], jobs: Sequence[PrintJob]) -> Prefill | None:
    """What *jobs*, the latest of each file, say of *letters*; None without any."""
    kinds = {letter[4] for letter in letters}
    told = [job for job in jobs if job.kind in kinds]
    if not told:
        return None
    said = [
        _of_one([letter for letter in letters if letter[4] is job.kind], job)
        for job in told
    ]
    named = [
        part.sentences[0]
        if len(kinds) == 1
        else f"{_file(job.kind)} — {part.sentences[0]}"
        for part, job in zip(said, told, strict=True)
    ]
    order = list(Verdict)
    return Prefill(
        verdict=max((part.verdict for part in said), key=order.index),
        sentences=tuple(named),
        again=frozenset[int]().union(*(part.again for part in said)),
        opens_red=any(part.opens_red for part in said),
        done=sum(part.done for part in said),
        total=sum(part.total for part in said),
    )


def file_words(job: PrintJob) -> tuple[str, ...]:
    """What the printer says of one file, whatever it holds."""
    return _of_one((), job).sentences


def _file(kind: Kind) -> str:
    return _("Lettres") if kind is Kind.LETTER else _("Cartes")


def not_out(
    letters: Sequence[Letter], pages_out: int, *, pages: int, two_sided: bool
) -> frozenset[int]:
    """Numbers of the letters that have a page among those that did not come out.

    Args:
        letters: Of one file.
        pages_out: Sides that came out: the first ones.
        pages: Sides of the whole file.
        two_sided: A sheet comes out with both its sides, or not at all.
    """
    if pages_out >= pages:
        return frozenset()
    out = pages_out - pages_out % 2 if two_sided else pages_out
    return frozenset(letter[0] for letter in letters if letter[3] > out)


def on_its_way(
    letters: Sequence[Letter], pages_out: int, *, two_sided: bool
) -> frozenset[int]:
    """The letters with a page on the sheet that followed *pages_out* sides."""
    first = pages_out - pages_out % 2 + 1 if two_sided else pages_out + 1
    last = first + 1 if two_sided else first
    return frozenset(n for n, _name, a, b, _kind in letters if a <= last and b >= first)


def _of_one(letters: Sequence[Letter], job: PrintJob) -> Prefill:
    tell = {
        PrintState.QUEUED: _working,
        PrintState.HANDED: _working,
        PrintState.WORKING: _working,
        PrintState.DONE: _done,
        PrintState.ABORTED: _stopped,
        PrintState.CANCELED: _stopped,
        PrintState.REFUSED: _not_sent,
        PrintState.WITHDRAWN: _not_sent,
        PrintState.UNKNOWN: _unknown,
    }[job.state]
    return tell(letters, job)


def _working(_letters: Sequence[Letter], job: PrintJob) -> Prefill:
    if job.state is PrintState.WORKING:
        said = ngettext(
            "L'imprimante travaille : {done} page sur {total}",
            "L'imprimante travaille : {done} pages sur {total}",
            job.pages_out or 0,
        ).format(done=job.pages_out or 0, total=job.pages)
    else:
        said = _("En attente de l'imprimante")
    why = reasons(blocking(job.reasons)) or reasons(
        reason for reason in job.reasons if reason in ("busy", "unreachable", "silent")
    )
    return Prefill(
        Verdict.WORKING,
        (f"{said} — {why}." if why else f"{said}.",),
        done=job.pages_out or 0,
        total=job.pages,
    )


def _done(letters: Sequence[Letter], job: PrintJob) -> Prefill:
    if job.pages_out is not None and job.pages_out < job.pages:
        return Prefill(
            Verdict.UNKNOWN,
            (
                _(
                    "L'imprimante dit avoir fini, mais ne compte que {done} pages sur "
                    "{total} : regardez ce qui est sorti."
                ).format(done=job.pages_out, total=job.pages),
            ),
            again=_missing(letters, job),
        )
    if not job.seen:
        return Prefill(Verdict.OK, (_all_out(job),))
    damaged: frozenset[int] = frozenset()
    if DAMAGING & set(job.seen) and job.stopped_after is not None:
        damaged = on_its_way(letters, job.stopped_after, two_sided=job.two_sided)
    said = _("L'imprimante dit : {why}, puis tout est sorti.").format(
        why=_where(reasons(job.seen), job.stopped_after)
    )
    return Prefill(Verdict.PROBLEM, (f"{said}{_look(damaged)}",), again=damaged)


def _all_out(job: PrintJob) -> str:
    return ngettext(
        "L'imprimante dit : tout est sorti ({n} page).",
        "L'imprimante dit : tout est sorti ({n} pages).",
        job.pages,
    ).format(n=job.pages)


def _look(damaged: frozenset[int]) -> str:
    if not damaged:
        return ""
    numbers = ", ".join(str(number) for number in sorted(damaged))
    return " " + ngettext(
        "Regardez le courrier n° {numbers}.",
        "Regardez les courriers n° {numbers}.",
        len(damaged),
    ).format(numbers=numbers)


def _stopped(letters: Sequence[Letter], job: PrintJob) -> Prefill:
    again = _missing(letters, job)
    why = reasons(job.seen) or reasons(blocking(job.reasons))
    if not why:
        why = (
            _("impression annulée")
            if job.state is PrintState.CANCELED
            else _("impression abandonnée")
        )
        # Its own words, where it gave us none of those that all printers share.
        if job.detail and job.state is PrintState.ABORTED:
            why = f"{why} ({job.detail})"
    if job.pages_out is not None and job.pages_out >= job.pages:
        said = _("L'imprimante dit : {why}, mais tout est sorti.").format(why=why)
    elif job.pages_out == 0:
        said = _("L'imprimante dit : {why}, rien n'est sorti.").format(why=why)
    elif job.pages_out is None:
        said = _(
            "L'imprimante dit : {why}. Elle ne dit pas combien de pages sont sorties."
        ).format(why=why)
    else:
        said = _("L'imprimante dit : {why}.").format(
            why=_where(why, job.pages_out, job.pages)
        )
    return Prefill(Verdict.PROBLEM, (said,), again=again, opens_red=bool(again))


def _not_sent(letters: Sequence[Letter], job: PrintJob) -> Prefill:
    why = reasons(job.reasons) or _("demande refusée par l'imprimante")
    return Prefill(
        Verdict.NOT_SENT,
        (_("Rien n'est parti à l'imprimante : {why}.").format(why=why),),
        again=frozenset(letter[0] for letter in letters),
    )


def _unknown(letters: Sequence[Letter], job: PrintJob) -> Prefill:
    blocked = reasons(job.seen)
    said = _(
        "L'imprimante n'a plus donné de nouvelles{where} : regardez ce qui est sorti."
    )
    where = _where("", job.pages_out, job.pages)
    return Prefill(
        Verdict.UNKNOWN,
        (said.format(where=where + (f" ({blocked})" if blocked else "")),),
        again=_missing(letters, job),
    )


def _missing(letters: Sequence[Letter], job: PrintJob) -> frozenset[int]:
    """What did not come out; everything where the printer does not count."""
    out = job.pages_out or 0
    return not_out(letters, out, pages=job.pages, two_sided=job.two_sided)


def _where(why: str, pages_out: int | None, pages: int | None = None) -> str:
    """*why* with the page it happened after, where that is known."""
    if not pages_out:
        return why
    said = (
        _("{why} après la page {done}")
        if pages is None
        else _("{why} après la page {done} sur {total}")
    )
    return said.format(why=why, done=pages_out, total=pages)
