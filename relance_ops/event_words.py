"""Every line of the journal as a sentence: who did what, to whom.

A kind of line that is not known here is still told, in its own words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from relance_ops import wording
from relance_ops.happenings import Count, Happening
from relance_ops.i18n import _, day
from relance_ops.model import DeliveryState, Form, Kind
from relance_ops.record_words import form_words, kind_word, origin_words


def sentence(line: Happening) -> str:
    """*line* as a person would tell it."""
    tell = _TELLERS.get(line.kind, _anything)
    return tell(line)


def _counted(counts: tuple[Count, ...]) -> str:
    """Deliveries by channel: 191 emails, 44 SMS."""
    sums: dict[Kind, int] = {}
    for count in counts:
        sums[count.kind] = sums.get(count.kind, 0) + count.n
    return wording.counts(sums)


def _run(line: Happening) -> str:
    return _("{who} a envoyé {counts}.").format(
        who=line.who, counts=_counted(line.counts) or _("rien")
    )


def _refresh(line: Happening) -> str:
    return _("{who} a rafraîchi la liste.").format(who=line.who)


def _printer(line: Happening) -> str:
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


def _undone(line: Happening) -> str:
    return _("{who} a annulé {counts} ({reason}).").format(
        who=line.who, counts=_counted(line.counts), reason=line.note or _("sans raison")
    )


def _decided(line: Happening) -> str:
    gone = any(count.state is DeliveryState.SENT for count in line.counts)
    said = (
        _("{who} a décidé que {counts} incertain était parti.")
        if gone
        else _("{who} a décidé de renvoyer {counts} incertain.")
    )
    return said.format(who=line.who, counts=_counted(line.counts))


def _failed(line: Happening) -> str:
    return _("Refusés pour de bon : {counts} ({reason}).").format(
        counts=_counted(line.counts), reason=line.note
    )


def _returned(line: Happening) -> str:
    return _("Revenus sans être remis : {counts} ({reason}).").format(
        counts=_counted(line.counts), reason=line.note
    )


def _uncertain(line: Happening) -> str:
    return _("Incertains, à décider : {counts} ({reason}).").format(
        counts=_counted(line.counts), reason=line.note
    )


def _call(line: Happening) -> str:
    outcome = _(line.after) if line.after else ""
    told = " — ".join(part for part in (outcome, line.note) if part)
    return _("{who} a appelé {client} au sujet de {animal} : {told}.").format(
        who=line.who, client=line.client_name, animal=line.animal_name, told=told
    )


_FIELDS: dict[str, Callable[[], str]] = {
    "email": lambda: _("l'adresse email"),
    "mobile": lambda: _("le mobile"),
    "phone": lambda: _("le téléphone"),
    "address1": lambda: _("l'adresse postale"),
    "address2": lambda: _("le complément d'adresse"),
    "postcode": lambda: _("le code postal"),
    "city": lambda: _("la ville"),
}


def _client_field(line: Happening) -> str:
    field, names = line.subject, {"who": line.who, "client": line.client_name}
    is_true = line.after == "true"
    if field in _FIELDS:
        said = _("{who} a changé {field} de {client}.")
        return said.format(**names, field=_FIELDS[field]())
    if field.startswith("refuses_"):
        return _refusal(line, Form(field.removeprefix("refuses_")))
    if field.startswith("by_"):
        said = (
            _("{who} a coché la case {form} de {client}.")
            if is_true
            else _("{who} a décoché la case {form} de {client}.")
        )
        return said.format(**names, form=form_words(Form(field.removeprefix("by_"))))
    if field == "mail_returned":
        said = (
            _("{who} a noté un courrier revenu (NPAI) de {client}.")
            if is_true
            else _("{who} a noté que l'adresse de {client} est de nouveau bonne.")
        )
        return said.format(**names)
    if field == "archived":
        said = (
            _("{who} a archivé {client}.")
            if is_true
            else _("{who} a sorti {client} des archives.")
        )
        return said.format(**names)
    return _anything(line)


def _refusal(line: Happening, form: Form) -> str:
    said = (
        _("{who} a noté que {client} refuse : {form}{origin}.")
        if line.after == "true"
        else _("{who} a noté que {client} accepte de nouveau : {form}{origin}.")
    )
    return said.format(
        who=line.who,
        client=line.client_name,
        form=form_words(form),
        origin=f" ({origin_words(line.note)})" if line.note else "",
    )


def _animal_field(line: Happening) -> str:
    gone_on = _day(line.after)
    said = {
        ("deceased_on", True): _(
            "{who} a noté le décès de {animal} ({client}) le {day}."
        ),
        ("deceased_on", False): _("{who} a retiré le décès de {animal} ({client})."),
        ("departed_on", True): _(
            "{who} a noté le départ de {animal} ({client}) le {day}."
        ),
        ("departed_on", False): _("{who} a retiré le départ de {animal} ({client})."),
    }.get((line.subject, bool(line.after)))
    if said is None:
        return _anything(line)
    return said.format(
        who=line.who, animal=line.animal_name, client=line.client_name, day=gone_on
    )


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _setting(line: Happening) -> str:
    return _("{who} a changé le réglage « {key} » : {before} → {after}.").format(
        who=line.who,
        key=line.subject,
        before=line.before or _("vide"),
        after=line.after or _("vide"),
    )


def _wording(line: Happening) -> str:
    return _("{who} a changé les mots du modèle « {subject} ».").format(
        who=line.who, subject=line.subject
    )


def _rules(line: Happening) -> str:
    return _("{who} a publié la version {version} des règles{note}.").format(
        who=line.who,
        version=line.subject,
        note=f" ({line.note})" if line.note else "",
    )


def _imported(line: Happening) -> str:
    told = " ".join(part for part in (line.subject, line.after, line.note) if part)
    return _("{who} a importé l'export du logiciel : {told}.").format(
        who=line.who, told=told or _("sans détail")
    )


def _account(line: Happening) -> str:
    return _("{who} a changé le compte « {login} » : {note}.").format(
        who=line.who,
        login=line.subject,
        note=line.note or line.after or _("sans détail"),
    )


def _signed(line: Happening) -> str:
    said = {
        "signed_in": _("{who} a ouvert une session."),
        "signed_out": _("{who} a fermé sa session."),
        "sign_in_failed": _("Entrée refusée pour « {login} »."),
    }[line.kind]
    return said.format(who=line.who, login=line.subject or line.who)


def _test_sent(line: Happening) -> str:
    return _("{who} a fait un essai d'envoi : {channel}.").format(
        who=line.who, channel=_channel(line.subject)
    )


def _exported(line: Happening) -> str:
    return _("{who} a téléchargé la liste « {name} ».").format(
        who=line.who, name=line.subject
    )


def _address_retried(line: Happening) -> str:
    return _("{who} a demandé de réessayer l'adresse de {client} : {form}.").format(
        who=line.who, client=line.client_name, form=_channel(line.subject)
    )


def _channel_resumed(line: Happening) -> str:
    return _("{who} a repris le canal en pause : {channel}.").format(
        who=line.who, channel=_channel(line.subject)
    )


def _failure_seen(line: Happening) -> str:
    return _("{who} a vu le refus de l'envoi {delivery} ({client}).").format(
        who=line.who, delivery=line.subject, client=line.client_name
    )


def _channel(word: str) -> str:
    """A channel or a form in words; anything else as it is."""
    if word in set(Kind):
        return kind_word(Kind(word))
    return form_words(Form(word)) if word in set(Form) else word


def _anything(line: Happening) -> str:
    """A line of a kind that we have no sentence for."""
    change = f"{line.before} → {line.after}" if line.before else line.after
    about = (line.client_name, line.animal_name, line.subject, change, line.note)
    told = ", ".join(part for part in about if part)
    return f"{line.who} : {line.kind}{f' ({told})' if told else ''}."


_TELLERS: dict[str, Callable[[Happening], str]] = {
    "run": _run,
    "refresh": _refresh,
    "printer": _printer,
    "undone": _undone,
    "decided": _decided,
    "failed": _failed,
    "returned": _returned,
    "uncertain": _uncertain,
    "call": _call,
    "client_field": _client_field,
    "animal_field": _animal_field,
    "setting": _setting,
    "wording": _wording,
    "rules": _rules,
    "imported": _imported,
    "account": _account,
    "signed_in": _signed,
    "signed_out": _signed,
    "sign_in_failed": _signed,
    "test_sent": _test_sent,
    "exported": _exported,
    "address_retried": _address_retried,
    "channel_resumed": _channel_resumed,
    "failure_seen": _failure_seen,
}
