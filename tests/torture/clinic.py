"""The clinic that every round begins with: everything due, its peers on the loopback."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from relance_ops.practice import Practice
from tests.peers.running import SmtpPeer
from tests.torture.gateway import Gateway

ACT_TYPES = "act_type,label,delay\nVACC,Vaccin CHPPiL4,12m\nVERM,Vermifuge,12m\n"
RULES = "act_type,step,offset_days,paper_form\nVACC,1,0,letter\nVERM,1,0,card\n"
CLIENTS = "client_id,last_name,first_name,address1,postcode,city,email,mobile\n"
PLACE = "12 rue de l'Église,35000,Rennes"

# The part before the « @ » is the mail server's mood, and before « + » (`smtp_peer.py`).
EMAILS = ("a", "b", "c", "greylist", "drop-after-data", "d")
MOBILES = ("0612345610", "0612345611", "0612345641", "0612345642")
LETTERS, CARDS = 4, 2

SECRETS = {
    "RELANCE_SMS_PASSWORD": "secret",
    "RELANCE_SMS_CALLBACK_TOKEN": "a-token-of-the-torture",
}


@dataclass(frozen=True, slots=True)
class World:
    """All that a round needs; each round works on a copy of the *clinic*.

    Attributes:
        clinic: The folder that rounds begin with.
        printer: Its address; "" where there is none.
        printed: Where the printer keeps what came out of it.
    """

    clinic: Path
    mail: SmtpPeer
    gateway: Gateway
    printer: str = ""
    printed: Path | None = None


def build(folder: Path, mail: SmtpPeer, gateway: Gateway) -> None:
    """Make the clinic in *folder*."""
    write_configuration(folder, mail.port, gateway.port)
    export = folder / "export"
    export.mkdir()
    with Practice.open(folder / "x.duckdb") as practice:
        today = practice.today()
        for name, text in files(today).items():
            (export / f"{name}.csv").write_text(text, encoding="utf-8")
        assert practice.import_folder(export, by="test").exit_status == 0
        settings = {
            "clinic.name": "Clinique des Tilleuls",
            "sms.from": "00:00",
            "sms.to": "23:59",
            "sms.days": "mon,tue,wed,thu,fri,sat,sun",
            "sms.holidays": "yes",
        }
        practice.set_all(settings, by="test")
    news = folder / "news"
    news.mkdir()
    shutil.copy(export / "clients.csv", news)
    (news / "acts.csv").write_text(_late_act(today), encoding="utf-8")
    (news / "animals.csv").write_text(_late_animal(), encoding="utf-8")
    (folder / "rules.toml").write_text(
        "[rules.VACC]\n1 = { offset_days = 0, valid_days = 90 }\n"
        '[rules.VERM]\n1 = { offset_days = 0, paper_form = "card" }\n',
        encoding="utf-8",
    )


def write_configuration(folder: Path, smtp_port: int, sms_port: int) -> None:
    """relance.toml, as a clinic would write it."""
    (folder / "relance.toml").write_text(
        f"""
[email]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
sender = "accueil@tilleuls.example"
timeout_seconds = 10

[sms]
provider = "kannel"
url = "http://127.0.0.1:{sms_port}/sendsms"
user = "clinic"
callback_url = "http://127.0.0.1:9"
timeout_seconds = 10
""",
        encoding="utf-8",
    )


def files(today: date) -> dict[str, str]:
    """The export: everybody is due since three days ago."""
    contacts = [
        *((f"{mood}+{today}@example.fr", "") for mood in EMAILS),
        *(("", mobile) for mobile in MOBILES),
        *((("", ""),) * (LETTERS + CARDS)),
    ]
    on = (today - timedelta(days=3)).replace(year=today.year - 1)
    clients, animals, acts = [CLIENTS], ["animal_id,client_id,name,species\n"], [_ACTS]
    for number, (email, mobile) in enumerate(contacts, 1):
        kind = "VERM" if number > len(contacts) - CARDS else "VACC"
        clients.append(f"C{number},Lefèvre{number},Zoé,{PLACE},{email},{mobile}\n")
        animals.append(f"A{number},C{number},Rex{number},dog\n")
        acts.append(f"X{number},A{number},{kind},{on}\n")
    return {
        "clients": "".join(clients),
        "animals": "".join(animals),
        "acts": "".join(acts),
        "act_types": ACT_TYPES,
        "rules": RULES,
    }


_ACTS = "act_id,animal_id,act_type,performed_on\n"


def _late_animal() -> str:
    """One more animal of the first client; the fourth one's has died."""
    died = "A14,C14,Rex14,dog,2026-11-01\n"
    return f"animal_id,client_id,name,species,deceased_on\nA99,C1,Zut,cat,\n{died}"


def _late_act(today: date) -> str:
    on = (today - timedelta(days=1)).replace(year=today.year - 1)
    return f"{_ACTS}X99,A99,VACC,{on}\n"
