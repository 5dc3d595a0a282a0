"""Send, confirm, cancel and resolve at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import ON, Keyboard
from tests.peers.debian import free_port

# Send


def test_send_prints_what_left(clinic: Keyboard) -> None:
    report = clinic("send", "--yes", "--json", "--on", ON).json

    assert report["run_id"] == 1
    assert report["claimed"] == 5
    assert report["by_channel"] == {
        "email": {"sent": 1},
        "letter": {"awaiting": 3},
        "card": {"awaiting": 1},
    }
    assert report["awaiting"] == 4
    assert Path(report["letters_pdf"]).read_bytes().startswith(b"%PDF")
    assert Path(report["cards_pdf"]).read_bytes().startswith(b"%PDF")


def test_a_second_send_has_no_run(sent: Keyboard) -> None:
    report = sent("send", "--yes", "--json", "--on", ON).json

    assert report["run_id"] is None
    assert report["claimed"] == 0
    assert report["by_channel"] == {}
    assert report["letters_pdf"] is None


def test_only_one_channel_leaves(clinic: Keyboard) -> None:
    report = clinic("send", "--yes", "--json", "--on", ON, "--only", "card").json

    assert list(report["by_channel"]) == ["card"]
    assert report["letters_pdf"] == report["cards_pdf"]


def test_paper_is_letters_and_cards(clinic: Keyboard) -> None:
    report = clinic("send", "--yes", "--json", "--on", ON, "--only", "paper").json

    assert list(report["by_channel"]) == ["letter", "card"]


def test_send_without_a_person_and_without_yes_is_refused(clinic: Keyboard) -> None:
    printed = clinic("send", "--on", ON)

    assert printed.status == 2
    assert "--yes" in printed.err
    assert len(clinic("due", "--on", ON, "--json").json) == 7


def test_a_dry_run_shows_and_changes_nothing(clinic: Keyboard) -> None:
    shown = clinic("send", "--dry-run", "--json", "--on", ON).json

    assert shown["by_channel"] == {"email": 1, "letter": 3, "card": 1}
    assert len(clinic("due", "--on", ON, "--json").json) == 7
    assert clinic("expected", "--on", ON, "--json").json == []


def test_a_dry_run_tells_people_the_figures(clinic: Keyboard) -> None:
    printed = clinic("send", "--dry-run", "--on", ON)

    assert "Vont partir : 1 email, 3 lettres, 1 carte." in printed.err
    assert "Rex5" in printed.out


def test_an_unknown_channel_is_a_usage_error(clinic: Keyboard) -> None:
    assert clinic("send", "--yes", "--only", "pigeon").status == 2


def test_send_says_what_became_of_the_printer(sent_to_nobody: Keyboard) -> None:
    printed = sent_to_nobody("send", "--yes", "--json", "--on", ON)

    letters, cards = printed.json["printer"]
    assert (letters["file"], cards["file"]) == ("letter", "card")
    assert letters["state"] == "refused"
    assert letters["reasons"] == ["unreachable"]
    assert "Rien n'est parti à l'imprimante" in printed.err
    assert printed.json["awaiting"] == 4


def test_doctor_says_how_the_printer_is(sent_to_nobody: Keyboard) -> None:
    [said] = sent_to_nobody("doctor", "--json").json["printer"]

    assert "ne répond pas" in said
    assert said in sent_to_nobody("doctor").out


@pytest.fixture
def sent_to_nobody(clinic: Keyboard) -> Keyboard:
    """The clinic's printer is where nobody listens."""
    assert clinic("settings", "print.printer", f"127.0.0.1:{free_port()}").status == 0
    return clinic


# Confirm


def test_a_green_answer_is_kept(sent: Keyboard) -> None:
    report = sent("confirm", "1", "--json").json

    assert report["by_channel"]["letter"] == {"printed": 3}
    assert report["awaiting"] == 0


def test_the_second_answer_hears_who_was_first(sent: Keyboard) -> None:
    sent("confirm", "1")

    printed = sent("confirm", "1", "--problem")

    assert printed.status == 1
    assert "a déjà répondu" in printed.err


def test_a_problem_alone_is_everything_again(sent: Keyboard) -> None:
    report = sent("confirm", "1", "--problem", "--json").json

    assert report["by_channel"]["letter"] == {"voided": 3}
    assert report["by_channel"]["card"] == {"voided": 1}


def test_a_problem_from_a_number_on(sent: Keyboard) -> None:
    report = sent("confirm", "1", "--problem", "--from", "3", "--json").json

    assert report["by_channel"]["letter"] == {"printed": 2, "voided": 1}
    assert report["by_channel"]["card"] == {"voided": 1}


def test_a_problem_with_chosen_letters(sent: Keyboard) -> None:
    report = sent("confirm", "1", "--problem", "--letters", "1,3", "--json").json

    assert report["by_channel"]["letter"] == {"printed": 1, "voided": 2}
    assert report["by_channel"]["card"] == {"printed": 1}


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "3"),
        ("--letters", "1"),
        ("--problem", "--from", "2", "--letters", "1"),
        ("--problem", "--from", "0"),
        ("--problem", "--letters", "x"),
    ],
)
def test_an_answer_that_makes_no_sense_is_a_usage_error(
    sent: Keyboard, words: tuple[str, ...]
) -> None:
    assert sent("confirm", "1", *words).status == 2
    assert sent("confirm", "1").status == 0


@pytest.mark.parametrize("which", [("--from", "99"), ("--letters", "1,99")])
def test_a_letter_that_does_not_exist_is_refused_whole(
    sent: Keyboard, which: tuple[str, str]
) -> None:
    assert sent("confirm", "1", "--problem", *which).status == 1
    assert sent("confirm", "1").status == 0


def test_an_unknown_run_is_a_sentence(sent: Keyboard) -> None:
    assert sent("confirm", "99").status == 1


# Cancel, resolve


def test_cancel_undoes_paper_and_leaves_emails(sent: Keyboard) -> None:
    printed = sent("cancel", "--sent-on", ON, "--yes", "--json")

    assert printed.json == {"voided": {"letter": 3, "card": 1}}
    states = {
        r["animal_id"]: r["state"] for r in sent("due", "--on", ON, "--json").json
    }
    assert states == {
        "A1": "ready", "A2": "ready", "A3": "ready", "A4": "ready",
        "A6": "blocked", "A7": "held",
    }  # fmt: skip


def test_the_same_cancel_twice_undoes_nothing(sent: Keyboard) -> None:
    words = ("--channel", "letter", "--channel", "card", "--yes", "--json")
    sent("cancel", "--sent-on", ON, *words)

    printed = sent("cancel", "--sent-on", ON, *words)

    assert printed.status == 0
    assert printed.json == {"voided": {}}
    assert "rien à annuler" in printed.err


def test_cancelling_emails_warns_that_they_have_left(sent: Keyboard) -> None:
    printed = sent("cancel", "--sent-on", ON, "--channel", "email", "--yes", "--json")

    assert printed.json == {"voided": {"email": 1}}
    assert "une deuxième fois" in printed.err


def test_cancel_without_a_person_and_without_yes_is_refused(sent: Keyboard) -> None:
    printed = sent("cancel", "--sent-on", ON)

    assert printed.status == 2
    assert "Seront annulés : 3 lettres, 1 carte." in printed.err
    assert len(sent("expected", "--json", "--on", ON).json) == 5


def test_resolving_what_is_not_uncertain_is_a_sentence(sent: Keyboard) -> None:
    assert sent("resolve", "1", "sent").status == 1
