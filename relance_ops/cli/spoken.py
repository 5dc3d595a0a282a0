"""Commands and options whose help is in the user's language.

click keeps help texts from the moment the module is imported; the language is known
later, so they are translated when they are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from relance_ops.i18n import _


class SpokenCommand(click.Command):
    """A command whose help is translated when it is shown."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """Its first sentence, whole: the terminal wraps it."""
        del limit
        return _(self.help or "")

    def format_help_text(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the help, translated."""
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or ""))


class SpokenGroup(click.Group):
    """A group whose help is translated when it is shown, commands in our order."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """Its first sentence, whole: the terminal wraps it."""
        del limit
        return _(self.help or "")

    def format_help_text(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the help, translated."""
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help or ""))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order they were added, not the alphabet's."""
        del ctx
        return list(self.commands)


class SpokenOption(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its names, and its translated help."""
        record = super().get_help_record(ctx)
        if record is None or not self.help:
            return record
        names, text = record
        return names, text.replace(self.help, _(self.help))


def command(help_text: str, name: str | None = None) -> Callable[[Any], click.Command]:
    """Make a function a command with *help_text*, marked by N_."""
    return click.command(name, cls=SpokenCommand, help=help_text)


def option(*names: str, **details: Any) -> Callable[[Any], Any]:
    """An option as click's, with a `help` marked by N_."""
    return click.option(*names, cls=SpokenOption, **details)
