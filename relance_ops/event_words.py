"""Every line of the journal as a sentence: who did what, to whom.

A kind of line that is not known here is still told, in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from relance_ops import file_words, record_words, send_words, wording
from relance_ops.account_rows import Change, change_words
from relance_ops.happenings import Happening
from relance_ops.i18n import _, day
from relance_ops.model import Form, Kind
from relance_ops.record_words import form_words, kind_word, origin_words
from relance_ops.reports import CallOutcome
from relance_ops.sign_ins import Reason, reason_words


def sentence(line: Happening) -> str:
    """*line* as a person would tell it."""
    tell = _TELLERS.get(line.kind, _anything)
    return tell(line)


def _call(line: Happening) -> str:
    if line.before:
        said = _("{who} a retiré l'appel à {client} au sujet de {animal} : {told}.")
        told = _outcome(line.before)
    else:
        said = _("{who} a appelé {client} au sujet de {animal} : {told}.")
        told = " — ".join(part for part in (_outcome(line.after), line.note) if part)
    return said.format(
        who=line.who, client=line.client_name, animal=line.animal_name, told=told
    )


def _outcome(code: str) -> str:
    """The outcome of a call in words; a later version's as it is."""
    return wording.call_outcome(CallOutcome(code)) if code in set(CallOutcome) else code


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
    place = line.subject.split("/")
    told = _("{who} a changé les mots du modèle « {subject} »{level}.")
    return told.format(
        who=line.who, subject="/".join(place[:3]), level=_level(place[3:])
    )


def _level(named: list[str]) -> str:
    """For which step and channel words are; "" when they are for all."""
    said = [
        _("{nth} relance").format(nth=wording.nth_reminder(int(word)))
        if word.isdecimal()
        else _channel(word)
        for word in named
    ]
    return f" ({', '.join(said)})" if said else ""


def _rules(line: Happening) -> str:
    return _("{who} a publié la version {version} des règles{note}.").format(
        who=line.who,
        version=line.subject,
        note=f" ({line.note})" if line.note else "",
    )


def _imported(line: Happening) -> str:
    return _("{who} a importé l'export du logiciel : {file}{told}.").format(
        who=line.who, file=line.subject, told=_rows(line.after)
    )


def _rows(told: str) -> str:
    """How many rows an import took, from « +12 =3 -1 »; anything else as it is."""
    found = re.fullmatch(r"\+(\d+) =(\d+) -(\d+)", told)
    if found is None:
        return f" ({told})" if told else ""
    return _(
        " ({new} nouvelles ou changées, {same} sans changement, {bad} refusées)"
    ).format(new=found[1], same=found[2], bad=found[3])


def _account(line: Happening) -> str:
    known = line.note in set(Change)
    return _("{who} a changé le compte « {login} » : {what}.").format(
        who=line.who,
        login=line.subject,
        what=change_words(Change(line.note)) if known else line.note or line.after,
    )


def _signed_in(line: Happening) -> str:
    return _("{who} a ouvert une session.").format(who=line.who)


def _signed_out(line: Happening) -> str:
    return _("{who} a fermé sa session.").format(who=line.who)


def _sign_in_failed(line: Happening) -> str:
    known = line.note in set(Reason)
    return _("Entrée refusée à « {login} », depuis {where} : {why}.").format(
        login=line.subject or _("inconnu"),
        where=line.who,
        why=reason_words(Reason(line.note)) if known else line.note,
    )


def _test_sent(line: Happening) -> str:
    return _("{who} a fait un essai d'envoi : {channel}.").format(
        who=line.who, channel=_channel(line.subject)
    )


def _exported(line: Happening) -> str:
    return _("{who} a téléchargé la liste « {name} ».").format(
        who=line.who, name=_(line.subject) if line.subject else ""
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


def _news_seen(line: Happening) -> str:
    return _("{who} a lu une réponse reçue par {channel}.").format(
        who=line.who, channel=_channel(line.subject)
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
    "run": send_words.run,
    "refresh": send_words.refresh,
    "printer": send_words.printer,
    "undone": send_words.undone,
    "decided": send_words.decided,
    "failed": send_words.failed,
    "returned": send_words.returned,
    "uncertain": send_words.uncertain,
    "call": _call,
    "client_field": _client_field,
    "animal_field": _animal_field,
    "setting": _setting,
    "wording": _wording,
    "rules": _rules,
    "imported": _imported,
    "account": _account,
    "signed_in": _signed_in,
    "signed_out": _signed_out,
    "sign_in_failed": _sign_in_failed,
    "test_sent": _test_sent,
    "exported": _exported,
    "address_retried": _address_retried,
    "channel_resumed": _channel_resumed,
    "failure_seen": _failure_seen,
    "news_seen": _news_seen,
    "data_given": record_words.data_given,
    "forgotten": record_words.forgotten,
    "to_printer": send_words.to_printer,
    "printer_said": send_words.printer_said,
    "caught_up": file_words.caught_up,
    "copy_failed": file_words.copy_failed,
    "held": file_words.held,
    "hold_ended": file_words.hold_ended,
}
