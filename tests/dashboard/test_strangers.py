"""A stranger on the clinic's network, with a browser and curl, at every route there is."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from relance_ops.practice import Practice
from tests.dashboard.clinic import Served, fill, served
from tests.dashboard.test_door import RECEPTION, staff
from tests.dashboard.visiting import Answer, Visit

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "X")

# How to ask for each route: a route that is not here fails the test.
ASKED = {
    "/favicon.ico": ("/favicon.ico",),
    "/?": ("/", "/?page=accueil", "/?page=comptes", "/?page=client&id=C1"),
    "/ws": ("/ws",),
    "/metadata": ("/metadata",),
    "/autoload.js": ("/autoload.js?bokeh-autoload-element=x",),
    r"/courriers/(\d{1,9})/(letters|cards)\.pdf": (
        "/courriers/1/letters.pdf",
        "/courriers/1/cards.pdf",
        "/courriers/1/..%2F..%2Fclinic.duckdb",
        "/courriers/../clinic.duckdb",
    ),
    "/sms/([a-z]+)/([A-Za-z0-9_-]+)": ("/sms/kannel/guess", "/sms/ovh/guess"),
    "/connexion": ("/connexion", "/connexion?next=//evil.example"),
    "/deconnexion": ("/deconnexion",),
    "/langue": ("/langue",),
    "/api/command": ("/api/command",),
    "/components/(.*)": (
        "/components/panel.io.server/Server/_css/x",
        "/components/relance_ops.__main__/x/_css/x",
        "/components/os/path/_css/x",
    ),
    "/static/extensions/(.*)": (
        "/static/extensions/panel/panel.min.js",
        "/static/extensions/panel/..%2F..%2Fio/server.py",
    ),
    "/static/(?!extensions/)(.*)": ("/static/css/bokeh.css", "/static/"),
    "/static/(.*)": (
        "/static/js/bokeh.min.js",
        "/static/..%2F..%2F..%2Fetc/passwd",
        "/static/%2e%2e/%2e%2e/server/server.py",
        "//etc/passwd",
    ),
}
ELSEWHERE = ("/nothing", "/.git/config", "/clinic.duckdb", "/relance.toml", "/%00", "*")
# Pages without data that anybody may see; the clinic's name is on the login page.
OPEN = {"/favicon.ico", "/connexion"}

# What `fill` and `staff` put into the clinic.
OF_THE_CLINIC = re.compile("Papier|Courriel|Retenu|Rex|Mimi|Camille|c.roux|35001")
OF_THE_INSIDE = re.compile(
    r"Traceback|File \"|site-packages|\.py\b|Tornado/|duckdb|bokeh|panel|"
    + "|".join(
        re.escape(version(name)) for name in ("relance-ops", "tornado", "bokeh")
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OnTheNetwork:
    """A dashboard that the clinic's network reaches.

    Attributes:
        routes: The patterns of every route.
        urls: Its address here, and on the network if this machine has one.
    """

    served: Served
    routes: frozenset[str]
    urls: tuple[str, ...]


@pytest.fixture(scope="module")
def clinic(
    tmp_path_factory: pytest.TempPathFactory, compiled: Path
) -> Iterator[OnTheNetwork]:
    """With accounts, and the letters of one run."""
    database = tmp_path_factory.mktemp("network") / "clinic.duckdb"
    fill(database)
    staff(database)
    with Practice.open(database) as practice:
        practice.send(by="test")
    with served(
        database,
        "--address",
        "0.0.0.0",
        cache=compiled,
        program=(str(REPOSITORY / "tests/dashboard/telling_routes.py"),),
    ) as running:
        told = database.with_suffix(".log").read_text()
        urls = re.findall(r"http://[\d.]+:\d+", told)
        listed = re.sub(r"^DEBUG:\S+? *", "", told, flags=re.MULTILINE)
        routes = re.findall(r"(?<!Path)\('(/[^']*)'", listed.replace("\\\\", "\\"))
        yield OnTheNetwork(running, frozenset(routes), tuple(dict.fromkeys(urls)))


def says_nothing(answer: Answer) -> bool:
    """True when neither data nor the inside of the program can be read in *answer*."""
    # Where it leads repeats what was asked.
    told = "\n".join(v for k, v in answer.headers.items() if k != "Location")
    said = f"{told}\n{answer.text}"
    return not (OF_THE_CLINIC.search(said) or OF_THE_INSIDE.search(said))


def test_every_route_of_the_server_is_asked_for(clinic: OnTheNetwork) -> None:
    assert clinic.routes == set(ASKED)


@pytest.mark.parametrize("method", METHODS)
def test_a_stranger_gets_nothing_from_any_route(
    clinic: OnTheNetwork, method: str
) -> None:
    paths = [path for paths in ASKED.values() for path in paths] + [*ELSEWHERE]

    for url in clinic.urls:
        for path in paths:
            answer = Visit(url).ask(path, method=method)

            assert says_nothing(answer), (method, path, answer)
            shown = path.partition("?")[0] in OPEN and method in ("GET", "HEAD")
            to_sign_in = answer.status in (302, 303) and answer.to.startswith(
                ("/connexion", "/deconnexion")
            )
            assert (
                to_sign_in
                or (shown and answer.status == 200)
                or answer.status in (400, 403, 404, 405)
            ), (method, path, answer.status)


@pytest.mark.parametrize(
    "path", ["/ws", "/", "/courriers/1/letters.pdf", "/api/command"]
)
def test_a_stranger_opens_no_websocket_anywhere(
    clinic: OnTheNetwork, path: str
) -> None:
    answer = Visit(clinic.served.url).ask(
        path,
        Upgrade="websocket",
        Connection="Upgrade",
        Sec_WebSocket_Key="MDEyMzQ1Njc4OWFiY2RlZg==",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Protocol="bokeh, e30.e30",
        Origin=clinic.served.url,
    )

    assert answer.status in (403, 405)
    assert says_nothing(answer)


@pytest.mark.parametrize(
    "form",
    [
        {"login": RECEPTION, "password": ""},
        {"login": "x" * 10_000, "password": "\x00"},
        {"next": "\r\nSet-Cookie: a=b"},
        {"langue": "fr\r\nX: y"},
    ],
)
def test_a_malformed_form_tells_nothing(
    clinic: OnTheNetwork, form: dict[str, str]
) -> None:
    visit = Visit(clinic.served.url)
    token = visit.form_token()

    for path in ("/connexion", "/deconnexion", "/langue"):
        answer = visit.ask(path, {**form, "_xsrf": token})

        assert answer.status in (303, 401, 403, 429)
        assert "X" not in answer.headers
        assert "a=b" not in str(answer.headers)
        assert not OF_THE_INSIDE.search(answer.text)


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Length: 5\r\n\r\n0\r\n\r\n",
        b"\x00\xff" * 500 + b"\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_without_a_word(
    clinic: OnTheNetwork, sent: bytes
) -> None:
    answer = raw(clinic.served.url, sent)

    assert not answer or answer.startswith(("HTTP/1.1 400", "HTTP/1.1 403"))
    assert not OF_THE_INSIDE.search(answer)


def test_a_hundred_megabytes_are_refused_before_they_are_sent(
    clinic: OnTheNetwork,
) -> None:
    host = urlsplit(clinic.served.url).netloc
    head = (
        f"POST /connexion HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100000000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )

    assert raw(clinic.served.url, head.encode()).startswith("HTTP/1.1 400")


def raw(url: str, sent: bytes) -> str:
    """Everything that is answered to the very bytes *sent*."""
    place = urlsplit(url)
    assert place.hostname
    assert place.port
    with socket.create_connection((place.hostname, place.port), timeout=10) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        answered = b""
        try:
            while some := line.recv(65_536):
                answered += some
        except ConnectionResetError:
            return answered.decode("latin-1")
    return answered.decode("latin-1")


# What every answer carries


@pytest.mark.parametrize(
    "path",
    [
        "/", "/connexion", "/deconnexion", "/langue", "/nothing", "/favicon.ico",
        "/static/js/bokeh.min.js", "/courriers/1/letters.pdf", "/sms/kannel/x",
        "/api/command", "/metadata", "/components/panel.io.server/Server/_css/x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["stranger", RECEPTION])
def test_every_answer_tells_the_browser_to_trust_nobody_else(
    clinic: OnTheNetwork, path: str, who: str
) -> None:
    visit = Visit(clinic.served.url)
    if who != "stranger":
        assert visit.sign_in(who).status == 303

    answer = visit.ask(path)

    told = answer.headers
    assert "frame-ancestors" in told["Content-Security-Policy"]
    assert told["X-Frame-Options"] in ("DENY", "SAMEORIGIN")
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in told
    assert "Server" not in told
    kept = path.startswith("/static/") and answer.status == 200
    assert kept or told["Cache-Control"] == "no-store"
    kind = told["Content-Type"] or ""
    assert answer.status in (301, 302, 304) or kind
    assert not kind.startswith(("text/", "application/j")) or "charset=" in kind


# Who came in does not run the inside of the program


def test_an_address_runs_no_module(clinic: OnTheNetwork) -> None:
    visit = Visit(clinic.served.url)
    visit.sign_in(RECEPTION)

    for module in ("relance_ops.__main__", "antigravity", "relance_ops%2E__main__"):
        assert visit.ask(f"/components/{module}/x/_css/x").status == 404

    assert visit.ask("/").status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_shows_none_of_ours_as_a_picture(
    clinic: OnTheNetwork, site: str
) -> None:
    visit = Visit(clinic.served.url)
    visit.sign_in(RECEPTION)

    def asked(path: str, mode: str) -> int:
        return visit.ask(path, Sec_Fetch_Site=site, Sec_Fetch_Mode=mode).status

    assert asked("/courriers/1/letters.pdf", "no-cors") == 403
    assert asked("/", "no-cors") == 403
    assert asked("/", "navigate") == 200
