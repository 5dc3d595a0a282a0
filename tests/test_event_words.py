"""Every line of the journal as a sentence."""

from __future__ import annotations

import pytest

from relance_ops import event_words
from relance_ops.events import EventKind
from relance_ops.happenings import KINDS, Count, Happening, Topic
from relance_ops.i18n import speaking
from relance_ops.model import DeliveryState, Kind
from tests.factories import NOON


def said(kind: str, **values: object) -> str:
    known = {"who": "Camille", "client_name": "Martin Luc", "animal_name": "Rex"}
    return event_words.sentence(
        Happening(at=NOON, kind=kind, **{**known, **values})  # type: ignore[arg-type]
    )


def counts(*given: tuple[Kind, DeliveryState, int]) -> tuple[Count, ...]:
    return tuple(Count(*one) for one in given)


def test_a_run_is_told_with_its_counts() -> None:
    claimed = counts(
        (Kind.EMAIL, DeliveryState.CLAIMED, 191),
        (Kind.LETTER, DeliveryState.CLAIMED, 1),
    )

    assert said("run", counts=claimed) == "Camille a envoyé 191 emails, 1 lettre."


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"subject": "refuses_sms", "after": "true", "note": "au téléphone"},
            "Camille a noté que Martin Luc refuse : SMS (au téléphone).",
        ),
        (
            {"subject": "refuses_sms", "after": "false"},
            "Camille a noté que Martin Luc accepte de nouveau : SMS.",
        ),
        (
            {"subject": "by_paper", "after": "false"},
            "Camille a décoché la case papier de Martin Luc.",
        ),
        (
            {"subject": "email"},
            "Camille a changé l'adresse email de Martin Luc.",
        ),
        (
            {"subject": "mail_returned", "after": "true"},
            "Camille a noté un courrier revenu (NPAI) de Martin Luc.",
        ),
        ({"subject": "archived", "after": "true"}, "Camille a archivé Martin Luc."),
    ],
)
def test_a_change_of_a_record_is_a_sentence(
    values: dict[str, str], sentence: str
) -> None:
    assert said("client_field", **values) == sentence


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"subject": "deceased_on", "after": "2026-11-24"},
            "Camille a noté le décès de Rex (Martin Luc) le 24/11/2026.",
        ),
        (
            {"subject": "deceased_on", "before": "2026-11-24"},
            "Camille a retiré le décès de Rex (Martin Luc).",
        ),
    ],
)
def test_a_death_and_its_undo_are_told(values: dict[str, str], sentence: str) -> None:
    assert said("animal_field", **values) == sentence


def test_the_printers_answer_tells_what_is_to_be_done_again() -> None:
    answer = counts(
        (Kind.LETTER, DeliveryState.PRINTED, 16),
        (Kind.LETTER, DeliveryState.VOIDED, 1),
    )

    assert said("printer", counts=answer) == (
        "Camille a répondu pour l'imprimante : 16 lettres imprimées, 1 lettre à refaire."
    )


@pytest.mark.parametrize("kind", [kind for topic in Topic for kind in KINDS[topic]])
def test_every_kind_has_a_sentence_of_its_own(kind: str) -> None:
    subject = {"client_field": "archived", "animal_field": "departed_on"}.get(kind, "")

    sentence = said(
        kind, subject=subject, counts=counts((Kind.EMAIL, DeliveryState.SENT, 1))
    )

    assert sentence.endswith(".")
    assert kind not in sentence


@pytest.mark.parametrize("kind", list(EventKind))
def test_what_people_do_belongs_to_a_topic(kind: EventKind) -> None:
    assert kind.value in {named for topic in Topic for named in KINDS[topic]}


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        (
            "call",
            {"after": "will_call", "note": "jeudi"},
            "Camille a appelé Martin Luc au sujet de Rex : rappellera — jeudi.",
        ),
        (
            "call",
            {"before": "will_call", "after": "withdrawn", "note": "12"},
            "Camille a retiré l'appel à Martin Luc au sujet de Rex : rappellera.",
        ),
        (
            "account",
            {"subject": "lea", "note": "closed"},
            "Camille a changé le compte « lea » : compte fermé.",
        ),
        (
            "sign_in_failed",
            {"who": "192.0.2.7", "subject": "lea", "note": "password"},
            "Entrée refusée à « lea », depuis 192.0.2.7 : mot de passe refusé.",
        ),
        (
            "imported",
            {"subject": "clients", "after": "+12 =3 -1"},
            "Camille a importé l'export du logiciel : clients "
            "(12 nouvelles ou changées, 3 sans changement, 1 refusées).",
        ),
    ],
)
def test_what_is_kept_as_a_code_is_told_in_words(
    kind: str, values: dict[str, str], sentence: str
) -> None:
    assert said(kind, **values) == sentence


def test_a_kind_that_nobody_foresaw_is_still_readable() -> None:
    assert said("vacation", subject="août", before="", after="fermé") == (
        "Camille : vacation (Martin Luc, Rex, août, fermé)."
    )


def test_a_journal_line_is_told_in_english_too() -> None:
    with speaking("en"):
        sentence = said(
            "client_field", subject="refuses_sms", after="true", note="au téléphone"
        )

    assert sentence == "Camille noted that Martin Luc refuses: SMS (by phone)."


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("default/fr/sms", "« default/fr/sms »."),
        ("default/fr/body/2", "« default/fr/body » (2e relance)."),
        ("default/fr/body/letter", "« default/fr/body » (lettre)."),
        ("rage/fr/body/3/email", "« rage/fr/body » (3e relance, email)."),
    ],
)
def test_changed_words_are_told_with_their_step_and_channel(
    place: str, told: str
) -> None:
    sentence = said("wording", subject=place)

    assert sentence == f"Camille a changé les mots du modèle {told}"
