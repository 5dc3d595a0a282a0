"""A real Postfix and a real Dovecot on the loopback, and the world's mail server behind.

    with running_mail_peer({"perdu@example.fr": "550 5.1.1 User unknown"}) as peer:
        ...send to peer.smtp_port, read peer.imap_port...

Postfix accepts everything, as a provider's server does, and delivers mail for the clinic's
own domain to its mailbox; the rest goes to a "next hop" that refuses the recipients it was
told to, in the words given. What it accepts it keeps; what it refuses comes back to the
mailbox in Postfix's own report. Postfix starts as root only.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from relance_ops.email_config import EmailConfig, MailboxConfig, Security
from tests.peers.debian import free_port, program, running, wait_until
from tests.peers.running import Certificate, made_certificate

DOMAIN = "tilleuls.example"
USER = f"accueil@{DOMAIN}"
PASSWORD = "juste"
_OWNER = (65534, 65534)  # Debian's nobody and nogroup


@dataclass
class NextHop:
    """The mail server of every client, in this process.

    Attributes:
        refusals: By recipient, the answer to it ("550 5.1.1 User unknown").
        kept: Each recipient whose mail was accepted, with the mail.
    """

    refusals: Mapping[str, str] = field(default_factory=dict)
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    async def handle_RCPT(  # noqa: N802  # the names aiosmtpd calls
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        refusal = self.refusals.get(address)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        with self._lock:
            self.kept.append((envelope.rcpt_tos[0], envelope.content))
        return "250 2.0.0 Ok"

    def recipients(self) -> list[str]:
        """To whom mail was delivered."""
        with self._lock:
            return [recipient for recipient, _content in self.kept]


@dataclass(frozen=True, slots=True)
class MailPeer:
    """Postfix, Dovecot and the next hop, running."""

    smtp_port: int
    imap_port: int
    imaps_port: int
    certificate: Path
    maildir: Path
    next_hop: NextHop

    @property
    def email(self) -> EmailConfig:
        """The clinic's account, as relance.toml would have it."""
        return EmailConfig(
            "127.0.0.1",
            USER,
            port=self.smtp_port,
            security=Security.NONE,
            plus_addressing=True,
            timeout_seconds=20,
        )

    @property
    def mailbox(self) -> MailboxConfig:
        """Its mailbox, as relance.toml would have it."""
        return MailboxConfig(
            "127.0.0.1",
            port=self.imap_port,
            security=Security.NONE,
            user=USER,
            password=PASSWORD,
            timeout_seconds=20,
        )

    def files(self) -> list[Path]:
        """Every mail in the mailbox."""
        return [
            path
            for folder in ("new", "cur")
            for path in sorted((self.maildir / folder).glob("*"))
        ]

    def wait_for(self, count: int, *, seconds: float = 30) -> None:
        """Wait until the mailbox holds *count* mails."""
        wait_until(
            lambda: len(self.files()) >= count,
            seconds=seconds,
            what=f"mail number {count} (there are {len(self.files())})",
        )

    def put(self, content: bytes) -> None:
        """A mail in the mailbox, as if it had just arrived."""
        new = self.maildir / "new"
        name = f"{time.time_ns()}.{os.getpid()}.test"
        part = self.maildir / "tmp" / name
        part.write_bytes(re.sub(rb"\r\n", b"\n", content))
        os.chown(part, *_OWNER)
        part.rename(new / name)


def a_mail(to: str = USER, text: str = "Bonjour", **headers: str) -> bytes:
    """A mail that a person writes to the clinic; « _ » in a header's name is « - »."""
    mail = EmailMessage()
    mail["From"] = headers.pop("From", "helene.martin@example.fr")
    mail["To"] = to
    mail["Message-ID"] = f"<{time.time_ns()}@example.fr>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


