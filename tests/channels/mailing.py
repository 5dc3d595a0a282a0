"""The email channel as tests use it: the invented clinic, no protection."""

from __future__ import annotations

from relance_ops.channels.smtp import SmtpChannel
from relance_ops.email_config import EmailConfig, Security
from relance_ops.model import Message, Receipt
from tests.deliveries import CLINIC, NOW, SENDER


def a_config(port: int, *, patience: int = 10) -> EmailConfig:
    return EmailConfig(
        host="127.0.0.1",
        port=port,
        security=Security.NONE,
        sender=SENDER,
        timeout_seconds=patience,
    )


def a_channel(config: EmailConfig, *, key: bytes = b"") -> SmtpChannel:
    return SmtpChannel(config, clinic=CLINIC, clock=lambda: NOW, key=key)


def sent(config: EmailConfig, *messages: Message) -> list[Receipt]:
    return list(a_channel(config).send(messages))
