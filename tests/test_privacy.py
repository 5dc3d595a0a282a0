"""Everything about a client, and a client who is forgotten: nothing is left to be read."""

from __future__ import annotations

import io
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from relance_ops import clinic_file
from relance_ops.clinic_file import forgotten_path
from relance_ops.errors import LetterError, NotFoundError, PrivacyError
from relance_ops.happenings import Wanted
from relance_ops.merging import pages_of, starts
from relance_ops.model import Kind
from relance_ops.practice import Practice
from tests.factories import TODAY, Desk, a_desk

# What the forgotten client is called, reached and known by; the other shares none of it.
SECRETS = (
    "Vercingétorix", "Clotilde", "9 quai des Oubliés", "98765", "Ploumanac'h",
    "clotilde@oublis.example", "698765432", "Zéphirin", "Griffon korthals", "voisine",
)  # fmt: skip
RECORD = {
    "last_name": "Vercingétorix", "first_name": "Clotilde", "email": "clotilde@oublis.example",
    "address1": "9 quai des Oubliés", "postcode": "98765", "city": "Ploumanac'h",
    "mobile": "06 98 76 54 32", "phone": "02 98 76 54 32",
}  # fmt: skip


def known_client(desk: Desk, *, channels: str = "email|sms|paper", **step: str) -> None:
    """Two clients with the same reminders; the second is Clotilde, with all that happened."""
    desk.yearly_vaccine(-30, 0, channels=channels, **step)
    desk.practice.set("form.usable", "all", by="test")
    desk.due_today(1)
    desk.client("C2", **RECORD)
    desk.animal(
        "A2",
        "C2",
        name="Zéphirin",
        breed="Griffon korthals",
        birth_date=date(2021, 5, 17),
    )
    desk.act("X2", "A2")
    desk.add(
        "appointment", appointment_id="R1", client_id="C2", starts_on=date(2026, 1, 5)
    )


def sent(desk: Desk) -> None:
    desk.practice.send(by="Anne", on=TODAY)
    if desk.practice.print_questions():
        desk.practice.confirm(1, by="Anne")
    [(first,)] = desk.rows(
        "select min(delivery_id) from delivery where client_id = 'C2'"
    )
    now = desk.clock.now
    desk.add(
        "call", client_id="C2", animal_id="A2", recall_group="VACC", anchor_id="X2",
        happened_at=now, who="Anne", outcome="no_answer", note="la voisine répond",
    )  # fmt: skip
    desk.add(
        "news", source="mailbox", event_id="7", heard_at=now, told_at=now, kind="bounced",
        channel="email", client_id="C2", delivery_id=first,
        detail="clotilde@oublis.example: no such user",
    )  # fmt: skip
    desk.add(
        "dead_contact", client_id="C2", form="email", address="clotilde@oublis.example",
        reason="550", flagged_at=now,
    )  # fmt: skip
    desk.add(
        "callback", source="kannel", received_at=now, content='{"from": "+33698765432"}'
    )
    desk.practice.type_over(
        "client", "C2", "refuses_sms", value=True, by="Anne", note="dit par sa voisine"
    )
    desk.practice.type_over("client", "C2", "city", "Ploumanac'h-sur-Mer", by="Anne")


def every_cell(practice: Practice) -> str:
    """All that the tables hold, as text."""
    tables = practice.database.rows(
        "select table_name from duckdb_tables() where not temporary order by 1"
    )
    return "\n".join(
        str(practice.database.rows(f'select * from "{name}"')) for (name,) in tables
    )


def every_file(folder: Path) -> str:
    """All that is on disk, PDFs with each of their objects and their words."""
    told = []
    for file in sorted(folder.rglob("*")):
        content = file.read_bytes() if file.is_file() else b""
        told.append(f"{file.name}\n{content.decode('utf-8', 'replace')}")
        if file.suffix == ".pdf":
            told.append(every_object(content))
    return "\n".join(told)


