"""A gateway calls the dashboard back: with the secret, and nothing more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from relance_ops.config import load
from relance_ops.practice import Practice
from tests.dashboard.clinic import fill, served
from tests.dashboard.test_door import staff
from tests.dashboard.visiting import Visit

pytestmark = pytest.mark.slow

TOKEN = "callback-token-0123456789"
KANNEL = """
[sms]
provider = "kannel"
url = "http://127.0.0.1:9/cgi-bin/sendsms"
user = "vet"
callback_url = "http://127.0.0.1:5006"
"""


def test_a_gateway_needs_the_secret_and_no_account(
    tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELANCE_SMS_CALLBACK_TOKEN", TOKEN)
    (tmp_path / "relance.toml").write_text(KANNEL)
    database = tmp_path / "clinic.duckdb"
    fill(database)
    staff(database)
    said = "?from=33612345678&text=STOP%20%E9&mid=1&to=&to=2"

    with served(database, cache=compiled) as running:
        gateway = Visit(running.url)
        statuses = {
            path: gateway.ask(path + said).status
            for path in (
                f"/sms/kannel/{TOKEN}",
                f"/sms/kannel/{TOKEN}x",
                f"/sms/ovh/{TOKEN}",
                "/sms/kannel/",
                "/sms/",
            )
        }
        posted = gateway.ask(f"/sms/kannel/{TOKEN}", method="POST").status

    assert list(statuses.values()) == [200, 404, 404, 404, 404]
    assert posted == 405
    config = load(None, environment=os.environ, folder=tmp_path)
    with Practice.open(database, config=config) as practice:
        practice.hear(by="test")
        told = practice.database.rows("select kind, event_id from news")
    assert told == [("refusal", "mo/1")]
