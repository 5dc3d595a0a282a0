"""Accounts opened with a token (XOAUTH2), against a real server; no secret is ever said."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relance_ops.channels.oauth import access_token
from relance_ops.email_config import Access, Auth, EmailConfig
from relance_ops.errors import ChannelError
from relance_ops.model import DeliveryState
from tests.channels.mailing import a_config, sent
from tests.deliveries import email_to
from tests.peers.debian import free_port
from tests.peers.running import running_smtp_peer
from tests.peers.token_peer import running_token_peer

USER = "accueil@tilleuls.example"
SECRETS = ("refresh-42", "secret-42", "token-42", "stale-42")
LOGIN = ("--user", USER, "--password", "token-42")


def an_account(port: int, **changes: Any) -> EmailConfig:
    return replace(a_config(port), user=USER, auth=Auth.XOAUTH2, **changes)


def an_access(url: str) -> dict[str, str]:
    return {
        "token_url": url,
        "client_id": "relance",
        "refresh_token": "refresh-42",
        "client_secret": "secret-42",
    }


def test_a_token_from_the_environment_opens_the_account(tmp_path: Path) -> None:
    with running_smtp_peer(tmp_path / "kept", *LOGIN) as peer:
        [receipt] = sent(
            an_account(peer.port, token="token-42"), email_to("ok@example.fr")
        )

    assert receipt.state is DeliveryState.SENT


def test_a_token_is_asked_for_with_the_long_lived_one(tmp_path: Path) -> None:
    told = {"access_token": "token-42", "expires_in": 3600}

    with (
        running_smtp_peer(tmp_path / "kept", *LOGIN) as peer,
        running_token_peer(200, told) as tokens,
    ):
        account = an_account(peer.port, **an_access(tokens.url))
        [receipt] = sent(account, email_to("ok@example.fr"))

    assert receipt.state is DeliveryState.SENT
    assert tokens.asked == [
        {
            "grant_type": "refresh_token",
            "refresh_token": "refresh-42",
            "client_id": "relance",
            "client_secret": "secret-42",
        }
    ]


def test_a_refused_token_needs_a_person_and_is_not_repeated(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    with (
        running_smtp_peer(tmp_path / "kept", *LOGIN) as peer,
        pytest.raises(ChannelError, match="535") as stopped,
    ):
        sent(an_account(peer.port, token="stale-42"), email_to("ok@example.fr"))

    assert stopped.value.account
    assert_no_secret(f"{stopped.value} {caplog.text}")


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (
            400,
            {"error": "invalid_grant", "error_description": "no refresh-42"},
            "grant",
        ),
        (401, {"error": "invalid_client"}, "invalid_client"),
        (200, {"token": "token-42"}, "200"),
        (200, {"access_token": 42}, "200"),
        (200, ["token-42"], "200"),
        (200, "<html>token-42</html>", "200"),
        (302, "", "302"),
    ],
)
def test_a_provider_that_gives_no_token_needs_a_person(
    status: int, body: Any, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    with (
        running_token_peer(status, body) as tokens,
        pytest.raises(ChannelError, match=said) as refused,
    ):
        access_token(Access(**an_access(tokens.url)), timeout_seconds=5)

    assert refused.value.account
    assert_no_secret(f"{refused.value} {caplog.text}")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_provider_in_trouble_is_asked_again_later(status: int) -> None:
    with (
        running_token_peer(status, "token-42") as tokens,
        pytest.raises(ChannelError, match=str(status)) as refused,
    ):
        access_token(Access(**an_access(tokens.url)), timeout_seconds=5)

    assert not refused.value.account


def test_a_provider_that_cannot_be_reached_is_asked_again_later() -> None:
    access = Access(**an_access(f"http://127.0.0.1:{free_port()}/"))

    with pytest.raises(ChannelError) as refused:
        access_token(access, timeout_seconds=5)

    assert not refused.value.account
    assert_no_secret(str(refused.value))


def test_without_any_token_the_variables_are_named() -> None:
    with pytest.raises(ChannelError, match="RELANCE_EMAIL_TOKEN") as refused:
        access_token(Access(), timeout_seconds=5)

    assert refused.value.account
    assert "RELANCE_EMAIL_REFRESH_TOKEN" in str(refused.value)


def test_no_secret_is_shown_with_an_account() -> None:
    account = an_account(1, token="token-42", **an_access("https://login.example/"))

    assert_no_secret(f"{account!r} {account} {account.access!r}")


def assert_no_secret(words: str) -> None:
    assert [secret for secret in SECRETS if secret in words] == []
