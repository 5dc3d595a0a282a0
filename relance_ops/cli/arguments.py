"""What a person may type: days, channels, letter numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from relance_ops.cli.spoken import option
from relance_ops.i18n import N_, _
from relance_ops.model import Kind

PAPER = "paper"


class Day(click.ParamType[date]):
    """A day, as YYYY-MM-DD or DD/MM/YYYY."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """The day that was typed; a usage error if it is none."""
        if isinstance(value, date):
            return value
        try:
            pattern = "%d/%m/%Y" if "/" in value else "%Y-%m-%d"
            return datetime.strptime(value, pattern).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            self.fail(
                _("« {value} » n'est pas une date : AAAA-MM-JJ ou JJ/MM/AAAA.").format(
                    value=value
                ),
                param,
                ctx,
            )


class Numbers(click.ParamType[frozenset[int]]):
    """Letter numbers, as 3,7."""

    name = "numbers"

    def convert(self, value: Any, param: Any, ctx: Any) -> frozenset[int]:
        """The numbers that were typed; a usage error if they are none."""
        if isinstance(value, frozenset):
            return value
        words = [word.strip() for word in value.split(",")]
        if not all(
            word.isascii() and word.isdigit() and int(word) > 0 for word in words
        ):
            self.fail(
                _("« {value} » n'est pas une liste de numéros comme 3,7.").format(
                    value=value
                ),
                param,
                ctx,
            )
        return frozenset(int(word) for word in words)


CHANNEL = click.Choice([*(kind.value for kind in Kind), PAPER])


def kinds(words: tuple[str, ...]) -> frozenset[Kind]:
    """The channels named; "paper" is letters and cards."""
    named = {Kind(word) for word in words if word != PAPER}
    if PAPER in words:
        named |= {Kind.LETTER, Kind.CARD}
    return frozenset(named)


on_option = option(
    "--on",
    type=Day(),
    metavar="DATE",
    help=N_("Pour un autre jour qu'aujourd'hui : AAAA-MM-JJ ou JJ/MM/AAAA."),
)
json_option = option("--json", "as_json", is_flag=True, help=N_("Pour un programme."))
yes_option = option("--yes", is_flag=True, help=N_("Sans demander confirmation."))


def period_options(first: str, last: str) -> Callable[[Any], Any]:
    """--from and --to, two days; *first* and *last* say which they are otherwise."""
    since = option("--from", "since", type=Day(), metavar="DATE", help=first)
    until = option("--to", "until", type=Day(), metavar="DATE", help=last)
    return lambda command: since(until(command))
