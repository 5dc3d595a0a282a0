"""One owner, many clients: commands still work while the dashboard holds the file."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import click
import pytest
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from relance_ops.cli import remote
from relance_ops.dashboard import api
from relance_ops.errors import DatabaseServedError
from relance_ops.forwarding import PATH, Answered, Asked
from relance_ops.owner import holder, owner_path
from tests.cli.desk import ON, Export, in_a_process
from tests.cli.serving import Served, served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def dashboard(
    imported: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A dashboard on a copy of the imported clinic, shared by the tests."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(imported, folder, dirs_exist_ok=True)
    with served(folder / "x.duckdb") as running:
        yield running


def door(dashboard: Served) -> DatabaseServedError:
    """Where and how a command gets in."""
    return DatabaseServedError("", url=dashboard.owner.url, token=dashboard.owner.token)


def asked(*words: str) -> Asked:
    return Asked(words=words, folder="/", by="zoé", language="fr")


def knock(url: str, **headers: str) -> int:
    """The status that a stranger gets."""
    place = urlsplit(url)
    connection = HTTPConnection(str(place.hostname), place.port, timeout=30)
    try:
        connection.request(
            "POST", PATH, body=asked("due", "--json").as_bytes(), headers=headers
        )
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_command_is_answered_by_the_dashboard(dashboard: Served) -> None:
    printed = in_a_process(dashboard.database, "--wait", "0", "why", "A1", "--json")

    assert printed.status == 0
    assert printed.json["animal_id"] == "A1"


def test_its_errors_and_exit_status_come_back(dashboard: Served) -> None:
    printed = in_a_process(dashboard.database, "why", "A99")

    assert (printed.status, printed.out) == (1, "")
    assert "A99" in printed.err
    assert in_a_process(dashboard.database, "due", "--on", "x").status == 2


def test_it_answers_in_the_callers_language(dashboard: Served) -> None:
    words = ("due", "--all", "--on", ON)

    assert "24/11/2026" in in_a_process(dashboard.database, *words).out
    english = in_a_process(dashboard.database, "--lang", "en", *words)
    assert "24 Nov 2026" in english.out


def test_a_folder_is_the_callers(dashboard: Served, tmp_path: Path) -> None:
    export = Export(tmp_path / "more")
    export.client(50, email="c50@example.fr", performed_on="2026-06-01")
    export.write()

    printed = in_a_process(dashboard.database, "import", "more", cwd=tmp_path)

    assert printed.status == 0
    assert in_a_process(dashboard.database, "why", "A50").status == 0


def test_send_and_answer_through_the_dashboard(dashboard: Served) -> None:
    words = ("send", "--yes", "--json", "--on", ON, "--only", "paper")

    report = in_a_process(dashboard.database, *words).json

    assert report["by_channel"] == {"letter": {"awaiting": 3}, "card": {"awaiting": 1}}
    run = str(report["run_id"])
    assert in_a_process(dashboard.database, "confirm", run).status == 0
    again = in_a_process(dashboard.database, "confirm", run)
    assert again.status == 1
    assert "a déjà répondu" in again.err


def test_its_questions_are_put_to_the_person(dashboard: Served) -> None:
    questions = []

    def no(question: str) -> bool:
        questions.append(question)
        return False

    with pytest.raises(click.Abort):
        remote.forward(
            asked("send", "--only", "email", "--on", ON), door(dashboard), no
        )

    assert questions == ["Envoyer ?"]
    animals = json.loads(
        remote.forward(asked("due", "--json", "--on", ON), door(dashboard), None).out
    )
    assert "A5" in [line["animal_id"] for line in animals]


def test_a_yes_at_the_keyboard_goes_through(dashboard: Served) -> None:
    words = ("send", "--only", "email", "--on", "2026-11-25", "--json")

    answered = remote.forward(asked(*words), door(dashboard), lambda _question: True)

    assert answered.status == 0
    assert json.loads(answered.out)["by_channel"] == {"email": {"sent": 1}}
    undone = ("cancel", "--sent-on", "2026-11-25", "--channel", "email", "--yes")
    assert in_a_process(dashboard.database, *undone).status == 0


def test_without_a_person_a_question_is_refused(dashboard: Served) -> None:
    printed = in_a_process(dashboard.database, "cancel", "--sent-on", "2001-01-01")
    assert printed.status == 0  # nothing to undo, nothing to ask

    printed = in_a_process(dashboard.database, "send", "--only", "email", "--on", ON)
    assert printed.status == 2
    assert "--yes" in printed.err


def test_a_second_dashboard_is_refused_by_name(dashboard: Served) -> None:
    printed = in_a_process(dashboard.database, "serve", "--port", "0")

    assert printed.status == 1
    assert dashboard.owner.url in printed.err
    assert str(dashboard.owner.pid) in printed.err


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        printed = in_a_process(tmp_path / "x.duckdb", "serve", "--port", port)

    assert printed.status == 1
    assert f"127.0.0.1:{port}" in printed.err


def test_the_owner_file_is_its_owners_alone(dashboard: Served) -> None:
    assert owner_path(dashboard.database).stat().st_mode & 0o777 == 0o600


def test_a_stranger_without_the_token_stays_out(dashboard: Served) -> None:
    assert knock(dashboard.owner.url) == 403
    assert knock(dashboard.owner.url, Authorization="Bearer wrong") == 403
    assert knock(dashboard.owner.url, Authorization=dashboard.owner.token) == 403


def test_nonsense_from_who_has_the_token_is_refused(dashboard: Served) -> None:
    place = urlsplit(dashboard.owner.url)
    connection = HTTPConnection(str(place.hostname), place.port, timeout=30)
    headers = {"Authorization": f"Bearer {dashboard.owner.token}"}

    connection.request("POST", PATH, body=b'["due"]', headers=headers)

    assert connection.getresponse().status == 400
    connection.close()


def test_the_clinics_network_does_not_see_the_door() -> None:
    statuses = asyncio.run(statuses_for("192.0.2.7", "127.0.0.1"))

    assert statuses == [404, 200]


async def statuses_for(*peers: str) -> list[int]:
    """What each peer gets, as told by the header of a proxy that is believed."""
    answer = Answered("", "", 0)
    server = HTTPServer(
        Application([api.route("t", lambda _asked: answer)]), xheaders=True
    )
    sockets = bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}{PATH}"
    client = AsyncHTTPClient(force_instance=True)
    responses = [
        await client.fetch(
            url,
            method="POST",
            body=asked("due").as_bytes(),
            headers={"X-Real-Ip": peer, "Authorization": "Bearer t"},
            raise_error=False,
        )
        for peer in peers
    ]
    client.close()
    server.stop()
    await server.close_all_connections()
    return [response.code for response in responses]


@pytest.mark.parametrize(
    ("peer", "own", "here"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("::1", "::1", True),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1", True),
        ("192.0.2.5", "192.0.2.5", True),
        ("192.0.2.7", "192.0.2.5", False),
        ("::ffff:192.0.2.7", "::ffff:127.0.0.1", False),
        ("", "127.0.0.1", False),
    ],
)
def test_this_machine_is_told_from_others(peer: str, own: str, *, here: bool) -> None:
    assert api.is_this_machine(peer, own) is here


def test_a_dashboard_that_is_stopped_leaves_no_owner(
    imported: Path, tmp_path: Path
) -> None:
    shutil.copytree(imported, tmp_path, dirs_exist_ok=True)
    with served(tmp_path / "x.duckdb") as running:
        status = running.stop()

    assert status == 0
    assert holder(tmp_path / "x.duckdb") is None


def test_the_owner_file_of_a_killed_dashboard_is_ignored(
    imported: Path, tmp_path: Path
) -> None:
    shutil.copytree(imported, tmp_path, dirs_exist_ok=True)
    database = tmp_path / "x.duckdb"
    with served(database) as running:
        running.stop(signal.SIGKILL)
    assert holder(database) == running.owner

    printed = in_a_process(database, "--wait", "0", "due", "--json")

    assert printed.status == 0
    assert holder(database) is None


def test_a_door_that_is_closed_is_not_a_command_that_ran() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gone = DatabaseServedError("", url=f"http://127.0.0.1:{port}", token="old")

    with pytest.raises(ConnectionRefusedError):
        remote.forward(asked("due"), gone, None)


def test_half_an_owner_file_names_nobody(tmp_path: Path) -> None:
    owner_path(tmp_path / "x.duckdb").write_text('{"pid": ')

    assert holder(tmp_path / "x.duckdb") is None
