"""What a provider's name settles in relance.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from relance_ops import providers
from relance_ops.config import Config, load
from relance_ops.email_config import Auth, EmailConfig, MailboxConfig, Security
from relance_ops.errors import SettingError
from relance_ops.pace import Pace
from relance_ops.providers import Provider


def loaded(folder: Path, text: str, **environment: str) -> Config:
    (folder / "relance.toml").write_text(text, encoding="utf-8")
    return load(None, environment=environment, folder=folder)


def email(folder: Path, keys: str, **environment: str) -> EmailConfig:
    text = f'[email]\nsender = "accueil@example.fr"\n{keys}\n'
    found = loaded(folder, text, **environment).email
    assert found is not None
    return found


def mailbox(folder: Path, text: str, **environment: str) -> MailboxConfig:
    found = loaded(folder, text, **environment).mailbox
    assert found is not None
    return found


@pytest.mark.parametrize("provider", list(Provider))
def test_a_providers_name_is_enough(tmp_path: Path, provider: Provider) -> None:
    account = email(tmp_path, f'provider = "{provider}"')

    assert account.host
    assert account.security is not Security.NONE
    assert account.port in (465, 587)
    assert account.pace != Pace()
    assert providers.mailbox_host(provider)


def test_the_providers_that_publish_their_quotas_have_them(tmp_path: Path) -> None:
    assert email(tmp_path, 'provider = "ovh"').pace == Pace(per_hour=200)
    assert email(tmp_path, 'provider = "gmail"').pace == Pace(per_day=500)
    assert email(tmp_path, 'provider = "microsoft365"').pace == Pace(
        per_minute=30, per_day=10_000
    )


def test_every_key_of_the_file_wins_over_the_provider(tmp_path: Path) -> None:
    account = email(
        tmp_path,
        'provider = "gmail"\nhost = "relay.example"\nper_day = 2000\n'
        "plus_addressing = false\nper_connection = 7",
    )

    assert (account.host, account.per_day) == ("relay.example", 2000)
    assert (account.plus_addressing, account.per_connection) == (False, 7)


def test_another_security_brings_its_own_port(tmp_path: Path) -> None:
    account = email(tmp_path, 'provider = "ovh"\nsecurity = "starttls"')

    assert (account.security, account.port) == (Security.STARTTLS, 587)


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ('provider = "wanadoo"', ["email.provider", "wanadoo", '"ovh"']),
        ("provider = 3", ["email.provider", "3"]),
        ('provider = "ovh"\nper_hour = -1', ["email.per_hour", "-1"]),
        ('provider = "ovh"\nper_hour = "200"', ["email.per_hour"]),
        ('provider = "ovh"\nplus_addressing = "yes"', ["email.plus_addressing"]),
        ('provider = "ovh"\nauth = "oauth"', ["email.auth", '"xoauth2"']),
        ('provider = "ovh"\nauth = "xoauth2"', ["email.user"]),
        ('provider = "ovh"\ntoken_url = "https://x.example/"', ["email.client_id"]),
        ('provider = "ovh"\nclient_id = "x"', ["email.token_url"]),
        ('provider = "ovh"\ntoken_url = "http://x.example/"', ["https"]),
        ('provider = "ovh"\ntoken_url = "http://127.0.0.1.x.example/"', ["https"]),
    ],
)
def test_a_mistake_names_the_key_and_what_is_allowed(
    tmp_path: Path, keys: str, named: list[str]
) -> None:
    with pytest.raises(SettingError) as refused:
        email(tmp_path, keys)

    assert [words for words in named if words not in str(refused.value)] == []


def test_the_secrets_come_from_the_environment_and_are_never_shown(
    tmp_path: Path,
) -> None:
    config = loaded(
        tmp_path,
        '[email]\nprovider = "gmail"\nsender = "a@gmail.com"\nuser = "a"\n'
        'auth = "xoauth2"\n[mailbox]\n',
        RELANCE_EMAIL_TOKEN="secret-1",
        RELANCE_EMAIL_REFRESH_TOKEN="secret-2",
        RELANCE_EMAIL_CLIENT_SECRET="secret-3",
        RELANCE_EMAIL_PASSWORD="secret-4",
    )

    assert config.email is not None
    assert (config.email.token, config.email.refresh_token) == ("secret-1", "secret-2")
    assert config.email.client_secret == "secret-3"
    assert config.mailbox is not None
    assert config.mailbox.access == config.email.access
    assert "secret" not in f"{config!r} {config} {config.email.access}"


# The mailbox


ACCOUNT = '[email]\nprovider = "orange"\nsender = "a@orange.fr"\nuser = "a@orange.fr"\n'


def test_a_mailbox_is_the_accounts_unless_said_otherwise(tmp_path: Path) -> None:
    found = mailbox(tmp_path, f"{ACCOUNT}[mailbox]\n", RELANCE_EMAIL_PASSWORD="juste")

    assert found == MailboxConfig(
        "imap.orange.fr",
        port=993,
        security=Security.SSL,
        user="a@orange.fr",
        folder="INBOX",
        password="juste",
    )


def test_a_mailbox_may_have_its_own_password(tmp_path: Path) -> None:
    found = mailbox(
        tmp_path,
        f'{ACCOUNT}auth = "xoauth2"\n[mailbox]\nuser = "b@orange.fr"\n',
        RELANCE_EMAIL_TOKEN="token",
        RELANCE_MAILBOX_PASSWORD="autre",
    )

    assert (found.user, found.password, found.auth) == (
        "b@orange.fr",
        "autre",
        Auth.PASSWORD,
    )


def test_a_mailbox_opens_with_the_accounts_token(tmp_path: Path) -> None:
    found = mailbox(
        tmp_path, f'{ACCOUNT}auth = "xoauth2"\n[mailbox]\n', RELANCE_EMAIL_TOKEN="token"
    )

    assert (found.auth, found.access.token) == (Auth.XOAUTH2, "token")


def test_a_mailbox_without_an_account_names_its_own(tmp_path: Path) -> None:
    text = '[mailbox]\nhost = "imap.example"\nuser = "a"\nsecurity = "starttls"\n'

    found = mailbox(tmp_path, text)

    assert (found.host, found.port) == ("imap.example", 143)


def test_a_mailbox_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"mailbox\.user"):
        loaded(tmp_path, '[mailbox]\nhost = "imap.example"\n')


def test_a_port_that_cannot_speak_as_asked_is_refused(tmp_path: Path) -> None:
    text = '[mailbox]\nhost = "x"\nuser = "a"\nport = 993\nsecurity = "starttls"\n'

    with pytest.raises(SettingError, match="993"):
        loaded(tmp_path, text)


@pytest.mark.parametrize(
    ("domain", "host", "own"),
    [
        ("gmail.com", "smtp.gmail.com", True),
        ("GMAIL.com", "SMTP.gmail.com", True),
        ("wanadoo.fr", "smtp.orange.fr", True),
        ("hotmail.fr", "smtp.office365.com", True),
        ("gmail.com", "ssl0.ovh.net", False),
        ("gmail.com", "evilgmail.com", False),
        ("free.fr", "smtp.orange.fr", False),
    ],
)
def test_a_public_address_must_leave_by_its_own_provider(
    domain: str, host: str, *, own: bool
) -> None:
    assert providers.is_public(domain)
    assert providers.is_sent_by_its_own(domain, host) is own
