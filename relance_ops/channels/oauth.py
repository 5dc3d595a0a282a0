"""Access tokens for mail accounts that no longer take a password (OAuth 2, RFC 6749)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relance_ops.email_config import (
    REFRESH_TOKEN_VARIABLE,
    TOKEN_VARIABLE,
    Access,
)
from relance_ops.errors import ChannelError
from relance_ops.i18n import _
from relance_ops.typography import one_line, shortened

if TYPE_CHECKING:
    import requests

_SAID_LIMIT = 200


def access_token(access: Access, *, timeout_seconds: int) -> str:
    """A token that opens the account now: the one given, or one asked for.

    Raises:
        ChannelError: The provider refuses (``account=True``), or does not answer.
    """
    if not access.token_url:
        if not access.token:
            raise _refused(
                _("il manque {token} ou {refresh}, avec email.token_url").format(
                    token=TOKEN_VARIABLE, refresh=REFRESH_TOKEN_VARIABLE
                )
            )
        return access.token
    import requests  # noqa: PLC0415  # a tenth of a second that few commands need

    try:
        answer = requests.post(
            access.token_url,
            data=_asked(access),
            timeout=timeout_seconds,
            allow_redirects=False,  # our secrets go to nobody else
        )
    except requests.RequestException as error:
        raise _unreachable(type(error).__name__) from error
    if answer.status_code >= 500 or answer.status_code == 429:
        raise _unreachable(str(answer.status_code))
    told = _told(answer)
    token = told.get("access_token")
    if answer.status_code != 200 or not isinstance(token, str) or not token:
        # Never the whole answer: it may hold a token.
        said = f"{told.get('error', '')} {told.get('error_description', '')}"
        raise _refused(_without_secrets(f"{answer.status_code} {said}", access))
    return token


def xoauth2(user: str, token: str) -> bytes:
    """What a mail server is told with XOAUTH2, the same for SMTP and IMAP."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()


def _asked(access: Access) -> dict[str, str]:
    asked = {
        "grant_type": "refresh_token",
        "refresh_token": access.refresh_token,
        "client_id": access.client_id,
        "client_secret": access.client_secret,
    }
    return {name: value for name, value in asked.items() if value}


def _told(answer: requests.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _without_secrets(text: str, access: Access) -> str:
    for secret in (access.refresh_token, access.client_secret, access.token):
        if secret:
            text = text.replace(secret, "…")
    return shortened(one_line(text), _SAID_LIMIT)


def _refused(detail: str) -> ChannelError:
    found = _("Le fournisseur ne donne pas de jeton pour le compte : {detail}.").format(
        detail=detail
    )
    remedy = _("Autorisez de nouveau l'application : voyez docs/email.md.")
    return ChannelError(f"{found} {remedy}", account=True)


def _unreachable(detail: str) -> ChannelError:
    return ChannelError(
        _(
            "Le serveur de jetons du compte ne répond pas comme il faut : {detail}."
        ).format(detail=detail)
    )
