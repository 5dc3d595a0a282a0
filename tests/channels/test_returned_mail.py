"""What one email in the mailbox tells, or does not: pure, and deaf to hostile input."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_ops.channels.mail_words import asks_to_stop, own_words
from relance_ops.channels.returned_mail import may_concern_us, news_of
from relance_ops.model import Cause
from relance_ops.news import News, NewsKind
from relance_ops.signatures import Purpose, signed

KEY = b"the clinic's own key"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
BOUNCE = signed(17, Purpose.BOUNCE, key=KEY)
STOP = signed(17, Purpose.STOP, key=KEY)
OURS = "<relance-17-0123456789abcdef@tilleuls.example>"
CLINIC = "accueil@tilleuls.example"
RETURNED = f"accueil+retour-{BOUNCE}@tilleuls.example"


def told(content: bytes) -> News | None:
    news = news_of(content, key=KEY, now=NOW)
    head = content.partition(b"\n\n")[0] + b"\n\n"
    # What only the head is read of can tell nothing.
    assert news is None or may_concern_us(head)
    return news


def a_letter(text: str = "Bonjour", *, to: str = CLINIC, **headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = headers.pop("From", "Helene <helene@example.fr>")
    mail["To"] = to
    mail["Subject"] = headers.pop("Subject", "Rex")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def a_report(
    status: str = "5.1.1",
    words: str = "smtp; 550 5.1.1 User unknown",
    *,
    action: str = "failed",
    to: str = CLINIC,
    envelope: str = "",
    returned: str = f"X-Relance-Return: {BOUNCE}",
) -> bytes:
    lines = [
        "From: MAILER-DAEMON@mx.example",
        f"To: {to}",
        "Subject: Undelivered Mail Returned to Sender",
        "Auto-Submitted: auto-replied",
        "Message-ID: <report-1@mx.example>",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "I'm sorry to have to inform you.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example",
        *([f"Original-Envelope-Id: {envelope}"] if envelope else []),
        "",
        "Final-Recipient: rfc822; perdu@example.fr",
        f"Action: {action}",
        f"Status: {status}",
        f"Diagnostic-Code: {words}",
        "",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        f"From: {CLINIC}",
        returned,
        "",
        "--b--",
        "",
    ]
    return "\n".join(lines).encode()


# Returned mail


@pytest.mark.parametrize(
    "content",
    [
        a_report(to=RETURNED, returned=""),
        a_report(envelope=BOUNCE, returned=""),
        a_report(returned=f"X-Relance-Return: {BOUNCE}"),
        a_report(to=RETURNED.upper(), returned=""),
    ],
)
def test_returned_mail_is_known_by_anything_that_we_signed(content: bytes) -> None:
    news = told(content)

    assert news is not None
    assert (news.kind, news.delivery_id) == (NewsKind.BOUNCED, 17)
    assert (news.cause, news.detail) == (Cause.RECIPIENT, "550 5.1.1 User unknown")
    assert news.event_id == "<report-1@mx.example>"


@pytest.mark.parametrize(
    ("status", "words", "cause"),
    [
        ("5.1.1", "smtp; 550 5.1.1 User unknown", Cause.RECIPIENT),
        ("5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound", Cause.RECIPIENT),
        ("5.2.1", "smtp; 550 5.2.1 The account is disabled", Cause.RECIPIENT),
        ("5.4.4", "X-Postfix; Host or domain name not found", Cause.RECIPIENT),
        ("5.0.0", "smtp; 550 <x@example.fr>: No such user", Cause.RECIPIENT),
        ("5.0.0", "smtp; 550 5.1.1 inconnu", Cause.RECIPIENT),
        ("5.4.1", "smtp; 550 5.4.1 Recipient address rejected: Access denied.",
         Cause.RECIPIENT),
        ("5.2.2", "smtp; 552 5.2.2 Over quota", Cause.TRANSIENT),
        ("5.0.0", "smtp; 552 mailbox is full", Cause.TRANSIENT),
        ("4.4.1", "X-Postfix; connect to mx: Connection timed out", Cause.TRANSIENT),
        ("4.2.2", "smtp; 452 4.2.2 Over quota", Cause.TRANSIENT),
        ("5.7.1", "smtp; 550 5.7.1 User unknown or spam", Cause.MESSAGE),
        ("5.6.0", "smtp; 554 5.6.0 Bad content", Cause.MESSAGE),
        ("5.2.3", "smtp; 552 5.2.3 Too big", Cause.MESSAGE),
        ("5.0.0", "smtp; 550 OFR_506 refused", Cause.MESSAGE),
        ("nonsense", "", Cause.MESSAGE),
    ],
)  # fmt: skip
def test_only_a_dead_address_is_blamed_on_the_address(
    status: str, words: str, cause: Cause
) -> None:
    news = told(a_report(status, words))

    assert news is not None
    assert (news.kind, news.cause) == (NewsKind.BOUNCED, cause)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_delay_or_good_news_is_no_bounce(action: str) -> None:
    assert told(a_report("4.4.1", action=action)) is None


def test_a_report_about_an_unsigned_reminder_is_for_a_person() -> None:
    forged = a_report(
        to="accueil+retour-17.aaaaaaaaaaaaaaaa@tilleuls.example",
        returned=f"Message-ID: {OURS}",
    )

    news = told(forged)

    assert news is not None
    assert (news.kind, news.delivery_id) == (NewsKind.UNCLEAR, None)
    assert news.detail == "550 5.1.1 User unknown"


def test_a_token_to_stop_never_makes_a_bounce() -> None:
    news = told(a_report(returned=f"List-Unsubscribe: <mailto:x?subject=stop {STOP}>"))

    assert news is not None
    assert news.kind is NewsKind.UNCLEAR


def test_a_report_about_the_receptions_own_mail_is_nobodys_business() -> None:
    assert told(a_report(returned="Message-ID: <a-letter@tilleuls.example>")) is None


def test_a_report_that_follows_no_standard_is_understood() -> None:
    qmail = a_letter(
        "Hi. This is the qmail-send program at mx.example.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        "<perdu@example.fr>:\n"
        "Sorry, no mailbox here by that name. (#5.1.1)\n\n"
        f"--- Below this line is a copy of the message.\n\nX-Relance-Return: {BOUNCE}\n",
        From="MAILER-DAEMON@mx.example",
        Subject="failure notice",
    )

    news = told(qmail)

    assert news is not None
    assert (news.kind, news.delivery_id) == (NewsKind.BOUNCED, 17)
    assert news.cause is Cause.RECIPIENT
    assert "no mailbox here" in news.detail


def test_a_report_that_nobody_understands_is_for_a_person() -> None:
    odd = a_letter("Erreur 42.", to=RETURNED, From="postmaster@mx.example")

    news = told(odd)

    assert news is not None
    assert (news.kind, news.detail) == (NewsKind.UNCLEAR, "Erreur 42.")


def test_a_client_who_presses_spam_asks_for_no_more() -> None:
    complaint = a_report().replace(b"delivery-status;", b"feedback-report;", 1)

    news = told(complaint)

    assert news is not None
    assert (news.kind, news.delivery_id) == (NewsKind.REFUSAL, 17)


def test_a_receipt_of_reading_is_no_news() -> None:
    read = a_report().replace(
        b"report-type=delivery-status", b"report-type=disposition-notification"
    )

    assert told(read) is None


# Asking for no more


@pytest.mark.parametrize(
    "content",
    [
        a_letter("", to=f"accueil+desabo-{STOP}@tilleuls.example", Subject=""),
        a_letter("", Subject=f"stop {STOP}"),
        a_letter("Merci", Subject=f"Stop {STOP.upper()}"),
        a_letter("", Subject=f"stop {STOP}", Auto_Submitted="auto-generated"),
    ],
)
def test_a_signed_stop_is_a_refusal_of_that_delivery(content: bytes) -> None:
    news = told(content)

    assert news is not None
    assert (news.kind, news.delivery_id) == (NewsKind.REFUSAL, 17)


@pytest.mark.parametrize(
    "subject",
    ["stop 17.aaaaaaaaaaaaaaaa", f"stop 18.{STOP[3:]}", f"stop {BOUNCE}", "STOP"],
)
def test_a_stop_that_we_did_not_sign_is_for_a_person(subject: str) -> None:
    news = told(a_letter("", Subject=subject))

    assert news is not None
    assert (news.kind, news.delivery_id) == (NewsKind.UNCLEAR, None)
    assert news.address == "helene@example.fr"


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "STOP !",
        "Stop\n\nLe mar. 24 nov. 2026 à 10:32, Clinique <\naccueil@x.fr> a écrit :\n> Rex",
        "Désabonnement\n-- \nHélène Martin\n06 00 00 00 00",
        "Bonjour,\nstop aux mails".replace(" aux", ""),
        "me désabonner svp\n\nEnvoyé de mon iPhone",
        "Unsubscribe\n-----Message d'origine-----\nDe : Clinique",
    ],
)
def test_a_stop_in_reply_to_a_reminder_refuses_for_that_address(text: str) -> None:
    news = told(a_letter(text, Subject="Re: Rex", In_Reply_To=OURS))

    assert news is not None
    assert news.kind is NewsKind.REFUSAL
    assert (news.delivery_id, news.address) == (None, "helene@example.fr")


def test_a_stop_written_in_html_alone_is_read() -> None:
    page = EmailMessage()
    page["From"], page["To"], page["In-Reply-To"] = "h@example.fr", CLINIC, OURS
    page.set_content(
        "<style>p{}</style><p>Stop</p><blockquote>Un rappel</blockquote>",
        subtype="html",
    )

    news = told(page.as_bytes())

    assert news is not None
    assert news.kind is NewsKind.REFUSAL


@pytest.mark.parametrize(
    "text",
    [
        "Stop, je ne peux pas venir mardi, plutôt jeudi ?",
        "Ne stoppez surtout pas les rappels",
        "Merci, je prends rendez-vous",
        "",
    ],
)
def test_any_other_reply_to_a_reminder_is_for_a_person(text: str) -> None:
    news = told(a_letter(text, Subject="Re: Rex", In_Reply_To=OURS))

    assert news is not None
    assert news.kind is NewsKind.UNCLEAR
    assert news.detail == (text or "Re: Rex")


def test_a_later_mail_of_the_same_conversation_is_the_receptions() -> None:
    later = a_letter(
        "Parfait, à jeudi",
        Subject="Re: Rex",
        References=f"{OURS} <answer@tilleuls.example>",
        In_Reply_To="<answer@tilleuls.example>",
    )

    assert told(later) is None


# What is nobody's business


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-replied (vacation)", "Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"Subject": "Réponse automatique : Rex"},
        {"Subject": "Automatic reply: Rex"},
        {"Subject": "Out of Office"},
        {"Subject": "Absent : Rex"},
    ],
)
def test_an_absence_is_no_news(headers: dict[str, str]) -> None:
    assert told(a_letter("Absente", to=RETURNED, In_Reply_To=OURS, **headers)) is None


@pytest.mark.parametrize(
    "content",
    [
        a_letter("Rex a mal à la patte"),
        a_letter("Combien coûte un vaccin ?", Subject=""),
        a_letter("Arrêtez-vous à midi ?", Subject="stop ou encore"),
        a_letter("Re", Subject="Re: votre facture", In_Reply_To="<x@tilleuls.example>"),
        b"",
        b"\n\n",
    ],
)
def test_ordinary_mail_is_nobodys_business(content: bytes) -> None:
    assert told(content) is None


def test_the_head_of_an_ordinary_letter_is_all_that_is_read() -> None:
    assert not may_concern_us(a_letter("stop").partition(b"\n\n")[0])


# Dates and numbers


def test_a_mail_without_a_number_is_known_by_its_content() -> None:
    content = a_letter("", Subject=f"stop {STOP}")

    first, again = told(content), told(content)
    other = told(a_letter("Merci", Subject=f"stop {STOP}"))

    assert first is not None
    assert again is not None
    assert other is not None
    assert first.event_id == again.event_id != other.event_id


@pytest.mark.parametrize(
    ("date", "at"),
    [
        (format_datetime(NOW - timedelta(hours=3)), NOW - timedelta(hours=3)),
        ("Tue, 24 Nov 1026 09:30:00 +0000", NOW),
        ("Tue, 24 Nov 9999 09:30:00 +0000", NOW),
        ("Tue, 24 Nov 2026 09:30:00", NOW),
        ("Tue, 99 Nov 2026 99:99:99 +9999", NOW),
        ("hier", NOW),
    ],
)
def test_a_date_is_believed_only_when_it_can_be(date: str, at: datetime) -> None:
    letter = a_letter("", Subject=f"stop {STOP}")

    news = told(f"Date: {date}\n".encode() + letter)

    assert news is not None
    assert news.at == at


# Hostile input


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_no_bytes_at_all_can_hurt(content: bytes) -> None:
    news_of(content, key=KEY, now=NOW)
    may_concern_us(content)


SAMPLES = (
    a_report(to=RETURNED),
    a_report(envelope=BOUNCE),
    a_letter("stop", In_Reply_To=OURS, Content_Language="fr"),
    a_letter("é" * 50, Subject=f"stop {STOP}"),
)


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(SAMPLES),
    st.lists(
        st.tuples(
            st.integers(0, 1200),
            st.integers(0, 40),
            st.one_of(
                st.binary(max_size=30),
                st.sampled_from(
                    [
                        b"\x00", b"\xff", b"\r", b"\n\n", b"=?utf-8?b?/?=", b"--b",
                        b"Content-Type: message/rfc822\n\n", b"charset*=x''%FF",
                        b"Content-Transfer-Encoding: uuencode\n", b"boundary*0=",
                        b"Content-Transfer-Encoding: base64\n", b'charset="\xe9"',
                    ]
                ),
            ),
        ),
        min_size=1,
        max_size=6,
    ),
)  # fmt: skip
def test_no_broken_mail_can_hurt_nor_invent_a_delivery(
    content: bytes, changes: list[tuple[int, int, bytes]]
) -> None:
    for at, length, instead in changes:
        content = content[:at] + instead + content[at + length :]

    news = news_of(content, key=KEY, now=NOW)

    assert news is None or news.delivery_id in (17, None)
    assert news is None or (len(news.detail) <= 500 and news.at.tzinfo is not None)


@pytest.mark.parametrize(
    "content",
    [
        b"Content-Type: message/rfc822\n\n" * 5000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
            for n in range(3000)
        ),
        b"From: MAILER-DAEMON\nX-Relance-Return: " + BOUNCE.encode() + b"\n\n" + b"<" * 200_000,
        b"Subject: " + b"stop " * 50_000 + b"\n\n",
        b"From: h@example.fr\nIn-Reply-To: " + OURS.encode() + b"\nContent-Type: text/html\n\n"
        + b"<style " * 30_000,
    ],
    ids=["letters in letters", "parts in parts", "brackets", "a long subject", "styles"],
)  # fmt: skip
@pytest.mark.timeout(10)
def test_mail_made_to_hurt_is_soon_read(content: bytes) -> None:
    news_of(content, key=KEY, now=NOW)


# Words


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_words_can_be_read(text: str) -> None:
    asks_to_stop(own_words(text))


def test_the_samples_are_mail() -> None:
    assert message_from_bytes(a_report()).get_content_type() == "multipart/report"
