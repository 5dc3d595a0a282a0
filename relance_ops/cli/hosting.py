"""`serve`: this process owns the file, and answers browsers and other commands."""

from __future__ import annotations

import errno
import io
import os
import secrets
import signal
import socket
import webbrowser
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import click

from relance_ops import config, owner
from relance_ops.cli.main import run
from relance_ops.cli.session import Session
from relance_ops.config import ServerConfig
from relance_ops.dashboard import api
from relance_ops.dashboard.network import fingerprint, url_here, urls_elsewhere
from relance_ops.dashboard.server import serve
from relance_ops.errors import (
    AddressUnavailableError,
    DatabaseBusyError,
    DatabaseServedError,
)
from relance_ops.forwarding import Answered, Asked
from relance_ops.i18n import _, speaking
from relance_ops.practice import Practice

# The port is taken, the address is another machine's, or only root may have it.
_NOT_OURS = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)


def host(
    session: Session, *, address: str | None, port: int | None, open_browser: bool
) -> None:
    """Serve the dashboard of the clinic until Ctrl-C.

    Raises:
        DatabaseBusyError: Another dashboard holds the file; says where.
        AddressUnavailableError: Nobody may listen there, or somebody does already.
        AccountError: The network could come in, and nobody has an account.
    """
    where = config.load(
        session.config, environment=os.environ, folder=session.folder
    ).server
    where = replace(
        where,
        address=address or where.address,
        port=where.port if port is None else port,
    )
    token = secrets.token_urlsafe(32)

    def ready(where: ServerConfig) -> None:
        _announce(session, where, token)
        if open_browser:
            webbrowser.open(url_here(where))

    # A service manager's "stop" is a Ctrl-C, also before the server listens to it: the
    # file is closed, not dropped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt), session.practice(new=True) as practice:
            serve(
                practice,
                where,
                routes=[api.route(token, Hosted(practice, session).answer)],
                on_ready=ready,
            )
    except OSError as error:
        if error.errno not in _NOT_OURS and not isinstance(error, socket.gaierror):
            raise
        raise AddressUnavailableError(
            _(
                "Le tableau de bord ne peut pas répondre sur {address}:{port} ({detail}). "
                "Choisissez-en d'autres avec --address et --port."
            ).format(address=where.address, port=where.port, detail=error.strerror)
        ) from error
    except DatabaseServedError as error:
        # Not to be forwarded: a dashboard cannot open another one on its own file.
        raise DatabaseBusyError(str(error)) from None
    session.say(_("Tableau de bord arrêté."))


def _announce(session: Session, where: ServerConfig, token: str) -> None:
    """Tell commands, and the person, where the dashboard answers."""
    url = url_here(where)
    owner.publish(
        session.database,
        url=url,
        token=token,
        certificate=fingerprint(where.certificate),
    )
    session.say(_("Tableau de bord : {url}  (Ctrl-C pour l'arrêter)").format(url=url))
    elsewhere = urls_elsewhere(where)
    for other in elsewhere:
        session.say(_("Depuis un autre poste : {url}").format(url=other))
    if elsewhere and where.certificate is None:
        session.say(
            _(
                "Sans certificat, les mots de passe et les pages passent en clair sur le "
                "réseau : voyez [server] dans relance.example.toml."
            )
        )


@dataclass(frozen=True, slots=True)
class Hosted:
    """Runs other commands of this machine on the practice of this process."""

    practice: Practice
    session: Session

    def answer(self, asked: Asked) -> Answered:
        """What *asked* prints and how it ends, or the question it puts first."""
        out, err = io.StringIO(), io.StringIO()
        questions = Questions(asked.agreed, list(asked.secrets), err)
        caller = Session(
            database=self.session.database,
            config=self.session.config,
            folder=Path(asked.folder),
            out=out,
            err=err,
            by=asked.by,
            wait_seconds=0,
            hosted=self.practice,
            ask=questions.ask,
            password=questions.password,
        )
        with speaking(asked.language):
            status = run(asked.words, caller)
        if questions.pending:
            return Answered(
                "",
                questions.heard,
                status,
                question=questions.pending,
                secret=questions.secret,
            )
        return Answered(out.getvalue(), err.getvalue(), status)


@dataclass(slots=True)
class Questions:
    """The questions of one command, asked of a person who is in another process.

    Attributes:
        agreed: How many were answered yes so far.
        secrets: The passwords given so far.
        err: What the person reads before each.
        pending: The first one without an answer; "" if there is none.
        heard: What was told before it.
        secret: It asks for a password.
    """

    agreed: int
    secrets: list[str]
    err: io.StringIO
    pending: str = ""
    heard: str = ""
    secret: bool = False

    def password(self) -> str:
        """The password that was typed over there; the command ends without one."""
        if self.secrets:
            return self.secrets.pop(0)
        self.pending = _("Mot de passe")
        self.heard = self.err.getvalue()
        self.secret = True
        raise click.Abort

    def ask(self, question: str) -> bool:
        """True when the person said yes; the command ends unharmed otherwise."""
        if self.agreed > 0:
            self.agreed -= 1
            return True
        self.pending = question
        self.heard = self.err.getvalue()
        return False
