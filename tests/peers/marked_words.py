"""The program with every text of its English catalogue between ⟦ and ⟧.

What a screen shows outside the marks never passed through the catalogue.
"""

from __future__ import annotations

import gettext
import sys

from relance_ops import i18n
from relance_ops.cli import main


class Marked(gettext.NullTranslations):
    """Every text, marked; a pattern of digits (a date's) stays as it is."""

    def gettext(self, message: str) -> str:
        return message if "%d" in message else f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def marked(language: str) -> gettext.NullTranslations:
    """The marks for English; French as ever, for what clients receive."""
    return Marked() if language == "en" else _catalogue(language)


if __name__ == "__main__":
    _catalogue = i18n.catalogue
    i18n.catalogue = marked  # type: ignore[assignment]
    sys.exit(main())
