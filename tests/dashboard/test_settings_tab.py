"""« Réglages » as an object: typed, refused in place, saved and in the journal."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from relance_ops.config import Config
from relance_ops.dashboard.page import Session
from relance_ops.dashboard.pages.settings import SettingsTab
from relance_ops.errors import ForbiddenError, SettingError
from relance_ops.model import Kind
from relance_ops.rights import Role, Visitor
from tests.channels.mailing import a_config
from tests.factories import Desk

CLIENTS = b"client_id,last_name\nC1,Martin\nC2,\n"


def a_page(desk: Desk, role: Role = Role.MANAGER) -> SettingsTab:
    visitor = Visitor(name="Jeanne", role=role)
    return SettingsTab(session=Session(practice=desk.practice, visitor=visitor))


def kept(desk: Desk, key: str) -> str:
    return desk.practice.settings().as_texts()[key]


def test_every_setting_is_shown_as_it_is_kept(desk: Desk) -> None:
    desk.practice.set("clinic.name", "Clinique des Tilleuls", by="test")
    desk.practice.set("price.letter_cents", "139", by="test")

    page = a_page(desk)

    assert page.clinic.inputs["clinic.name"].value == "Clinique des Tilleuls"
    assert page.prices.inputs["price.letter_cents"].value == "1,39"
    assert page.hours.inputs["sms.from"].value == "10:00"
    assert page.hours.inputs["sms.holidays"].value is False
    assert all(form.button.disabled for form in page.forms)


def test_what_is_saved_is_kept_and_in_the_journal(desk: Desk) -> None:
    page = a_page(desk)
    page.clinic.inputs["clinic.name"].value_input = "Clinique du Port"
    page.clinic.inputs["clinic.city"].value_input = "Nice"
    assert not page.clinic.button.disabled

    page.clinic.save()

    assert kept(desk, "clinic.name") == "Clinique du Port"
    assert page.clinic.button.disabled
    assert desk.rows("select who, subject, after from event order by event_id") == [
        ("Jeanne", "clinic.name", "Clinique du Port"),
        ("Jeanne", "clinic.city", "Nice"),
    ]


def test_a_refused_value_is_said_under_it_and_nothing_is_kept(desk: Desk) -> None:
    page = a_page(desk)
    days = page.others.inputs["appointment_days"]
    page.others.inputs["unusual_factor"].value_input = "4"

    days.value_input = "beaucoup"
    page.others.save()

    assert days.error_state
    assert "n'accepte pas « beaucoup »" in days.helper_text
    assert kept(desk, "unusual_factor") == "3"


def test_a_corrected_value_shows_its_sentence_again(desk: Desk) -> None:
    page = a_page(desk)
    days = page.others.inputs["appointment_days"]
    hint = days.helper_text
    days.value_input = "beaucoup"

    days.value_input = "30"

    assert not days.error_state
    assert days.helper_text == hint


@pytest.mark.parametrize(
    ("typed", "cents"), [("1,5", "150"), ("2", "200"), ("0.08", "8"), ("1,39 €", "139")]
)
def test_a_price_is_typed_in_euros(desk: Desk, typed: str, cents: str) -> None:
    page = a_page(desk)
    page.prices.inputs["price.letter_cents"].value_input = typed

    page.prices.save()

    assert kept(desk, "price.letter_cents") == cents


@pytest.mark.parametrize("typed", ["", "abc", "-1", "1,555", "1e3"])
def test_what_is_no_price_is_refused(desk: Desk, typed: str) -> None:
    page = a_page(desk)
    price = page.prices.inputs["price.letter_cents"]

    price.value_input = typed
    page.prices.save()

    assert "n'est pas un prix" in price.helper_text
    assert kept(desk, "price.letter_cents") == "152"


def test_the_hours_of_sms_are_chosen(desk: Desk) -> None:
    page = a_page(desk)
    page.hours.inputs["sms.from"].value = "13:00"
    page.hours.inputs["sms.days"].value = ["mon", "wed"]
    page.hours.inputs["sms.holidays"].value = True

    page.hours.save()

    assert kept(desk, "sms.from") == "13:00"
    assert kept(desk, "sms.days") == "mon,wed"
    assert kept(desk, "sms.holidays") == "yes"
    assert "ils partiront le 25/11/2026 à 13:00" in unescape(page.layout.when.object)


def test_hours_that_end_before_they_begin_are_refused(desk: Desk) -> None:
    page = a_page(desk)
    page.hours.inputs["sms.to"].value = "09:00"

    page.hours.save()

    assert "sms.to" in unescape(page.hours.fault.object)
    assert kept(desk, "sms.to") == "19:00"


def test_an_hour_set_by_a_command_is_shown_too(desk: Desk) -> None:
    desk.practice.set("sms.from", "10:15", by="test")

    page = a_page(desk)

    assert page.hours.inputs["sms.from"].value == "10:15"
    assert page.hours.button.disabled


def test_saving_one_form_keeps_what_is_typed_in_another(desk: Desk) -> None:
    page = a_page(desk)
    page.clinic.inputs["clinic.name"].value_input = "Clinique du Port"
    page.prices.inputs["price.sms_cents"].value_input = "0,09"

    page.prices.save()

    assert page.clinic.changed() == {"clinic.name": "Clinique du Port"}


def test_the_letterhead_follows_what_is_typed(desk: Desk) -> None:
    page = a_page(desk)
    before = page.layout.letterhead.object

    page.clinic.inputs["clinic.name"].value_input = "Clinique du Port"

    assert page.layout.letterhead.object.startswith('<img class="letter"')
    assert page.layout.letterhead.object != before


def test_a_logo_is_shown_at_once_and_may_go(desk: Desk) -> None:
    page = a_page(desk)
    written = io.BytesIO()
    Image.new("RGB", (300, 100), (27, 106, 92)).save(written, "PNG")
    before = page.layout.letterhead.object

    page.keep_logo(written.getvalue())
    assert page.layout.letterhead.object != before
    assert "300 × 100" in page.layout.logo_state.object
    page.remove_logo()

    assert page.layout.letterhead.object == before
    assert not page.layout.logo_away.visible


def test_what_is_no_picture_is_refused(desk: Desk) -> None:
    with pytest.raises(SettingError, match="ni un PNG ni un JPEG"):
        a_page(desk).keep_logo(b"<svg/>")


@pytest.mark.parametrize("kind", [Kind.EMAIL, Kind.SMS])
def test_without_an_account_a_test_tells_of_the_folder(desk: Desk, kind: Kind) -> None:
    page = a_page(desk)

    page.check(kind)

    assert "est prêt" in page.layout.checked[kind].object
    assert list(desk.practice.outbox().iterdir()) == []
    assert desk.rows("select who, kind, subject from event") == [
        ("Jeanne", "test_sent", kind.value)
    ]


def test_an_account_that_does_not_answer_is_told_beside_its_button(desk: Desk) -> None:
    desk.practice.config = Config(email=a_config(1))
    page = a_page(desk)

    page.check(Kind.EMAIL)

    line = page.layout.checked[Kind.EMAIL]
    assert "ne répond pas" in line.object
    assert line.sx["color"] == "error.main"


def test_an_export_is_loaded_and_its_rejects_are_listed(desk: Desk) -> None:
    page = a_page(desk)

    page.imports.load({"clients.csv": CLIENTS})

    assert desk.rows("select client_id from client") == [("C1",)]
    assert "1 ligne chargée" in page.imports.told.object
    assert "clients.csv, ligne 3" in unescape(page.imports.rejects.object)
    assert page.imports.keep.visible
    assert not page.imports.bar.visible


def test_an_import_is_in_the_journal(desk: Desk) -> None:
    page = a_page(desk)

    page.imports.load({"clients.csv": CLIENTS})

    assert desk.rows("select who, subject, after from event") == [
        ("Jeanne", "clients.csv", "(1 ligne chargée, 1 rejetée)")
    ]


def test_a_file_name_never_leads_out_of_its_folder(desk: Desk, tmp_path: Path) -> None:
    page = a_page(desk)

    page.imports.load({"../../../clients.csv": CLIENTS})

    assert desk.rows("select client_id from client") == [("C1",)]
    assert list(tmp_path.rglob("clients.csv")) == []


def test_a_reject_that_is_markup_is_shown_as_it_is(desk: Desk) -> None:
    page = a_page(desk)

    page.imports.load(
        {"animals.csv": b"animal_id,client_id,name\nA1,<img src=x>,Rex\n"}
    )

    assert "<img" not in page.imports.rejects.object
    assert "&lt;img" in page.imports.rejects.object


def test_what_is_no_export_is_said_to_be_none(desk: Desk) -> None:
    page = a_page(desk)

    page.imports.load({"facture.csv": b"a,b\n1,2\n"})

    assert page.imports.told.object != ""
    assert desk.rows("select count(*) from client") == [(0,)]


def test_who_may_not_change_may_look(desk: Desk) -> None:
    page = a_page(desk, Role.RECEPTION)

    assert page.clinic.inputs["clinic.name"].disabled
    assert not page.clinic.button.visible
    with pytest.raises(ForbiddenError):
        page.save({"clinic.name": "Autre"})
    with pytest.raises(ForbiddenError):
        page.keep_logo(b"")
    with pytest.raises(ForbiddenError):
        page.check(Kind.EMAIL)
    with pytest.raises(ForbiddenError):
        page.imports.load({"clients.csv": CLIENTS})
    assert desk.rows("select count(*) from event") == [(0,)]


def test_a_test_page_is_handed_to_the_browser(desk: Desk) -> None:
    page = a_page(desk)
    given: list[dict[str, str]] = []
    page.layout.download._send_msg = given.append  # what Panel would send the browser

    page.test_page(Kind.CARD)

    [message] = given
    assert message["name"] == "carte-essai.pdf"
    assert base64.b64decode(message["content"]).startswith(b"%PDF")


def test_what_would_keep_emails_from_arriving_is_beside_the_account(desk: Desk) -> None:
    account = replace(a_config(25), host="<ssl0.ovh.net>", sender="tilleuls@gmail.com")
    desk.practice.config = Config(email=account)

    said = everything_said(a_page(desk))

    assert "port 25" in said
    assert "DMARC" in said
    assert "<ssl0" not in said


def test_who_may_not_change_the_account_is_not_told_what_is_wrong_with_it(
    desk: Desk,
) -> None:
    desk.practice.config = Config(email=a_config(25))

    assert "port 25" not in everything_said(a_page(desk, Role.ANALYST))


def everything_said(page: SettingsTab) -> str:
    layout = page.layout.__panel__()
    return " ".join(
        str(shown.object) for shown in layout.select() if hasattr(shown, "object")
    )
