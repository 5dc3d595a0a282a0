"""What waits for a person, as lines with their two or three possible actions."""

from __future__ import annotations

from datetime import tzinfo

from relance_ops import wording
from relance_ops.dashboard.listing import Act, Line
from relance_ops.dashboard.theme import ICONS
from relance_ops.i18n import _, day, moment, ngettext
from relance_ops.model import Kind
from relance_ops.record_words import form_words, kind_word
from relance_ops.reports import PrintQuestion
from relance_ops.standing import Pause
from relance_ops.to_treat import Blocked, Refused, Returned, Troubled
from relance_ops.unclear import Unclear

GONE, AGAIN, CLIENT, NEVER, SEEN = "gone", "again", "client", "never", "seen"
RESUME, PRINTED, DECEASED, DEPARTED = "resume", "printed", "deceased", "departed"
ARCHIVE, CORRECTED, RETRY, CAME_BACK = "archive", "corrected", "retry", "came_back"


def uncertain_line(key: str, one: Troubled, zone: tzinfo) -> Line:
    """It may have left: « parti », or « renvoyer »."""
    return _troubled(
        key,
        one,
        zone,
        actions=(
            Act(GONE, _("C'est parti"), "check", "good"),
            Act(AGAIN, _("Renvoyer"), "replay"),
        ),
    )


def failed_line(key: str, one: Troubled, zone: tzinfo) -> Line:
    """Refused for good, for another reason than its address."""
    return _troubled(
        key,
        one,
        zone,
        actions=(
            Act(CLIENT, _("Corriger l'adresse"), "edit"),
            Act(
                NEVER,
                _("Ne plus relancer par {form}").format(form=form_words(one.kind.form)),
                "block",
                "danger",
            ),
            Act(SEEN, _("C'est vu"), "check"),
        ),
    )


def _troubled(
    key: str, one: Troubled, zone: tzinfo, *, actions: tuple[Act, ...]
) -> Line:
    about = (", ".join(one.animals), moment(one.at, zone), one.reason)
    return Line(
        key=key,
        title=one.client_name,
        detail=" — ".join(part for part in about if part),
        icon=ICONS[one.kind],
        tone=one.kind.value,
        chips=(
            (kind_word(one.kind), one.kind.value),
            (wording.state_of(one.state, one.kind), "warn"),
        ),
        actions=actions,
        opens=True,
    )


def pause_line(key: str, one: Pause, zone: tzinfo) -> Line:
    """A channel that stands until a person starts it again."""
    waiting = ngettext(
        "{n} message attend.", "{n} messages attendent.", one.waiting
    ).format(n=one.waiting)
    return Line(
        key=key,
        title=_("{kind} : en pause depuis le {moment}").format(
            kind=kind_word(one.kind).capitalize(), moment=moment(one.paused_at, zone)
        ),
        detail=f"{one.reason}\n{waiting}",
        icon="pause_circle",
        tone="bad",
        actions=(Act(RESUME, _("Reprendre"), "play_arrow", "good"),),
    )


def question_line(key: str, one: PrintQuestion, zone: tzinfo) -> Line:
    """Letters that nobody confirmed."""
    kinds = [letter[4] for letter in one.letters]
    counts = {kind: kinds.count(kind) for kind in (Kind.LETTER, Kind.CARD)}
    return Line(
        key=key,
        title=_("Envoi n° {run} du {moment} : {counts}.").format(
            run=one.run_id,
            moment=moment(one.started_at, zone),
            counts=wording.counts(counts),
        ),
        detail=_("Est-ce que l'imprimante a bien fonctionné ?"),
        icon="print",
        tone="warn",
        actions=(Act(PRINTED, _("Oui, tout est imprimé"), "check", "good"),),
    )


def blocked_line(key: str, one: Blocked) -> Line:
    """A reminder without a way out."""
    reminder = one.reminder
    return Line(
        key=key,
        title=one.client_name,
        detail=_("{animal} : {act}, échéance le {day} — {reason}").format(
            animal=reminder.animal_name,
            act=reminder.label,
            day=day(reminder.due_on),
            reason=reminder.reason,
        ),
        icon="contact_mail",
        actions=(
            Act(CLIENT, _("Ajouter un contact"), "edit"),
            Act(DECEASED, _("Décédé")),
            Act(DEPARTED, _("Parti")),
            Act(ARCHIVE, _("Archiver le client"), "", "danger"),
        ),
    )


def returned_line(key: str, one: Returned) -> Line:
    """A client whose letters came back."""
    return Line(
        key=key,
        title=one.client_name,
        detail=", ".join(one.address),
        icon="assignment_return",
        tone="letter",
        actions=(
            Act(CLIENT, _("Corriger l'adresse"), "edit"),
            Act(CORRECTED, _("Adresse corrigée"), "check", "good"),
        ),
    )


def refused_line(key: str, one: Refused, zone: tzinfo) -> Line:
    """An address that a channel refused for good."""
    return Line(
        key=key,
        title=one.client_name,
        detail=_("{address} — refusée le {day} : {reason}").format(
            address=", ".join(one.address.splitlines()),
            day=day(one.flagged_at.astimezone(zone).date()),
            reason=one.reason,
        ),
        icon={"email": "mail", "sms": "sms"}.get(one.form.value, "description"),
        tone={"paper": "letter"}.get(one.form.value, one.form.value),
        actions=(
            Act(CLIENT, _("Corriger"), "edit"),
            Act(RETRY, _("Réessayer cette adresse"), "replay"),
        ),
    )


def unclear_line(key: str, one: Unclear, zone: tzinfo) -> Line:
    """An answer that the program does not understand."""
    about = (moment(one.at, zone), one.address if one.client_name else "", one.detail)
    opens = (Act(CLIENT, _("Voir le client"), "person"),) if one.client_id else ()
    return Line(
        key=key,
        title=one.client_name or one.address or _("Expéditeur inconnu"),
        detail=" — ".join(part for part in about if part),
        icon=ICONS[one.kind],
        tone=one.kind.value,
        chips=((kind_word(one.kind), one.kind.value),),
        actions=(*opens, Act(SEEN, _("C'est vu"), "check", "good")),
    )
