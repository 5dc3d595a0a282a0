"""https by two settings: the whole dashboard, and the commands of this machine."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from relance_ops.config import ServerConfig
from relance_ops.dashboard.network import (
    fingerprint,
    is_loopback,
    origins,
    tls,
    url_here,
    urls_elsewhere,
)
from relance_ops.errors import SettingError
from relance_ops.owner import holder, publish
from relance_ops.practice import Practice
from relance_ops.rights import Role
from tests.cli.desk import in_a_process
from tests.dashboard.clinic import Served, served
from tests.dashboard.visiting import PASSWORD, Visit
from tests.peers.running import Certificate, certificate

__all__ = ["certificate"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def encrypted(
    tmp_path_factory: pytest.TempPathFactory, certificate: Certificate, compiled: Path
) -> Iterator[Served]:
    """A dashboard with one account and a certificate."""
    folder = tmp_path_factory.mktemp("encrypted")
    with Practice.open(folder / "clinic.duckdb") as practice:
        practice.accounts.add(
            "lea", name="Léa", role=Role.MANAGER, password=PASSWORD, by="test"
        )
    (folder / "relance.toml").write_text(
        f'[server]\ncertificate = "{certificate.certificate}"\n'
        f'key = "{certificate.key}"\nnames = ["relances.example"]\n'
        "only_https = true\n"
    )
    with served(folder / "clinic.duckdb", cache=compiled) as running:
        yield running


def test_everything_is_https_and_so_are_the_cookies(encrypted: Served) -> None:
    visit = Visit(encrypted.url)

    answer = visit.sign_in("lea")

    assert encrypted.url.startswith("https://127.0.0.1:")
    assert answer.status == 303
    cookies = answer.headers.get_all("Set-Cookie", [])
    assert cookies
    assert all("Secure" in line for line in cookies)
    assert all(line.startswith("__Host-") for line in cookies)
    assert all("Path=/" in line and "Domain" not in line for line in cookies)
    assert visit.ask("/").status == 200
    assert visit.websocket(visit.page_token()) == 101


def test_browsers_are_told_to_stay_encrypted_where_the_clinic_says_so(
    encrypted: Served,
) -> None:
    visit = Visit(encrypted.url)

    answers = [visit.ask(path) for path in ("/", "/connexion", "/nothing", "/ws")]

    said = {answer.headers["Strict-Transport-Security"] for answer in answers}
    assert said == {"max-age=31536000"}


def test_the_chosen_language_is_kept_encrypted_too(encrypted: Served) -> None:
    visit = Visit(encrypted.url)
    form = {"_xsrf": visit.form_token(), "langue": "en", "next": "/connexion"}

    visit.ask("/langue", form)

    assert visit.cookies["__Host-langue"] == "en"
    assert 'lang="en"' in visit.ask("/connexion", Accept_Language="fr").text


def test_it_answers_to_the_name_of_its_certificate(encrypted: Served) -> None:
    port = encrypted.url.rpartition(":")[2]

    named = Visit(encrypted.url).ask("/connexion", Host=f"relances.example:{port}")

    assert named.status == 200


def test_commands_of_this_machine_find_it(encrypted: Served) -> None:
    printed = in_a_process(encrypted.database, "accounts", "--json")

    assert printed.status == 0
    assert [account["login"] for account in printed.json] == ["lea"]


def test_commands_say_nothing_to_another_certificate(encrypted: Served) -> None:
    known = holder(encrypted.database)
    assert known is not None
    there = {"url": known.url, "token": known.token}

    publish(encrypted.database, **there, certificate="0" * 64)
    printed = in_a_process(encrypted.database, "accounts", "--json")
    publish(encrypted.database, **there, certificate=known.certificate)

    assert (printed.status, printed.out) == (1, "")


def test_without_a_certificate_nothing_is_encrypted() -> None:
    assert tls(ServerConfig()) is None
    assert fingerprint(None) == ""


def test_a_key_of_another_certificate_is_refused_with_both_files(
    certificate: Certificate, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.key"
    wrong.write_text("no key")

    with pytest.raises(SettingError) as refused:
        tls(ServerConfig(certificate=certificate.certificate, key=wrong))

    assert str(wrong) in str(refused.value)
    assert str(certificate.certificate) in str(refused.value)


def test_old_protocols_are_refused(certificate: Certificate) -> None:
    context = tls(
        ServerConfig(certificate=certificate.certificate, key=certificate.key)
    )

    assert context is not None
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize(
    ("address", "alone"),
    [
        ("127.0.0.1", True),
        ("127.4.5.6", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.5", False),
        ("clinique.example", False),
    ],
)
def test_only_this_machine_reaches_loopback(address: str, *, alone: bool) -> None:
    assert is_loopback(address) is alone


def test_a_loopback_dashboard_answers_to_this_machines_names_only() -> None:
    where = ServerConfig(port=5006)

    assert origins(where) == ["127.0.0.1:5006", "localhost:5006"]
    assert url_here(where) == "http://127.0.0.1:5006"
    assert urls_elsewhere(where) == ()


def test_the_usual_port_needs_not_be_named(certificate: Certificate) -> None:
    plain = origins(ServerConfig(port=80))
    encrypted = origins(
        ServerConfig(port=443, certificate=certificate.certificate, key=certificate.key)
    )

    assert "localhost" in plain
    assert "localhost" in encrypted
    assert "localhost" not in origins(ServerConfig(port=443))


def test_an_address_of_the_sixth_kind_is_written_as_browsers_do() -> None:
    where = ServerConfig(address="::1", port=5006)

    assert "[::1]:5006" in origins(where)
    assert url_here(where) == "http://[::1]:5006"


def test_the_network_is_told_the_configured_names() -> None:
    where = ServerConfig(address="0.0.0.0", port=5006, names=("relances.example",))

    assert urls_elsewhere(where) == ("http://relances.example:5006",)
    assert url_here(where) == "http://127.0.0.1:5006"
    assert "relances.example:5006" in origins(where)
    assert "0.0.0.0:5006" not in origins(where)
