"""What is said of an account whose emails would not arrive."""

from __future__ import annotations

from dataclasses import replace

import pytest

from relance_ops import email_advice
from relance_ops.config import Config
from relance_ops.doctor import sentences
from relance_ops.email_config import EmailConfig, MailboxConfig, Security
from tests.factories import Desk

SENDER = "accueil@tilleuls.example"
GOOD = EmailConfig("ssl0.ovh.net", SENDER, port=465, security=Security.SSL, user=SENDER)
MAILBOX = MailboxConfig("ssl0.ovh.net", user=SENDER)


def said_of(
    account: EmailConfig,
    mailbox: MailboxConfig | None = MAILBOX,
    *,
    answers_to: str = SENDER,
) -> str:
    return " ".join(email_advice.warnings(account, mailbox, answers_to=answers_to))


@pytest.mark.parametrize("answers_to", ["", SENDER, SENDER.upper()])
def test_nothing_is_said_of_a_good_account(answers_to: str) -> None:
    assert said_of(GOOD, answers_to=answers_to) == ""


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (replace(GOOD, port=25), "port 25"),
        (replace(GOOD, security=Security.NONE), "pas chiffrée"),
        (replace(GOOD, sender="tilleuls@gmail.com"), "DMARC"),
        (replace(GOOD, sender="tilleuls@orange.fr"), "DMARC"),
        (replace(GOOD, sender="tilleuls@free.fr"), "DMARC"),
        (replace(GOOD, sender="accueil@autre.example"), "SPF et DKIM"),
    ],
)
def test_what_would_keep_an_email_from_arriving_is_said(
    account: EmailConfig, words: str
) -> None:
    said = email_advice.warnings(account, MAILBOX, answers_to="")

    assert len(said) == 1
    assert words in said[0]


@pytest.mark.parametrize(
    "account",
    [
        replace(
            GOOD, host="smtp.orange.fr", sender="a@wanadoo.fr", user="a@wanadoo.fr"
        ),
        replace(GOOD, host="smtp.gmail.com", sender="a@gmail.com", user="a@gmail.com"),
        replace(GOOD, host="127.0.0.1", security=Security.NONE),
        replace(GOOD, user="accueil"),
    ],
)
def test_what_is_usual_is_no_fault(account: EmailConfig) -> None:
    assert said_of(account, answers_to="") == ""


def test_a_mailbox_that_nobody_reads_is_said() -> None:
    assert "[mailbox]" in said_of(GOOD, None)


def test_answers_that_go_to_another_mailbox_are_said() -> None:
    assert "contact@tilleuls.example" in said_of(
        GOOD, answers_to="contact@tilleuls.example"
    )


def test_the_checklist_names_the_domain() -> None:
    checks = email_advice.checklist(GOOD)

    assert [check.partition(" ")[0] for check in checks] == ["SPF", "DKIM", "DMARC"]
    assert all("tilleuls.example" in check for check in checks)


def test_nobody_verifies_the_domain_of_a_public_provider() -> None:
    assert email_advice.checklist(replace(GOOD, sender="tilleuls@gmail.com")) == []


def test_the_check_up_says_what_would_keep_emails_from_arriving(desk: Desk) -> None:
    desk.practice.config = Config(email=replace(GOOD, port=25))

    said = " ".join(sentences(desk.practice.check_up()))

    assert "port 25" in said
    assert "DKIM" in said


def test_the_check_up_says_nothing_of_an_account_that_is_not_there(desk: Desk) -> None:
    assert "DKIM" not in " ".join(sentences(desk.practice.check_up()))
