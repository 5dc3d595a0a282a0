"""The command that asks about the clinic in SQL."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from relance_ops.cli.arguments import json_option
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import command, option
from relance_ops.i18n import N_, _, ngettext, number
from relance_ops.queries import MOST_ROWS, SECONDS, Answer

if TYPE_CHECKING:
    from relance_ops.exports import Cell

# More than a person reads on a screen, and slow to lay out.
SHOWN_ROWS = 1_000


@command(N_("Répond à une question en SQL, posée à une copie : rien n'est changé."))
@click.argument("statement")
@option("--csv", "as_text", is_flag=True, help=N_("Pour un tableur."))
@option(
    "--most",
    type=click.IntRange(1, 10 * MOST_ROWS),
    metavar="N",
    help=N_(
        "Au-delà de N lignes, la question est refusée ; sinon 1 000 à l'écran, "
        "100 000 pour un tableur ou un programme."
    ),
)
@option(
    "--seconds",
    type=click.FloatRange(0.1, 600),
    default=SECONDS,
    show_default=True,
    metavar="N",
    help=N_("Combien de secondes au plus."),
)
@json_option
@click.pass_obj
def sql(
    session: Session,
    *,
    statement: str,
    as_text: bool,
    most: int | None,
    seconds: float,
    as_json: bool,
) -> None:
    """Answer one question, without changing anything."""
    if as_text and as_json:
        raise click.UsageError(_("Choisissez --csv ou --json, pas les deux."))
    limit = most or (MOST_ROWS if as_json or as_text else SHOWN_ROWS)
    with session.practice() as practice, practice.asking(seconds=seconds) as copy:
        found = copy.rows(statement, most=limit)
    if as_json:
        session.data(
            [
                dict(zip(found.titles, map(_plain, row), strict=True))
                for row in found.rows
            ]
        )
    elif as_text:
        session.line(_spreadsheet(found))
    else:
        session.table(
            found.titles,
            (["" if value is None else value for value in row] for row in found.rows),
        )
        count = len(found.rows)
        session.say(
            ngettext("{n} ligne.", "{n} lignes.", count).format(n=number(count))
        )


def _spreadsheet(found: Answer) -> str:
    from relance_ops.exports import Sheet, as_csv  # noqa: PLC0415  # --help stays instant

    rows = tuple(tuple(_cell(value) for value in row) for row in found.rows)
    text = as_csv(Sheet("sql", found.titles, rows)).decode("utf-8")
    return text.replace("\r\n", "\n").rstrip("\n")


def _cell(value: Any) -> Cell:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if value is None or isinstance(value, str | int | float | date):
        return value
    return str(value)


def _plain(value: Any) -> Any:
    """*value* as JSON has it; what JSON has not, as a text, or null for no number."""
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int) else str(value)
