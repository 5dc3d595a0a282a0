"""The door, from outside: a real dashboard, asked as strangers and as staff would."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from relance_ops.practice import Practice
from relance_ops.rights import Role
from tests.dashboard.clinic import Served, fill, served
from tests.dashboard.visiting import PASSWORD, Visit

pytestmark = pytest.mark.slow

MANAGER, RECEPTION, ANALYST, GUESSED = "l.martin", "c.roux", "n.petit", "p.brun"
STAFF = {
    MANAGER: ("Léa Martin", Role.MANAGER),
    RECEPTION: ("Camille Roux", Role.RECEPTION),
    ANALYST: ("Noa Petit", Role.ANALYST),
    GUESSED: ("Paul Brun", Role.RECEPTION),
}


def staff(database: Path) -> None:
    """Accounts of each role, all with the same password."""
    with Practice.open(database) as practice:
        for login, (name, role) in STAFF.items():
            practice.accounts.add(
                login, name=name, role=role, password=PASSWORD, by="test"
            )


@pytest.fixture(scope="module")
def guarded(
    tmp_path_factory: pytest.TempPathFactory, compiled: Path
) -> Iterator[Served]:
    """A dashboard with four accounts and the letters of one run."""
    database = tmp_path_factory.mktemp("guarded") / "clinic.duckdb"
    fill(database)
    staff(database)
    with Practice.open(database) as practice:
        practice.send(by="test")
    with served(database, cache=compiled) as running:
        yield running


@pytest.fixture
def stranger(guarded: Served) -> Visit:
    return Visit(guarded.url)


@pytest.fixture
def camille(guarded: Served) -> Visit:
    """The receptionist, signed in."""
    visit = Visit(guarded.url)
    assert visit.sign_in(RECEPTION).status == 303
    return visit


@pytest.fixture(scope="module")
def opened(guarded: Served) -> tuple[Visit, str]:
    """A receptionist who stays signed in, and the token of her page."""
    visit = Visit(guarded.url)
    visit.sign_in(RECEPTION)
    return visit, visit.page_token()


@pytest.fixture(scope="module")
def managers(guarded: Served) -> tuple[Visit, str]:
    """A manager who stays signed in, and the token of the page of accounts."""
    visit = Visit(guarded.url)
    visit.sign_in(MANAGER)
    return visit, visit.page_token("/?page=comptes")


# Strangers


@pytest.mark.parametrize("path", ["/", "/?page=attendus", "/courriers/1/letters.pdf"])
def test_a_stranger_is_shown_the_way_to_sign_in(stranger: Visit, path: str) -> None:
    answer = stranger.ask(path)

    assert answer.status == 302
    assert answer.to.startswith("/connexion?next=")
    assert "Papier" not in answer.text


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/", "POST"),
        ("/courriers/1/letters.pdf", "POST"),
        ("/components/panel.io.server/Server/_css/x", "POST"),
        ("/ws", "POST"),
        ("/anything", "DELETE"),
    ],
)
def test_a_stranger_gets_nothing_else(stranger: Visit, path: str, method: str) -> None:
    assert stranger.ask(path, method=method).status == 403


@pytest.mark.parametrize("path", ["/autoload.js?bokeh-autoload-element=x", "/metadata"])
def test_what_only_other_sites_would_ask_for_does_not_exist(
    camille: Visit, path: str
) -> None:
    assert camille.ask(path).status == 404


def test_the_icon_needs_no_account_and_libraries_do(
    stranger: Visit, camille: Visit
) -> None:
    library = "/static/js/bokeh.min.js"

    assert stranger.ask("/favicon.ico").status == 200
    assert stranger.ask(library).status == 302
    assert camille.ask(library).status == 200


@pytest.mark.parametrize("path", ["/", "/connexion", "/static/js/bokeh.min.js", "/ws"])
def test_a_site_that_points_its_name_at_us_gets_nothing(
    camille: Visit, path: str
) -> None:
    assert camille.ask(path, Host="evil.example").status == 403


def test_the_websocket_is_closed_to_who_has_no_cookie(
    opened: tuple[Visit, str], stranger: Visit
) -> None:
    visit, token = opened

    assert stranger.websocket(token) == 403
    assert visit.websocket(token) == 101


def test_the_websocket_is_closed_to_a_made_up_cookie(
    opened: tuple[Visit, str], stranger: Visit
) -> None:
    visit, token = opened
    stranger.cookies = dict.fromkeys(visit.cookies, "A" * 43)

    assert stranger.websocket(token) == 403


def test_the_websocket_is_closed_to_other_sites(opened: tuple[Visit, str]) -> None:
    visit, token = opened

    assert visit.websocket(token, origin="http://evil.example") == 403


@pytest.mark.parametrize("token", ["", "x", "e30", "e30.e30"])
def test_a_made_up_page_opens_no_websocket(camille: Visit, token: str) -> None:
    assert camille.websocket(token) == 403


def test_a_page_opens_its_websocket_for_nobody_else(
    opened: tuple[Visit, str], managers: tuple[Visit, str]
) -> None:
    assert opened[0].websocket(managers[1]) == 403
    assert managers[0].websocket(opened[1]) == 403


def test_a_page_cannot_be_forged_to_be_somebody_elses(
    opened: tuple[Visit, str], managers: tuple[Visit, str]
) -> None:
    visit, ours = opened

    mixed = f"{ours.split('.')[0]}.{managers[1].split('.', 1)[1]}"

    assert visit.websocket(mixed) == 403


# Coming in and leaving


def test_the_right_password_leads_to_the_page_that_was_asked_for(
    stranger: Visit,
) -> None:
    answer = stranger.sign_in(RECEPTION, page="/?page=attendus")

    assert (answer.status, answer.to) == (303, "/?page=attendus")
    assert stranger.ask("/?page=attendus").status == 200


@pytest.mark.parametrize(
    "page",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", ""],
)
def test_signing_in_never_leads_elsewhere(stranger: Visit, page: str) -> None:
    assert stranger.sign_in(RECEPTION, page=page).to == "/"


def test_the_cookie_is_read_by_no_script_and_sent_by_no_other_site(
    stranger: Visit,
) -> None:
    answer = stranger.sign_in(RECEPTION)

    [line] = [
        line
        for line in answer.headers.get_all("Set-Cookie", [])
        if line.startswith("relance-")
    ]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(line.split("; "))
    assert "expires" not in line.lower()


def test_the_page_does_not_hold_the_cookie(camille: Visit) -> None:
    page = camille.ask("/").text
    [token] = re.findall(r'"token":"([^"]+)"', page)

    payload = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
    inside = zlib.decompress(base64.urlsafe_b64decode(payload["__bk__zlib_"] + "=="))
    [secret] = [v for k, v in camille.cookies.items() if k.startswith("relance-")]
    assert secret not in page
    assert secret not in inside.decode()
    assert "Cookie" not in json.loads(inside)["headers"]


def test_every_sign_in_has_a_new_token(camille: Visit) -> None:
    [name] = [name for name in camille.cookies if name.startswith("relance-")]
    first = camille.cookies[name]
    camille.sign_out()
    camille.cookies[name] = first  # as somebody who planted it would want

    camille.sign_in(RECEPTION)

    assert camille.cookies[name] != first


def test_signing_in_again_closes_what_was_open(camille: Visit) -> None:
    before = dict(camille.cookies)

    camille.sign_in(MANAGER)

    assert Visit(camille.url, before).ask("/").status == 302
    assert camille.ask("/").status == 200


def test_a_wrong_password_and_a_wrong_login_are_told_apart_by_nothing(
    stranger: Visit,
) -> None:
    wrong = stranger.sign_in(ANALYST, "un cheval vert")
    unknown = stranger.sign_in("personne", PASSWORD)

    assert wrong.status == unknown.status == 401
    assert wrong.error == unknown.error == "Identifiant ou mot de passe incorrect."
    assert "un cheval vert" not in wrong.text


def test_a_login_that_is_markup_is_shown_as_it_is(stranger: Visit) -> None:
    answer = stranger.sign_in('"><script>alert(1)</script>')

    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_form_of_another_site_is_refused(stranger: Visit) -> None:
    form = {"login": RECEPTION, "password": PASSWORD, "next": "/"}

    without = stranger.ask("/connexion", form)
    stranger.form_token()
    wrong = stranger.ask("/connexion", {**form, "_xsrf": "2|aaaaaaaa|00|1"})
    foreign = stranger.ask(
        "/connexion",
        {**form, "_xsrf": stranger.form_token()},
        Origin="http://evil.example",
    )

    assert [without.status, wrong.status, foreign.status] == [403, 403, 403]
    assert not [name for name in stranger.cookies if name.startswith("relance-")]


def test_the_login_page_allows_no_script_and_no_frame(stranger: Visit) -> None:
    answer = stranger.ask("/connexion")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<script" not in answer.text


def test_the_login_page_speaks_the_browsers_language_then_the_chosen_one(
    stranger: Visit,
) -> None:
    english = stranger.ask("/connexion", Accept_Language="de, en-GB;q=0.8, fr;q=0.5")
    assert 'lang="en"' in english.text
    assert "Sign in" in english.text

    token = stranger.form_token()
    back = stranger.ask(
        "/langue", {"_xsrf": token, "langue": "fr", "next": "/connexion?next=%2F"}
    )

    assert (back.status, back.to) == (303, "/connexion?next=%2F")
    assert 'lang="fr"' in stranger.ask("/connexion", Accept_Language="en").text


@pytest.mark.parametrize("language", ["", "xx", "<b>"])
def test_a_language_that_we_do_not_speak_is_refused(
    stranger: Visit, language: str
) -> None:
    form = {"_xsrf": stranger.form_token(), "langue": language}

    assert stranger.ask("/langue", form).status == 403


def test_after_signing_out_neither_the_cookie_nor_the_page_opens_anything(
    camille: Visit,
) -> None:
    token, kept = camille.page_token(), dict(camille.cookies)
    assert camille.websocket(token) == 101

    answer = camille.sign_out()
    assert (answer.status, answer.to) == (303, "/connexion")
    camille.cookies = kept

    assert camille.ask("/").status == 302
    assert camille.ask("/courriers/1/letters.pdf").status == 302
    assert camille.websocket(token) == 403


def test_a_page_from_before_a_sign_out_stays_closed_to_the_next_person(
    camille: Visit,
) -> None:
    token = camille.page_token()
    camille.sign_out()
    camille.sign_in(MANAGER)

    assert camille.websocket(token) == 403


def test_a_link_elsewhere_signs_nobody_out(camille: Visit) -> None:
    assert camille.ask("/deconnexion").status == 200
    assert camille.ask("/deconnexion", {"_xsrf": "2|aaaaaaaa|00|1"}).status == 303

    assert camille.ask("/").status == 200


# Rights


def test_the_letters_are_given_to_who_has_signed_in(camille: Visit) -> None:
    answer = camille.ask("/courriers/1/letters.pdf")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_accounts_are_shown_to_managers_only(
    camille: Visit, managers: tuple[Visit, str]
) -> None:
    visit, _token = managers

    shown = visit.document(visit.page_token("/?page=comptes"))
    hidden = camille.document(camille.page_token("/?page=comptes"))

    assert [login for login in STAFF if login in shown] == list(STAFF)
    assert "ne permet pas cela" in hidden
    assert [login for login in STAFF if login in hidden] == []


def test_a_language_that_was_chosen_follows_the_account(
    guarded: Served, camille: Visit
) -> None:
    token = camille.form_token()
    back = camille.ask(
        "/langue",
        {"_xsrf": token, "langue": "en"},
        Referer=f"{guarded.url}/?page=attendus&lang=fr",
    )
    assert back.to == "/?page=attendus"

    elsewhere = Visit(guarded.url)
    elsewhere.sign_in(RECEPTION)

    assert '<html lang="en"' in elsewhere.ask("/").text
    assert '<html lang="fr"' in elsewhere.ask("/?lang=fr").text
    elsewhere.ask("/langue", {"_xsrf": elsewhere.form_token(), "langue": "fr"})
    assert '<html lang="fr"' in elsewhere.ask("/").text


def test_a_referrer_elsewhere_leads_nowhere(camille: Visit) -> None:
    answer = camille.ask(
        "/langue",
        {"_xsrf": camille.form_token(), "langue": "fr"},
        Referer="http://evil.example/?page=attendus",
    )

    assert answer.to == "/"


def test_who_guesses_waits_even_with_the_right_password(guarded: Served) -> None:
    visit = Visit(guarded.url)
    tries = [visit.sign_in(GUESSED, f"un cheval vert {n}") for n in range(5)]

    right = visit.sign_in(GUESSED)

    assert [answer.status for answer in tries][:3] == [401, 401, 401]
    assert tries[-1].status == right.status == 429
    assert re.fullmatch(r"\d+", right.headers["Retry-After"])
    assert right.error == "Trop d'essais : attendez 1 minute, puis recommencez."
    assert Visit(guarded.url).sign_in(RECEPTION).status == 303