def every_object(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    told = [page.extract_text() for page in reader.pages]
    for number in range(1, int(str(reader.trailer["/Size"]))):
        held = reader.get_object(number)
        told.append(repr(held))
        if isinstance(held, StreamObject):
            told.append(held.get_data().decode("latin-1"))
    return "\n".join(told)


def secrets_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


# Forgetting


def test_nothing_that_names_or_reaches_a_forgotten_client_is_kept(
    desk: Desk,
) -> None:
    known_client(desk)
    sent(desk)
    before = every_cell(desk.practice) + every_file(desk.practice.files)
    assert secrets_in(before) == list(SECRETS)

    forgotten = desk.practice.privacy.forget("C2", by="Luc")

    assert secrets_in(every_cell(desk.practice)) == []
    assert secrets_in(every_file(desk.practice.files)) == []
    assert (forgotten.messages, forgotten.files) == (3, 3)


def test_the_other_letters_of_the_run_stay_as_they_were(desk: Desk) -> None:
    known_client(desk, channels="paper")
    sent(desk)
    folder = desk.practice.run_folder(1)
    before = PdfReader(folder / "letters.pdf")

    desk.practice.privacy.forget("C2", by="Luc")

    after = PdfReader(folder / "letters.pdf")
    texts = [page.extract_text() for page in after.pages]
    assert len(texts) == len(before.pages)
    assert texts[0] == before.pages[0].extract_text() != ""
    assert texts[-1] == ""
    assert after.viewer_preferences == before.viewer_preferences
    assert [title for title, _start, _length in starts(after)] == [
        "1 · LEFÈVRE C1 – 35000 Rennes", "2 · effacé",
    ]  # fmt: skip
    [(_piece, pages)] = pages_of(folder, Kind.LETTER, {1})
    assert "Élodie" in pages[0].extract_text()


def test_a_card_is_emptied_among_the_others_of_its_sheet(desk: Desk) -> None:
    known_client(desk, channels="paper", paper_form="card")
    sent(desk)

    desk.practice.privacy.forget("C2", by="Luc")

    folder = desk.practice.run_folder(1)
    words = "".join(
        page.extract_text() for page in PdfReader(folder / "cards.pdf").pages
    )
    assert "Élodie" in words
    assert secrets_in(every_file(folder)) == []


def test_what_statistics_count_is_the_same(desk: Desk) -> None:
    known_client(desk)
    sent(desk)
    counted = (
        "select channel, count(*), sum(cost_cents), sum(sms_parts) from delivery "
        "group by all order by all",
        "select act_type, step, claimed_on, channel, due_on from claim order by all",
        "select state, cause, happened_at, who from ledger order by all",
        "select species, sex, neutered from animal order by animal_id",
        "select act_id, act_type, performed_on from act order by all",
        "select kind, happened_at, who from event where kind <> 'forgotten' order by all",
        "select outcome, happened_at from call order by all",
    )
    before = [desk.rows(question) for question in counted]

    desk.practice.privacy.forget("C2", by="Luc")

    assert [desk.rows(question) for question in counted] == before


def test_nothing_more_leaves_for_a_forgotten_client(desk: Desk) -> None:
    known_client(desk)
    desk.practice.privacy.forget("C2", by="Luc")

    desk.practice.send(by="Anne", on=TODAY)

    assert desk.rows("select distinct client_id from delivery") == [("C1",)]


def test_a_message_that_waited_is_withdrawn(desk: Desk) -> None:
    known_client(desk, channels="email")
    sent(desk)
    [number] = desk.rows("select delivery_id from delivery where client_id = 'C2'")
    desk.add("ledger", delivery_id=number[0], state="retry", happened_at=desk.clock.now,
             who="Anne", cause="transient")  # fmt: skip

    forgotten = desk.practice.privacy.forget("C2", by="Luc")

    assert forgotten.withdrawn == 1
    assert desk.rows(
        "select state from delivery_now where delivery_id = $n", n=number[0]
    ) == [("voided",)]


def test_the_ledger_and_the_journal_are_closed_again(desk: Desk) -> None:
    known_client(desk)
    sent(desk)
    desk.practice.privacy.forget("C2", by="Luc")

    for table in ("ledger", "event"):
        with pytest.raises(duckdb.Error, match="append-only"):
            desk.change(f"update {table} set who = 'x'")


def test_a_letter_that_awaits_an_answer_is_not_emptied(desk: Desk) -> None:
    known_client(desk, channels="paper")
    desk.practice.send(by="Anne", on=TODAY)
    cells = every_cell(desk.practice)

    with pytest.raises(PrivacyError, match="imprimante"):
        desk.practice.privacy.forget("C2", by="Luc")

    assert every_cell(desk.practice) == cells


def test_a_client_to_whom_something_is_leaving_waits(desk: Desk) -> None:
    known_client(desk, channels="email")
    sent(desk)
    desk.add(
        "ledger", delivery_id=2, state="handed", happened_at=desk.clock.now, who="Anne"
    )

    with pytest.raises(PrivacyError, match="partent en ce moment"):
        desk.practice.privacy.forget("C2", by="Luc")

    assert "Vercingétorix" in every_cell(desk.practice)


def test_nobody_is_forgotten_while_a_round_of_sending_goes_on(tmp_path: Path) -> None:
    tried: list[str] = []
    desk = a_desk(tmp_path / "files")
    known_client(desk, channels="email")

    def meanwhile(_progress: object) -> None:
        hasty = replace(desk.practice.privacy, patience_seconds=0.01)
        with ThreadPoolExecutor(1) as other, pytest.raises(PrivacyError) as refused:
            other.submit(hasty.forget, "C2", by="Luc").result()
        tried.append(str(refused.value))

    desk.practice.send(by="Anne", on=TODAY, told=meanwhile)

    assert set(tried) == {
        "Des messages partent en ce moment. Recommencez quand l'envoi est fini."
    }
    assert "Vercingétorix" in every_cell(desk.practice)


def test_a_print_file_that_is_damaged_forgets_nothing_and_says_so(desk: Desk) -> None:
    known_client(desk, channels="paper")
    sent(desk)
    (desk.practice.run_folder(1) / "letters.pdf").write_bytes(b"%PDF-1.7 torn")

    with pytest.raises(LetterError, match="supprimez ce dossier"):
        desk.practice.privacy.forget("C2", by="Luc")

    assert "Vercingétorix" in every_cell(desk.practice)


def test_an_unknown_client_is_named(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="C9"):
        desk.practice.privacy.forget("C9", by="Luc")

    assert not desk.practice.privacy.remembered.exists()


def test_forgetting_again_does_nothing_more(desk: Desk) -> None:
    known_client(desk)
    sent(desk)
    desk.practice.privacy.forget("C2", by="Luc")
    cells = every_cell(desk.practice)

    desk.clock.forward(days=1)
    desk.practice.privacy.forget("C2", by="Luc")

    assert every_cell(desk.practice) == cells


# Coming back


def test_the_export_cannot_bring_a_forgotten_client_back(
    desk: Desk, tmp_path: Path
) -> None:
    known_client(desk)
    desk.practice.privacy.forget("C2", by="Luc")
    export = tmp_path / "export"
    export.mkdir()
    (export / "clients.csv").write_text(
        "client_id,last_name\nC1,Lefèvre\nC2,Vercingétorix\n", encoding="utf-8"
    )
    (export / "animals.csv").write_text(
        "animal_id,client_id,name\nA1,C1,Rex\nA2,C2,Zéphirin\n", encoding="utf-8"
    )
    (export / "appointments.csv").write_text(
        "appointment_id,client_id,starts_on\nR9,C2,2026-12-01\n", encoding="utf-8"
    )

    report = desk.practice.import_folder(export, by="Anne", rejects=tmp_path / "r.csv")

    assert {file.rejected for file in report.files} == {1}
    reasons = {reject.reason for file in report.files for reject in file.rejects}
    assert reasons == {
        "client effacé à sa demande : effacez-le aussi du logiciel de la clinique"
    }
    assert secrets_in(every_cell(desk.practice)) == []


def test_a_copy_that_is_put_back_forgets_again_when_it_is_opened(
    tmp_path: Path,
) -> None:
    path, copy = tmp_path / "c.duckdb", tmp_path / "copy.duckdb"
    with Practice.open(path) as practice:
        known_client(Desk(practice))
    shutil.copy(path, copy)
    with Practice.open(path) as practice:
        practice.privacy.forget("C2", by="Luc")
    shutil.copy(copy, path)

    with Practice.open(path) as practice:
        assert secrets_in(every_cell(practice)) == []
        assert practice.journal.read(Wanted()).happenings[0].kind == "forgotten"


def test_an_invented_clinic_leaves_no_number_behind(tmp_path: Path) -> None:
    path = tmp_path / "c.duckdb"
    with Practice.open(path) as practice:
        known_client(Desk(practice))
        practice.privacy.forget("C2", by="Luc")
    assert forgotten_path(path).stat().st_mode & 0o777 == 0o600

    clinic_file.forget(path)

    assert not forgotten_path(path).exists()


def test_a_line_cut_by_a_pulled_plug_forgets_nobody_else(tmp_path: Path) -> None:
    desk = a_desk(tmp_path / "files")
    known_client(desk)
    desk.practice.privacy.remembered.write_text('"C2"\n"C1', encoding="utf-8")

    assert desk.practice.privacy.forget_again() == 1

    assert desk.rows("select client_id from forgotten") == [("C2",)]


# Giving


def test_everything_about_a_client_is_given_and_nothing_of_another(desk: Desk) -> None:
    known_client(desk)
    sent(desk)

    given = desk.practice.privacy.about("C2", by="Luc").decode()

    everything = json.loads(given)
    assert everything["client"]["last_name"] == "Vercingétorix"
    assert [animal["name"] for animal in everything["animals"]] == ["Zéphirin"]
    assert {message["channel"] for message in everything["messages"]} == {
        "email", "sms", "letter",
    }  # fmt: skip
    assert all("Zéphirin" in message["body"] for message in everything["messages"])
    assert everything["calls"][0]["note"] == "la voisine répond"
    assert "c1@example.fr" not in given
    assert "Rex" not in given


def test_what_is_given_names_every_table_that_speaks_of_a_client(desk: Desk) -> None:
    known_client(desk)
    sent(desk)
    tables = desk.rows(
        "select distinct table_name from duckdb_columns() where column_name = 'client_id' "
        "and table_name not in ('forgotten') order by 1"
    )

    everything = json.loads(desk.practice.privacy.about("C2", by="Luc"))

    filled = sum(bool(rows) for rows in everything.values())
    assert filled == len(everything) == 12
    assert [name for (name,) in tables] == [
        "animal", "appointment", "call", "client", "dead_contact", "delivery", "event", "news",
    ]  # fmt: skip


def test_giving_is_written_in_the_journal(desk: Desk) -> None:
    known_client(desk)

    desk.practice.privacy.about("C2", by="Luc")

    [last] = desk.practice.journal.read(Wanted()).happenings[:1]
    assert (last.kind, last.who, last.client_id) == ("data_given", "Luc", "C2")


def test_nothing_is_given_about_an_unknown_client(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="C9"):
        desk.practice.privacy.about("C9", by="Luc")

    assert desk.rows("select * from event") == []


def test_months_later_a_forgotten_client_is_still_nobody(desk: Desk) -> None:
    known_client(desk)
    sent(desk)
    desk.practice.privacy.forget("C2", by="Luc")

    desk.clock.forward(days=200)

    assert desk.practice.why("A2").reminders[0].state == "excluded"
    assert desk.practice.today() == TODAY + timedelta(days=200)
