"""[sms] of relance.toml, and a clinic that sends by it."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from relance_ops import ways_out
from relance_ops.channels.gammu import Gammu
from relance_ops.channels.kannel import Kannel
from relance_ops.channels.ovh import Ovh
from relance_ops.config import Config, load
from relance_ops.errors import SettingError
from relance_ops.model import Kind
from tests.channels import test_contract
from tests.channels.contract import HOSTILE_NAMES, Case
from tests.channels.texting import around, sms_to
from tests.factories import Desk, a_desk
from tests.peers.ovh import OvhPeer, running_ovh
from tests.peers.ovh_peer import KEYS, SENDER, SERVICE
from tests.peers.running import ROOT

OVH = '[sms]\nprovider = "ovh"\nservice = "sms-ab12345-1"\napplication_key = "key"\n'
KANNEL = '[sms]\nprovider = "kannel"\nurl = "http://127.0.0.1:13013/s"\nuser = "vet"\n'
SECRETS = {
    "RELANCE_OVH_APPLICATION_SECRET": "secret-1",
    "RELANCE_OVH_CONSUMER_KEY": "secret-2",
    "RELANCE_SMS_PASSWORD": "secret-3",
    "RELANCE_SMS_CALLBACK_TOKEN": "secret-4-0123456789",
}


def loaded(folder: Path, text: str, **environment: str) -> Config:
    (folder / "relance.toml").write_text(text, encoding="utf-8")
    return load(None, environment=environment, folder=folder)


def test_without_sms_there_is_no_account(tmp_path: Path) -> None:
    assert ways_out.sms_provider(loaded(tmp_path, "[server]\nport = 80\n")) is None


def test_each_provider_reads_its_own_keys(tmp_path: Path) -> None:
    (tmp_path / "smsd.db").touch()
    gammu = '[sms]\nprovider = "gammu"\ndatabase = "smsd.db"\n'

    read = [
        ways_out.sms_provider(loaded(tmp_path, text)) for text in (OVH, KANNEL, gammu)
    ]

    assert read == [
        Ovh("sms-ab12345-1", "key"),
        Kannel("http://127.0.0.1:13013/s", "vet"),
        Gammu(tmp_path / "smsd.db"),
    ]


@pytest.mark.parametrize(
    "text", [OVH, KANNEL + 'callback_url = "http://10.0.0.2:5006"\n']
)
def test_secrets_come_from_the_environment_and_are_never_shown(
    tmp_path: Path, text: str
) -> None:
    config = loaded(tmp_path, text, **SECRETS)
    account = ways_out.sms_provider(config)

    assert account is not None
    shown = f"{config!r} {account!r} {account.told}"
    assert "secret-" not in shown
    hidden = [f for f in fields(account) if not f.repr]  # type: ignore[arg-type]
    assert all(getattr(account, f.name).startswith("secret-") for f in hidden)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[sms]\nuser = "x"\n', ["sms.provider"]),
        ("sms = 3\n", ["[sms]"]),
        ('[sms]\nprovider = "pigeon"\n', ["'pigeon'", "gammu, kannel, ovh"]),
        ('[sms]\nprovider = "ovh"\n', ["sms.service"]),
        (OVH + 'user = "x"\n', ["sms.user", "sms.sender"]),
        (OVH + 'sender = "Clinique des Tilleuls"\n', ["sms.sender", "11"]),
        (OVH + 'consumer_key = "secret-2"\n', ["sms.consumer_key"]),
        (KANNEL + "timeout_seconds = 0\n", ["sms.timeout_seconds", "120"]),
        (KANNEL + 'callback_url = "10.0.0.2"\n', ["sms.callback_url", "10.0.0.2"]),
        (KANNEL + 'callback_url = "http://x/%d"\n', ["sms.callback_url"]),
        (
            KANNEL + 'callback_url = "http://10.0.0.2"\n',
            ["sms.callback_url", "RELANCE_SMS_CALLBACK_TOKEN", "16"],
        ),
        ('[sms]\nprovider = "gammu"\ndatabase = "no.db"\n', ["sms.database", "no.db"]),
    ],
)
def test_a_mistake_is_refused_with_the_key_and_what_is_allowed(
    tmp_path: Path, text: str, named: list[str]
) -> None:
    with pytest.raises(SettingError) as refused:
        ways_out.sms_provider(loaded(tmp_path, text))

    message = str(refused.value)
    assert str(tmp_path / "relance.toml") in message
    assert "secret-2" not in message
    assert [words for words in named if words not in message] == []


def test_the_example_of_an_account_only_needs_its_marks_taken_away(
    tmp_path: Path,
) -> None:
    example = (ROOT / "relance.example.toml").read_text(encoding="utf-8")

    before = loaded(tmp_path, example)
    after = loaded(tmp_path, re.sub(r"(?m)^#(?=\[|\w+ =)", "", example))

    assert before.sms is None
    account = ways_out.sms_provider(after)
    assert isinstance(account, Ovh)
    assert after.sms is not None
    shown = {key.name for key in fields(Ovh) if key.repr}
    assert set(after.sms.section.sections["sms"]) == shown


@pytest.mark.parametrize("account", [Ovh, Kannel, Gammu])
def test_every_key_and_secret_is_in_the_page_about_sms(account: type[Any]) -> None:
    page = (ROOT / "docs" / "sms.md").read_text(encoding="utf-8")

    missing = [
        key.name for key in fields(account) if key.repr and f"`{key.name}`" not in page
    ]

    assert missing == []
    assert [name for name in SECRETS if f"`{name}`" not in page] == []


# A clinic that sends


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[OvhPeer]:
    with running_ovh(tmp_path / "jobs.jsonl", "--credit", "1") as running:
        yield running


@pytest.fixture
def sms_desk(tmp_path: Path, peer: OvhPeer) -> Iterator[Desk]:
    """A clinic with an OVHcloud account, whose clients have a mobile only."""
    text = (
        f'[sms]\nprovider = "ovh"\nservice = "{SERVICE}"\nsender = "{SENDER}"\n'
        f'application_key = "{KEYS[0]}"\nurl = "{peer.account.url}"\n'
    )
    config = loaded(
        tmp_path,
        text,
        RELANCE_OVH_APPLICATION_SECRET=KEYS[1],
        RELANCE_OVH_CONSUMER_KEY=KEYS[2],
    )
    made = a_desk(tmp_path / "files", config=config)
    made.yearly_vaccine()
    for number, end in enumerate(("00", "01", "99"), 1):
        made.due_today(number, email="", mobile=f"06 12 34 56 {end}")
    yield made
    made.practice.database.close()


def test_sms_leave_by_the_account_and_not_into_the_outbox(
    sms_desk: Desk, peer: OvhPeer
) -> None:
    sms_desk.practice.send(by="Jeanne")

    assert Kind.SMS not in sms_desk.practice.outboxes()
    assert sms_desk.states() == {"sms": {"sent": 3}}
    assert [job["receivers"] for job in peer.accepted()] == [
        ["+33612345600"],
        ["+33612345601"],
        ["+33612345699"],
    ]


def test_what_became_of_each_is_heard_and_a_stop_is_kept(sms_desk: Desk) -> None:
    sms_desk.practice.send(by="Jeanne")

    complaints = sms_desk.practice.hear(by="programme")
    sms_desk.practice.hear(by="programme")

    assert complaints == {}
    assert sms_desk.states() == {"sms": {"delivered": 2, "bounced": 1}}
    refusing = sms_desk.rows("select client_id from client where refuses_sms")
    assert refusing == [("C3",)]


def test_the_credit_is_asked_and_its_absence_stops_nobody(
    sms_desk: Desk, due_desk: Desk, peer: OvhPeer
) -> None:
    assert sms_desk.practice.sms_credit() == 1
    assert due_desk.practice.sms_credit() is None


def test_a_call_is_heard_once_and_then_forgotten(due_desk: Desk) -> None:
    calls = due_desk.practice.callbacks("kannel")
    calls.keep({"text": "x" * 9_000} | {str(n): "" for n in range(99)})
    calls.keep({"text": "second"})

    [first, second] = calls.after(0)

    assert len(first.content) < 4_000
    assert [call.callback_id for call in calls.after(first.callback_id)] == [
        second.callback_id
    ]
    assert due_desk.rows("select count(*) from callback") == [(1,)]


# A provider more: one file, one line, and the contract

PIGEON = '''
"""SMS by pigeon."""
from dataclasses import dataclass
from relance_ops.channels.sms import impossible, is_number
from relance_ops.model import DeliveryState, Kind, Receipt
from relance_ops.sms_config import TEXT

@dataclass(frozen=True, slots=True)
class Pigeon:
    dovecote: str
    told = "Pigeonnier."
    hears_replies = False
    own_clause = callback_token = ""

    @classmethod
    def read(cls, config):
        return cls(**config.values(cls, {"dovecote": TEXT}))

    def channel(self, around):
        return PigeonChannel()

    def listener(self, around):
        return None

    def check(self):
        return "Les pigeons sont là."

    def credit(self):
        return None

class PigeonChannel:
    kind = Kind.SMS
    needs_confirmation = False

    def send(self, messages):
        for message in messages:
            if not is_number(message.address):
                yield impossible(message)
                continue
            yield Receipt(message.delivery_id, DeliveryState.SENT)
'''


def the_contract() -> Iterator[Callable[[Case, Path], None]]:
    """Every test of `test_contract.py`, to be called on a channel."""
    for name, test in vars(test_contract).items():
        if not name.startswith("test_"):
            continue
        asked = inspect.signature(test).parameters

        def run(case: Case, folder: Path, test: Any = test, asked: Any = asked) -> None:
            for hostile in HOSTILE_NAMES if "name" in asked else HOSTILE_NAMES[:1]:
                given = {
                    "case": case, "channel": case.make(folder), "name": hostile
                }  # fmt: skip
                test(**{name: given[name] for name in asked})

        yield run


def test_a_provider_is_added_by_one_file_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pigeons.py").write_text(dedent(PIGEON), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("pigeons")
    monkeypatch.setitem(ways_out.SMS_PROVIDERS, "pigeon", module.Pigeon.read)
    config = loaded(tmp_path, '[sms]\nprovider = "pigeon"\ndovecote = "toit"\n')
    provider = ways_out.sms_provider(config)
    assert provider is not None
    case = Case(
        Kind.SMS,
        lambda _folder: provider.channel(around()),
        refused=lambda: replace(sms_to("00"), address="15"),
    )

    checked = [test(case, tmp_path) for test in the_contract()]

    assert len(checked) >= 8
    assert ways_out.check_sms(config) == "Les pigeons sont là."
    del sys.modules["pigeons"]
