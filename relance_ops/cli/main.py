"""Options common to every command, and the one place where errors become exit codes.

stdout is data, stderr is narration. A person never sees a stack trace.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from relance_ops.cli import commands, keyboard, remote
from relance_ops.cli.session import DATABASE, Session, this_person
from relance_ops.cli.spoken import SpokenGroup, option
from relance_ops.errors import DatabaseServedError, RelanceError
from relance_ops.forwarding import Asked
from relance_ops.i18n import LANGUAGES, N_, _, language, speak

log = logging.getLogger(__name__)

USAGE = 2
INTERRUPTED = 130  # as a shell says of Ctrl-C: 128 + SIGINT

# A dashboard that starts or stops does not answer for a moment.
REACH_SECONDS = 10.0
REACH_AGAIN_SECONDS = 0.2


@click.group(
    cls=SpokenGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=N_("Les relances d'une clinique vétérinaire."),
)
@option(
    "--db",
    type=click.Path(path_type=Path),
    default=DATABASE,
    show_default=True,
    metavar="FILE",
    help=N_("Le fichier de la clinique."),
)
@option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("La configuration ; sinon relance.toml du dossier courant."),
)
@option("--lang", type=click.Choice(LANGUAGES), help=N_("La langue des messages."))
@option(
    "--wait",
    type=click.FloatRange(min=0),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help=N_("Combien attendre qu'un autre programme laisse le fichier."),
)
@click.pass_context
def group(
    context: click.Context,
    *,
    db: Path,
    config: Path | None,
    lang: str | None,
    wait: float,
) -> None:
    """Find out where and for whom the command works."""
    del lang  # main() read it first, so that usage errors speak it too
    if context.obj is not None:
        return  # a dashboard answers for its own file
    folder = Path.cwd()
    context.obj = Session(
        database=folder / db,
        config=None if config is None else folder / config,
        folder=folder,
        out=sys.stdout,
        err=sys.stderr,
        by=this_person(),
        wait_seconds=wait,
        ask=keyboard.asker(),
        password=keyboard.password,
    )


for command in commands.ALL:
    group.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Clients' names and addresses: whatever we write is this account's alone to read.
    os.umask(0o077)
    speak(_language(words))
    logging.basicConfig(
        level=logging.ERROR, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    if os.environ.get("RELANCE_DEBUG"):
        # Ours alone: libraries log whole addresses and routes, secrets included.
        logging.getLogger("relance_ops").setLevel(logging.DEBUG)
    try:
        status = run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # `| head` closed the pipe; the interpreter would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def run(words: Sequence[str], session: Session | None = None) -> int:
    """Run one command in *session*, or in one of its own; its exit status."""
    err = session.err if session else sys.stderr
    try:
        return _run(words, session)
    except click.ClickException as error:
        print(error.format_message(), file=err)
        return USAGE
    except click.Abort:
        print(_("Interrompu : rien de plus ne partira."), file=err)
        return INTERRUPTED
    except KeyboardInterrupt:
        print(_("Le tableau de bord continue : voyez-y où il en est."), file=err)
        return INTERRUPTED
    except RelanceError as error:
        print(error, file=err)
        return 1
    except BrokenPipeError:
        raise
    except Exception as error:  # the last boundary before the person
        log.debug("unexpected error", exc_info=True)
        print(
            _(
                "Erreur inattendue ({kind}). Rien n'a été changé à moitié. "
                "Relancez avec RELANCE_DEBUG=1 pour le détail."
            ).format(kind=type(error).__name__),
            file=err,
        )
        return 1


def _run(words: Sequence[str], session: Session | None) -> int:
    """Run the command here or, if a dashboard holds the file, over there."""
    deadline = time.monotonic() + REACH_SECONDS
    while True:
        try:
            result = group.main(
                list(words), "relance-ops", standalone_mode=False, obj=session
            )
        except DatabaseServedError as served:
            # Nothing was done yet: opening the file is what every command does first.
            try:
                return _forward(words, served, session)
            except ConnectionRefusedError:
                if time.monotonic() > deadline:
                    raise served from None
                time.sleep(REACH_AGAIN_SECONDS)
        else:
            return result if isinstance(result, int) else 0


def _forward(
    words: Sequence[str], served: DatabaseServedError, session: Session | None
) -> int:
    asked = Asked(
        words=tuple(words),
        folder=str(Path.cwd()),
        by=session.by if session else this_person(),
        language=language(),
    )
    answered = remote.forward(
        asked, served, keyboard.asker(), password=keyboard.password
    )
    (session.err if session else sys.stderr).write(answered.err)
    (session.out if session else sys.stdout).write(answered.out)
    return answered.status


def _language(words: Sequence[str]) -> str:
    """The language asked for, else the locale's; French when it says nothing."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    locale = next(
        (
            os.environ[name]
            for name in ("LC_ALL", "LC_MESSAGES", "LANG")
            if os.environ.get(name)
        ),
        "",
    )
    return "en" if locale.startswith("en") else "fr"
