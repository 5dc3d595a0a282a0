"""The HTML around the page, in the session's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from panel.io import resources

from relance_ops.i18n import _, speaking


@cache
def page_template(language: str) -> Any:
    """Panel's base template with its fixed English in *language*.

    The language of the page and what a lost connection says are written into the
    template itself (Panel 1.9 and 1.10).
    """
    with speaking(language):
        ours = {
            '<html lang="en"': f'<html lang="{language}"',
            "Resources could not be loaded.": _("La page n’a pas pu être chargée."),
            "Connection with the server could not be established.": _(
                "La connexion au serveur est perdue : elle reprend dès que possible."
            ),
        }
    source = Path(resources.BASE_TEMPLATE.filename).read_text(encoding="utf-8")
    for theirs, words in ours.items():
        source = source.replace(theirs, words)
    return resources.BASE_TEMPLATE.environment.from_string(source)
