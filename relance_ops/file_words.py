"""What happened to the clinic's file, as sentences of the journal."""

from __future__ import annotations

from relance_ops.happenings import Happening
from relance_ops.i18n import _


def caught_up(line: Happening) -> str:
    """A file that was behind its register."""
    return (
        _("Le fichier ne savait plus tout ce qui était parti. {note}")
        .format(note=line.note)
        .strip()
    )


def copy_failed(line: Happening) -> str:
    """A copy that could not be made."""
    return _("Une copie du fichier a échoué. {note}").format(note=line.note).strip()


def held(line: Happening) -> str:
    """Nothing may leave."""
    return _("L'envoi est arrêté. {note}").format(note=line.note).strip()


def hold_ended(line: Happening) -> str:
    """It may again."""
    return _("{who} a vérifié ce qui était parti : l'envoi peut reprendre.").format(
        who=line.who
    )
