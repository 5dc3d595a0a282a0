"""Marked secrets, put everywhere, and looked for in all that the program says."""

from __future__ import annotations

import asyncio
import re
import stat
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from relance_ops.dashboard.safety import SafeHandler, log_request
from relance_ops.owner import holder
from relance_ops.practice import Practice
from relance_ops.rights import Role
from tests.cli.desk import ON, Export, in_a_process
from tests.dashboard.clinic import fill, served
from tests.dashboard.visiting import PASSWORD, Visit

# Every variable that holds a secret, each with a mark.
SECRETS = {
    name: f"marque-secrete-{number}"
    for number, name in enumerate(
        (
            "RELANCE_EMAIL_PASSWORD",
            "RELANCE_EMAIL_TOKEN",
            "RELANCE_EMAIL_REFRESH_TOKEN",
            "RELANCE_EMAIL_CLIENT_SECRET",
            "RELANCE_MAILBOX_PASSWORD",
            "RELANCE_SMS_PASSWORD",
            "RELANCE_SMS_CALLBACK_TOKEN",
        )
    )
}
# Nobody listens on port 9: each account is tried and fails, and that is told.
ACCOUNTS = """
[email]
host = "127.0.0.1"
port = 9
security = "none"
user = "vet"
sender = "accueil@clinique.example"
[mailbox]
host = "127.0.0.1"
port = 9
security = "none"
[sms]
provider = "kannel"
url = "http://127.0.0.1:9/cgi-bin/sendsms"
user = "vet"
callback_url = "http://127.0.0.1:5006"
"""
TYPED_WRONG = "marque-tapee-au-mauvais-endroit"
# Of a client: logs carry ids only.
NUMBER = "33612345678"
OF_CLIENTS = ("Papier1", "Courriel1", "Rex1", "example.fr", NUMBER)
COMMANDS = (
    ("doctor",),
    ("settings",),
    ("accounts", "--json"),
    ("work",),
    ("send", "--yes"),
    ("--config", "nothing.toml", "due"),
)


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic whose every secret has a mark, with all that we log."""
    for name, secret in SECRETS.items():
        monkeypatch.setenv(name, secret)
    monkeypatch.setenv("RELANCE_DEBUG", "1")
    (tmp_path / "relance.toml").write_text(ACCOUNTS)
    database = tmp_path / "clinic.duckdb"
    fill(database)
    with Practice.open(database) as practice:
        practice.accounts.add(
            "lea", name="Léa", role=Role.MANAGER, password=PASSWORD, by="test"
        )
    return database


def session_of(visit: Visit) -> str:
    """Come in after two mistakes, look, and call as a gateway would; the cookie."""
    visit.sign_in(TYPED_WRONG)
    visit.sign_in("lea", TYPED_WRONG)
    assert visit.sign_in("lea").status == 303
    assert visit.ask("/").status == 200
    call = f"?from={NUMBER}&text=STOP&token={TYPED_WRONG}"
    token = SECRETS["RELANCE_SMS_CALLBACK_TOKEN"]
    for path in (f"/sms/kannel/{token}", f"/sms/ovh/{token}", f"/{token}"):
        visit.ask(path + call)
        visit.ask(path + call, method="POST")
    [session] = [v for k, v in visit.cookies.items() if k.startswith("relance-")]
    return session


@pytest.mark.slow
def test_no_secret_is_in_any_log(
    marked: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with served(marked, cache=tmp_path_factory.mktemp("compiled")) as running:
        owner = holder(marked)
        assert owner is not None
        session = session_of(Visit(running.url))
        printed = [in_a_process(marked, *words) for words in COMMANDS]

    log = marked.with_suffix(".log").read_text()
    said = log + repr(printed)
    secrets = [*SECRETS.values(), PASSWORD, TYPED_WRONG, session, owner.token]
    assert "relance_ops" in log  # it did log something
    assert [secret for secret in secrets if secret in said] == []
    assert [word for word in OF_CLIENTS if word in log] == []
    assert "$argon2" not in said


def test_a_route_that_fails_is_logged_without_its_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Failing(SafeHandler):
        def get(self, _token: str) -> None:
            raise ValueError("a reason")

    async def ask() -> int:
        routes = Application([(r"/sms/(.*)", Failing)], log_function=log_request)
        [listening] = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(routes)
        server.add_socket(listening)
        answer = await AsyncHTTPClient().fetch(
            f"http://127.0.0.1:{listening.getsockname()[1]}/sms/{TYPED_WRONG}"
            f"?from={NUMBER}",
            raise_error=False,
        )
        server.stop()
        return answer.code

    caplog.set_level("DEBUG")
    status = asyncio.run(ask())

    assert status == 500
    assert "a reason" in caplog.text
    assert "status=500" in caplog.text
    assert TYPED_WRONG not in caplog.text
    assert NUMBER not in caplog.text


def test_every_secret_of_the_program_is_marked_here() -> None:
    package = Path(__file__).parents[1] / "relance_ops"
    named = {
        name
        for path in package.rglob("*.py")
        for name in re.findall(r'"(RELANCE_[A-Z_]+)"', path.read_text())
    }
    # A path, a person's own, and those of the other provider (tests/test_sms_account.py).
    others = {
        "RELANCE_DB",
        "RELANCE_DEBUG",
        "RELANCE_PASSWORD",
        "RELANCE_OVH_APPLICATION_SECRET",
        "RELANCE_OVH_CONSUMER_KEY",
    }

    assert named - others == set(SECRETS)


def test_what_the_program_writes_is_read_by_nobody_else(tmp_path: Path) -> None:
    export = Export(tmp_path / "export")
    export.client(1)
    export.client(2, email="c2@example.fr")
    own = tmp_path / "own"
    own.mkdir()
    database = own / "x.duckdb"

    loaded = in_a_process(database, "import", str(export.write()))
    sent = in_a_process(database, "send", "--yes", "--on", ON)

    assert loaded.status == 0, loaded.err
    written = list(own.rglob("*"))
    assert {".duckdb", ".pdf", ".eml"} <= {path.suffix for path in written}, sent.err
    open_to_others = [
        path.name
        for path in written
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    assert open_to_others == []
