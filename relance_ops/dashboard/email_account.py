"""« Réglages », the email account: what it is, and what would keep emails from arriving."""

from __future__ import annotations

from typing import Any

import panel as pn

from relance_ops import email_advice
from relance_ops.config import Config
from relance_ops.dashboard.components import plain, text
from relance_ops.dashboard.theme import asset
from relance_ops.email_config import EmailConfig, Security
from relance_ops.i18n import _
from relance_ops.model import Clinic


def account_words(account: EmailConfig | None) -> str:
    """The email account, in a sentence; "" without one."""
    if account is None:
        return ""
    said = _("Compte {sender}, par {host}:{port}.").format(
        sender=account.sender, host=account.host, port=account.port
    )
    if account.security is Security.NONE:
        unguarded = _("La connexion n'est pas chiffrée.")
        return f"{said} {unguarded}"
    return said


def advice(config: Config, clinic: Clinic) -> list[Any]:
    """What to put right in the account, and what to verify once; nothing without one."""
    if config.email is None:
        return []
    warnings = email_advice.warnings(
        config.email, config.mailbox, answers_to=clinic.email
    )
    shown: list[Any] = [
        text(
            plain(f"⚠ {said}"),
            "body2",
            margin=(2, 0, 0, 0),
            sx={"overflowWrap": "anywhere"},
        )
        for said in warnings
    ]
    checks = email_advice.checklist(config.email)
    if checks:
        title = _("À vérifier une fois avec votre fournisseur : SPF, DKIM, DMARC")
        lines = "".join(f"<li>{plain(said)}</li>" for said in checks)
        shown.append(
            pn.pane.HTML(
                f"<details><summary>{plain(title)}</summary><ul>{lines}</ul></details>",
                stylesheets=[asset("email_account.css")],
                sizing_mode="stretch_width",
                margin=(4, 0, 0, 0),
            )
        )
    return shown
