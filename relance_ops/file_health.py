"""How safe the clinic's file is, in a person's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from relance_ops.i18n import _, moment


@dataclass(frozen=True, slots=True)
class FileHealth:
    """How safe the clinic's file is.

    Attributes:
        damage: What is wrong with it, and what to do; "" when it was read whole.
        warnings: See `Backups.warnings`.
        last: When the last copy was made; None: there is none.
        is_late: That was too long ago.
    """

    damage: str = ""
    warnings: tuple[str, ...] = ()
    last: datetime | None = None
    is_late: bool = False

    @property
    def is_well(self) -> bool:
        """True when nobody has anything to do."""
        return not (self.damage or self.warnings)

    def sentences(self, zone: tzinfo) -> list[str]:
        """What to tell the person, most urgent first."""
        said = [one for one in (self.damage, *self.warnings) if one]
        if self.last is None:
            said.append(
                _("Aucune copie du fichier : « relance-ops backup » en fait une.")
            )
        elif self.is_late:
            said.append(
                _(
                    "La dernière copie du fichier date du {moment} : « relance-ops "
                    "backup » en fait une."
                ).format(moment=moment(self.last, zone))
            )
        else:
            said.append(
                _("Dernière copie du fichier : {moment}.").format(
                    moment=moment(self.last, zone)
                )
            )
        return said
