"""What would keep the clinic's emails from arriving, in sentences. Pure: asks no DNS.

Receivers' rules of 2025 and 2026 (Google, Yahoo, Microsoft, Orange, La Poste): an email
whose From domain vouches for it neither by SPF nor by DKIM is refused or called spam.
"""

from __future__ import annotations

from relance_ops import providers
from relance_ops.email_config import EmailConfig, MailboxConfig, Security
from relance_ops.i18n import _


def warnings(
    account: EmailConfig, mailbox: MailboxConfig | None, *, answers_to: str
) -> list[str]:
    """What is wrong with the account as configured, worst first.

    Args:
        account: The one that sends.
        mailbox: Where answers are read; None while nobody reads them.
        answers_to: The clinic's address, that clients answer to; "" for the account's.
    """
    return [
        *_about_the_sender(account),
        *_about_the_connection(account),
        *_about_answers(account, mailbox, answers_to),
    ]


def checklist(account: EmailConfig) -> list[str]:
    """What to verify once with whoever keeps the sender's domain; [] if it is public."""
    domain = _domain(account.sender)
    if providers.is_public(domain):
        return []
    return [
        said.format(domain=domain, host=account.host)
        for said in (
            _(
                "SPF : le DNS de {domain} autorise les serveurs de {host} "
                "(un enregistrement TXT « v=spf1 … »)."
            ),
            _(
                "DKIM : le fournisseur signe les messages de {domain} ; on l'active dans "
                "son espace client."
            ),
            _(
                "DMARC : le DNS de _dmarc.{domain} contient au moins « v=DMARC1; p=none »."
            ),
        )
    ]


def _about_the_sender(account: EmailConfig) -> list[str]:
    domain, user_domain = _domain(account.sender), _domain(account.user)
    if providers.is_public(domain) and not providers.is_sent_by_its_own(
        domain, account.host
    ):
        return [
            _(
                "{sender} est une adresse de {domain}, mais les emails partent par {host} : "
                "ils seront refusés ou pris pour des indésirables (DMARC). Envoyez par "
                "{domain}, ou avec une adresse au nom de la clinique."
            ).format(sender=account.sender, domain=domain, host=account.host)
        ]
    if user_domain and user_domain != domain:
        return [
            _(
                "L'expéditeur {sender} n'est pas du domaine du compte {user} : vérifiez que "
                "le fournisseur a le droit d'envoyer pour {domain} (SPF et DKIM)."
            ).format(sender=account.sender, user=account.user, domain=domain)
        ]
    return []


def _about_the_connection(account: EmailConfig) -> list[str]:
    said = []
    if account.port == 25:  # RFC 6409: for servers among themselves
        said.append(
            _(
                "Le port 25 sert entre serveurs : beaucoup d'accès à internet le bloquent. "
                "Utilisez 465 (ssl) ou 587 (starttls)."
            )
        )
    if account.security is Security.NONE and not _is_local(account.host):
        said.append(
            _(
                "La connexion à {host} n'est pas chiffrée : le mot de passe et les messages "
                "se lisent en chemin."
            ).format(host=account.host)
        )
    return said


def _about_answers(
    account: EmailConfig, mailbox: MailboxConfig | None, answers_to: str
) -> list[str]:
    if mailbox is None:
        return [
            _(
                "Personne ne lit les retours de {sender} : une adresse qui n'existe plus, ou "
                "un « stop », ne se saura pas. Ajoutez [mailbox] à relance.toml."
            ).format(sender=account.sender)
        ]
    if answers_to and answers_to.lower() != account.sender.lower():
        return [
            _(
                "Les clients répondent à {answers_to}, mais c'est la boîte de {user} qui est "
                "lue : un « stop » en réponse ne se saura que si c'est la même."
            ).format(answers_to=answers_to, user=mailbox.user)
        ]
    return []


def _is_local(host: str) -> bool:
    return host.lower() in ("localhost", "::1") or host.startswith("127.")


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower() if "@" in address else ""