@contextmanager
def running_mail_peer(refusals: Mapping[str, str] | None = None) -> Iterator[MailPeer]:
    """The three servers, until the block ends.

    Args:
        refusals: By recipient, what the next hop answers ("552 5.2.2 Over quota").
            A "4.." answer is tried again after some seconds, then given up.
    """
    if os.geteuid() != 0:
        pytest.skip("Postfix only starts as root")
    # Not under pytest's folder, which Postfix's own users may not enter.
    with TemporaryDirectory(prefix="relance-mail-") as place, ExitStack() as stack:
        folder = Path(place)
        folder.chmod(0o755)
        next_hop = NextHop(dict(refusals or {}))
        controller = Controller(next_hop, hostname="127.0.0.1", port=free_port())
        controller.start()
        stack.callback(controller.stop)
        smtp_port, imap_port, imaps_port = free_port(), free_port(), free_port()
        made = made_certificate(folder)
        maildir = _made_maildir(folder)
        _configure_postfix(folder, smtp_port, controller.port)
        _configure_dovecot(folder, (imap_port, imaps_port), made)
        postfix = [program("postfix"), "-c", str(folder / "postfix"), "start-fg"]
        dovecot = [program("dovecot"), "-F", "-c", str(folder / "dovecot.conf")]
        stack.enter_context(
            running(postfix, folder=folder, log="postfix.log", port=smtp_port)
        )
        stack.callback(_stop_postfix, folder)
        stack.enter_context(
            running(dovecot, folder=folder, log="dovecot.log", port=imap_port)
        )
        yield MailPeer(
            smtp_port, imap_port, imaps_port, made.certificate, maildir, next_hop
        )


def _stop_postfix(folder: Path) -> None:
    # It is in a session of its own, which nobody else ends.
    stop = [program("postfix"), "-c", str(folder / "postfix"), "abort"]
    subprocess.run(stop, check=True, capture_output=True)


def _made_maildir(folder: Path) -> Path:
    maildir = folder / "mail" / "accueil"
    for name in ("tmp", "new", "cur"):
        (maildir / name).mkdir(parents=True, exist_ok=True)
    for path in (folder / "mail", *(folder / "mail").rglob("*")):
        os.chown(path, *_OWNER)
    return maildir


def _configure_postfix(folder: Path, smtp_port: int, hop_port: int) -> None:
    place = folder / "postfix"
    place.mkdir()
    (folder / "queue").mkdir()
    (folder / "data").mkdir()
    shutil.chown(folder / "data", "postfix")
    (place / "main.cf").write_text(
        f"""compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = /dev/stdout
myhostname = mx.{DOMAIN}
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
recipient_delimiter = +
virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {{ {USER} = accueil/ }} }}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
default_transport = smtp:[127.0.0.1]:{hop_port}
relay_transport = smtp:[127.0.0.1]:{hop_port}
smtp_tls_security_level = none
smtpd_tls_security_level = none
smtpd_client_connection_count_limit = 0
bounce_queue_lifetime = 5s
maximal_queue_lifetime = 5s
minimal_backoff_time = 2s
maximal_backoff_time = 2s
queue_run_delay = 2s
notify_classes =
default_destination_concurrency_failed_cohort_limit = 0
""",
        encoding="utf-8",
    )
    (place / "master.cf").write_text(
        f"""127.0.0.1:{smtp_port} inet n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n -  0 cleanup
qmgr      unix  n - n 2  1 qmgr
rewrite   unix  - - n -  - trivial-rewrite
bounce    unix  - - n -  0 bounce
defer     unix  - - n -  0 bounce
trace     unix  - - n -  0 bounce
verify    unix  - - n -  1 verify
proxymap  unix  - - n -  - proxymap
smtp      unix  - - n -  - smtp
relay     unix  - - n -  - smtp
error     unix  - - n -  - error
scache    unix  - - n -  1 scache
retry     unix  - - n -  - error
virtual   unix  - n n -  - virtual
anvil     unix  - - n -  1 anvil
postlog   unix-dgram n - n - 1 postlogd
""",
        encoding="utf-8",
    )


def _configure_dovecot(folder: Path, ports: tuple[int, int], made: Certificate) -> None:
    (folder / "users").write_text(
        f"{USER}:{{PLAIN}}{PASSWORD}:65534:65534::{folder}/mail::\n", encoding="utf-8"
    )
    (folder / "dovecot.conf").write_text(
        f"""protocols = imap
listen = 127.0.0.1
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot-state
log_path = /dev/stderr
ssl = yes
ssl_cert = <{made.certificate}
ssl_key = <{made.key}
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail/accueil
default_internal_user = dovecot
default_login_user = dovenull
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {ports[0]}
  }}
  inet_listener imaps {{
    port = {ports[1]}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users
}}
""",
        encoding="utf-8",
    )
