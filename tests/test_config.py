"""relance.toml: what it may hold, and what is said of a mistake in it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from relance_ops.config import Config, OutboxConfig, ServerConfig, load
from relance_ops.email_config import EmailConfig, MailboxConfig, Security
from relance_ops.errors import SettingError

EXAMPLE = Path(__file__).parents[1] / "relance.example.toml"
EMAIL = '[email]\nhost = "smtp.example.fr"\nsender = "accueil@example.fr"\n'


def loaded(folder: Path, text: str, **environment: str) -> Config:
    (folder / "relance.toml").write_text(text, encoding="utf-8")
    return load(None, environment=environment, folder=folder)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(SettingError) as refused:
        loaded(folder, text)
    return str(refused.value)


def test_without_a_file_nothing_is_configured(tmp_path: Path) -> None:
    assert load(None, environment={}, folder=tmp_path) == Config()


def test_without_an_email_section_there_is_no_account(tmp_path: Path) -> None:
    assert loaded(tmp_path, "[server]\nport = 8080\n").email is None


def test_an_account_needs_only_its_server_and_its_sender(tmp_path: Path) -> None:
    email = loaded(tmp_path, EMAIL).email

    assert email == EmailConfig(
        "smtp.example.fr",
        "accueil@example.fr",
        port=587,
        security=Security.STARTTLS,
        timeout_seconds=30,
    )


@pytest.mark.parametrize(("security", "port"), [("ssl", 465), ("none", 25)])
def test_the_port_follows_the_security(
    tmp_path: Path, security: str, port: int
) -> None:
    email = loaded(tmp_path, f'{EMAIL}security = "{security}"\n').email

    assert email is not None
    assert (email.security, email.port) == (Security(security), port)


def test_the_password_comes_from_the_environment_and_is_never_shown(
    tmp_path: Path,
) -> None:
    config = loaded(tmp_path, EMAIL, RELANCE_EMAIL_PASSWORD="secret-42")

    assert config.email is not None
    assert config.email.password == "secret-42"
    assert "secret-42" not in f"{config!r} {config} {config.email}"


def test_a_password_in_the_file_is_refused_without_being_repeated(
    tmp_path: Path,
) -> None:
    message = refusal(tmp_path, EMAIL + 'password = "secret-42"\n')

    assert "email.password" in message
    assert "secret-42" not in message


def test_relative_paths_start_at_the_file(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    text = f'{EMAIL}ca_file = "ca.pem"\n[outbox]\nfolder = "boite"\n'

    config = loaded(tmp_path, text)

    assert config.outbox == OutboxConfig(tmp_path / "boite")
    assert config.email is not None
    assert config.email.ca_file == tmp_path / "ca.pem"


def test_a_file_saved_by_windows_notepad_is_read(tmp_path: Path) -> None:
    (tmp_path / "relance.toml").write_bytes(b"\xef\xbb\xbf[server]\r\nport = 80\r\n")

    config = load(None, environment={}, folder=tmp_path)

    assert config.server == ServerConfig(port=80)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[mails]\n", ["mails", "email, mailbox, outbox, server, sms"]),
        (EMAIL + "prot = 25\n", ["email.prot", "email.port"]),
        (EMAIL + "port = 0\n", ["email.port", "0", "1 à 65535"]),
        (EMAIL + "port = 65536\n", ["email.port", "65536", "1 à 65535"]),
        (EMAIL + 'port = "25"\n', ["email.port", "'25'", "1 à 65535"]),
        (EMAIL + "port = true\n", ["email.port", "True", "1 à 65535"]),
        (EMAIL + 'security = "tls"\n', ["email.security", "'tls'", '"starttls"']),
        (EMAIL + "timeout_seconds = 0\n", ["email.timeout_seconds", "0", "1 à 600"]),
        (EMAIL + "user = 3\n", ["email.user", "3", "texte"]),
        (EMAIL + 'ca_file = "none.pem"\n', ["email.ca_file", "none.pem", "existe"]),
        ('[email]\nhost = "x"\n', ["email.sender"]),
        ('[email]\nsender = "a@example.fr"\n', ["email.host"]),
        ('[email]\nhost = "a b"\nsender = "a@example.fr"\n', ["email.host", "a b"]),
        ('[email]\nhost = "x"\nsender = "moi"\n', ["email.sender", "moi"]),
        ('[email]\nhost = "x"\nsender = "a@b.fr\\nBcc: c"\n', ["email.sender"]),
        ("[outbox]\nfolder = 3\n", ["outbox.folder", "3"]),
        ('[server]\nport = "80"\n', ["server.port", "'80'"]),
        ("[server]\nonly_https = 1\n", ["server.only_https", "true, false"]),
        ("[server]\nonly_https = true\n", ["server.only_https", "certificate"]),
        ("email = 3\n", ["[email]"]),
        ("server = 3\n", ["[server]"]),
        ("[email\n", ["TOML", "relance.example.toml"]),
    ],
)
def test_a_mistake_is_refused_with_the_file_the_key_and_what_is_allowed(
    tmp_path: Path, text: str, named: list[str]
) -> None:
    message = refusal(tmp_path, text)

    assert str(tmp_path / "relance.toml") in message
    assert [words for words in named if words not in message] == []


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "relance.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SettingError, match="TOML"):
        load(None, environment={}, folder=tmp_path)


def test_a_file_that_was_asked_for_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"absent\.toml"):
        load(tmp_path / "absent.toml", environment={}, folder=tmp_path)


def test_a_folder_is_not_a_configuration(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="lu"):
        load(tmp_path, environment={}, folder=tmp_path)


def test_the_example_can_be_copied_as_it_is(tmp_path: Path) -> None:
    config = loaded(tmp_path, EXAMPLE.read_text(encoding="utf-8"))

    assert config.email is not None
    assert config.outbox == OutboxConfig()
    assert config.server == ServerConfig()


def test_the_example_shows_every_key_and_no_other() -> None:
    shown = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))

    sections = {
        "email": EmailConfig,
        "mailbox": MailboxConfig,
        "outbox": OutboxConfig,
        "server": ServerConfig,
    }
    assert {name: set(keys) for name, keys in shown.items()} == {
        name: {key.name for key in fields(kind) if key.repr}
        for name, kind in sections.items()
    }
    assert {*sections, "sms"} == {section.name for section in fields(Config)}


def test_every_key_of_the_example_has_its_sentence() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()

    without = [
        line
        for before, line in pairwise(lines)
        if re.match(r"\w+ =", line) and not before.startswith("# ")
    ]

    assert without == []
