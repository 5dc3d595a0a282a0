"""Logging in and protecting the connection, against a real server."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from relance_ops.email_config import Security
from relance_ops.errors import ChannelError
from relance_ops.model import DeliveryState
from tests.channels.mailing import a_channel, a_config, sent
from tests.deliveries import email_to
from tests.peers.running import Certificate, SmtpPeer, running_smtp_peer


@pytest.mark.parametrize("password", ["juste", "sûr"])
def test_the_right_password_opens_the_account(tmp_path: Path, password: str) -> None:
    login = ("--user", "accueil", "--password", password)

    with running_smtp_peer(tmp_path / "kept", *login) as peer:
        config = replace(a_config(peer.port), user="accueil", password=password)
        [receipt] = sent(config, email_to("ok@example.fr"))

    assert receipt.state is DeliveryState.SENT


@pytest.mark.parametrize("password", ["faux", "fâché"])
def test_a_wrong_password_stops_the_channel_before_anything_is_pulled(
    tmp_path: Path, password: str
) -> None:
    batch = iter([email_to("ok@example.fr")])

    with running_smtp_peer(
        tmp_path / "kept", "--user", "accueil", "--password", "juste"
    ) as peer:
        config = replace(a_config(peer.port), user="accueil", password=password)
        with pytest.raises(ChannelError, match="535") as stopped:
            list(a_channel(config).send(batch))

    assert stopped.value.account
    assert password not in str(stopped.value)
    assert len(list(batch)) == 1


def test_a_missing_login_stops_the_channel(tmp_path: Path) -> None:
    login = ("--user", "accueil", "--password", "juste")

    with (
        running_smtp_peer(tmp_path / "kept", *login) as peer,
        pytest.raises(ChannelError, match="530") as stopped,
    ):
        sent(a_config(peer.port), email_to("ok@example.fr"))

    assert stopped.value.account


def test_a_login_that_the_server_does_not_know_needs_a_person(
    smtp_peer: SmtpPeer,
) -> None:
    config = replace(a_config(smtp_peer.port), user="accueil", password="juste")

    with pytest.raises(ChannelError) as stopped:
        sent(config, email_to("ok@example.fr"))

    assert stopped.value.account


def test_a_password_left_out_names_the_variable(smtp_peer: SmtpPeer) -> None:
    config = replace(a_config(smtp_peer.port), user="accueil")

    with pytest.raises(ChannelError, match="RELANCE_EMAIL_PASSWORD") as stopped:
        sent(config, email_to("ok@example.fr"))

    assert stopped.value.account


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.SSL])
def test_a_protected_connection_trusts_the_named_certificates(
    tmp_path: Path, certificate: Certificate, security: Security
) -> None:
    with running_smtp_peer(
        tmp_path / "kept", *protected(security, certificate)
    ) as peer:
        config = replace(
            a_config(peer.port), security=security, ca_file=certificate.certificate
        )
        batch = [
            email_to(f"{mood}@example.fr") for mood in ("ok", "drop-after-data", "ok")
        ]
        receipts = sent(config, *batch)

    assert [receipt.state for receipt in receipts] == [
        DeliveryState.SENT,
        DeliveryState.UNCERTAIN,
        DeliveryState.SENT,
    ]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.SSL])
def test_an_unknown_certificate_is_never_trusted(
    tmp_path: Path, certificate: Certificate, security: Security
) -> None:
    message = email_to("ok@example.fr")

    with running_smtp_peer(
        tmp_path / "kept", *protected(security, certificate)
    ) as peer:
        config = replace(a_config(peer.port), security=security)
        with pytest.raises(ChannelError, match=r"(?i)certificate") as stopped:
            sent(config, message)

        assert not stopped.value.account
        assert peer.kept(message.delivery_id) == 0


def protected(security: Security, certificate: Certificate) -> tuple[str, ...]:
    files = (
        "--certificate",
        str(certificate.certificate),
        "--key",
        str(certificate.key),
    )
    return ("--tls", security.value, *files)


def test_a_server_without_starttls_gets_nothing_in_clear(smtp_peer: SmtpPeer) -> None:
    message = email_to("ok@example.fr")
    config = replace(a_config(smtp_peer.port), security=Security.STARTTLS)

    with pytest.raises(ChannelError, match="STARTTLS") as stopped:
        sent(config, message)

    assert not stopped.value.account
    assert smtp_peer.kept(message.delivery_id) == 0
