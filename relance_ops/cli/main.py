"""Options common to every command, and the one place where errors become exit codes.

stdout is data, stderr is narration. A person never sees a stack trace.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from relance_ops.cli import commands
from relance_ops.cli.session import DATABASE, Session, this_person
from relance_ops.errors import DatabaseBusyError, RelanceError
from relance_ops.i18n import LANGUAGES, _, speak

log = logging.getLogger(__name__)

USAGE = 2
INTERRUPTED = 130  # as a shell says of Ctrl-C: 128 + SIGINT


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--db", type=click.Path(path_type=Path), default=DATABASE, show_default=True
)
@click.option("--config", type=click.Path(path_type=Path), default=None)
@click.option("--lang", type=click.Choice(LANGUAGES), default=None)
@click.option("--wait", type=click.FloatRange(min=0), default=120, show_default=True)
@click.pass_context
def group(
    context: click.Context,
    *,
    db: Path,
    config: Path | None,
    lang: str | None,
    wait: float,
) -> None:
    """Les relances d'une clinique vétérinaire."""
    del lang  # main() read it first, so that usage errors speak it too
    host: Session | None = context.obj
    folder = host.folder if host else Path.cwd()
    context.obj = host or Session(
        database=folder / db,
        config=None if config is None else folder / config,
        folder=folder,
        out=sys.stdout,
        err=sys.stderr,
        by=this_person(),
        wait_seconds=wait,
        ask=_ask if sys.stdin is not None and sys.stdin.isatty() else None,
    )


for command in commands.ALL:
    group.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    speak(_language(words))
    logging.basicConfig(
        level=logging.DEBUG if os.environ.get("RELANCE_DEBUG") else logging.ERROR,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
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
        result = group.main(
            list(words), "relance-ops", standalone_mode=False, obj=session
        )
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        print(error.format_message(), file=err)
        return USAGE
    except click.Abort:
        print(_("Interrompu : rien de plus ne partira."), file=err)
        return INTERRUPTED
    except DatabaseBusyError as error:
        print(error, file=err)
        return 1
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


def _ask(question: str) -> bool:
    return click.confirm(question, err=True)
