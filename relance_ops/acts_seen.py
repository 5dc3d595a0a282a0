"""What the acts of a clinic tell about themselves: gaps in its data, delays really seen.

Reading only. The delays are those of sql/comebacks.sql, from which the future is drawn
too (comebacks.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from relance_ops.comebacks import FEWEST, MEMORY
from relance_ops.database import Database, sql
from relance_ops.i18n import N_, _
from relance_ops.survival import time_to_event

if TYPE_CHECKING:
    import pandas as pd

# What may be wrong with an export, and what it costs: by key of sql/quality.sql, each
# with what it is found among.
CHECKS = {
    "no_contact": (
        "clients",
        N_("Aucun contact écrit"),
        N_("Ni email, ni mobile, ni adresse : aucune relance ne peut partir."),
    ),
    "no_email": (
        "clients",
        N_("Pas d'email"),
        N_("Demandez-le au prochain passage : un email ne coûte rien."),
    ),
    "no_mobile": (
        "clients",
        N_("Pas de mobile"),
        N_("Aucun SMS ne peut partir."),
    ),
    "no_address": (
        "clients",
        N_("Adresse incomplète"),
        N_("Il manque la rue, le code postal ou la ville : aucun courrier."),
    ),
    "same_client": (
        "clients",
        N_("Même nom à la même adresse"),
        N_("Deux fiches pour une personne : elle reçoit deux courriers."),
    ),
    "same_email": (
        "clients",
        N_("Email de plusieurs clients"),
        N_("Un couple, ou deux fiches pour une personne."),
    ),
    "no_animal": (
        "clients",
        N_("Aucun animal vivant"),
        N_("Rien ne lui sera rappelé ; une fiche à archiver ?"),
    ),
    "no_birth": (
        "animals",
        N_("Pas de date de naissance"),
        N_("Les rappels d'âge (stérilisation, senior) l'ignorent."),
    ),
    "very_old": (
        "animals",
        N_("Trop âgé pour être vivant"),
        N_("Plus de 25 ans (cheval : 40) : décédé sans que ce soit noté ?"),
    ),
    "other_species": (
        "animals",
        N_("Espèce inconnue"),
        N_("Écrite autrement que chien, chat, lapin… : ses rappels d'espèce manquent."),
    ),
    "no_sex": (
        "animals",
        N_("Sexe ou stérilisation inconnus"),
        N_("Les rappels réservés aux non stérilisés l'ignorent."),
    ),
    "same_animal": (
        "animals",
        N_("Même nom chez le même client"),
        N_("Même espèce, même nom : deux fiches pour un animal, ou deux relances."),
    ),
    "no_act": (
        "animals",
        N_("Aucun acte"),
        N_("Jamais vu, ou son historique n'a pas été exporté."),
    ),
    "unknown_type": (
        "acts",
        N_("Acte d'un type inconnu"),
        N_("Absent des modèles d'acte : il ne rappelle rien et n'éteint rien."),
    ),
    "unknown_animal": (
        "acts",
        N_("Acte d'un animal inconnu"),
        N_("Sa fiche manque à l'export."),
    ),
    "same_act": (
        "acts",
        N_("Même acte, même animal, même jour"),
        N_("Noté deux fois : sans conséquence sur les relances."),
    ),
    "before_birth": (
        "acts",
        N_("Acte avant la naissance"),
        N_("Une des deux dates est fausse."),
    ),
    "after_death": (
        "acts",
        N_("Acte après le décès"),
        N_("Une des deux dates est fausse ; un animal vivant n'est plus relancé."),
    ),
    "no_delay": (
        "act_types",
        N_("Modèle d'acte sans délai"),
        N_("Il n'est jamais dû, sauf si une échéance est écrite à la main."),
    ),
    "no_rule": (
        "act_types",
        N_("Modèle d'acte sans relance"),
        N_("Il a un délai, et aucune étape active : personne n'est prévenu."),
    ),
    "never_done": (
        "act_types",
        N_("Modèle d'acte jamais fait"),
        N_("Aucun acte depuis deux ans : à retirer, ou mal relié à l'export."),
    ),
}  # fmt: skip

# What the checks are made among.
SUBJECTS = {
    "clients": N_("Clients non archivés"),
    "animals": N_("Animaux présents"),
    "acts": N_("Actes"),
    "act_types": N_("Modèles d'acte"),
}

QUARTERS = {"quarter": 0.25, "half": 0.5, "three_quarters": 0.75}


@dataclass(frozen=True, slots=True)
class ActsSeen:
    """What the acts of one clinic tell; `Practice.acts_seen`.

    Attributes:
        today: Tells the clinic's day: what comes after it is not known.
    """

    database: Database
    today: Callable[[], date]

    def quality(self) -> pd.DataFrame:
        """How many clients, animals and acts each check finds.

        Returns:
            A line for each of `CHECKS`, in its order. Columns: check, subject, label,
            n, of, share (of the subject; NaN of nothing), meaning.
        """
        import pandas as pd  # noqa: PLC0415  # half a second that no command needs

        among = self._sizes()
        found = self._found()["finding"].value_counts()
        lines = [
            (
                check, _(SUBJECTS[subject]), _(label), int(found.get(check, 0)),
                among[subject],
                found.get(check, 0) / among[subject] if among[subject] else float("nan"),
                _(meaning),
            )
            for check, (subject, label, meaning) in CHECKS.items()
        ]  # fmt: skip
        columns = ["check", "subject", "label", "n", "of", "share", "meaning"]
        return pd.DataFrame(lines, columns=columns)

    def behind(self, check: str) -> list[str]:
        """The ids of those that *check*, one of `CHECKS`, finds, in order."""
        found = self._found()
        ids: list[str] = found.loc[found["finding"] == check, "id"].tolist()
        return ids

    def waits(self, *, days: int = MEMORY.days) -> pd.DataFrame:
        """Every act that asked to come back in the last *days*, and when it was done.

        An act that changes whom it is for (a neutering, for those that are not) is left
        out: only those who did not come would be seen.

        Returns:
            Columns: those of sql/comebacks.sql; `days` counts from the due date, and is
            negative before it.
        """
        on = self.today()
        asked = {"on": on, "since": on - timedelta(days=days)}
        with self.database.cursor() as cursor:
            found = cursor.execute(sql("comebacks"), asked).df()
            lost = {
                row[0]
                for row in cursor.execute(sql("waited_types")).fetchall()
                if row[-1]
            }
        return found[~found["act_type"].isin(lost)].reset_index(drop=True)

    def delays(self, *, days: int = MEMORY.days) -> pd.DataFrame:
        """When each act was done again, against its delay and its rules.

        Returns:
            A line for each act type that was waited for, the most frequent first.
            Columns: recall_group, act_type, label, delay (as written), steps (offsets
            of the rules in force, in their order), waited (due dates whose day has come,
            or that were answered before), came, quarter, half, three_quarters (days
            from the due date by which so many had come, by Kaplan and Meier; NaN: not
            yet), few (fewer than 50: not to be relied on).
        """
        import pandas as pd  # noqa: PLC0415

        on = self.today()
        told = {row[0]: row[1:4] for row in self.database.rows(sql("waited_types"))}
        lines = [
            (
                members["recall_group"].iloc[0], act_type, *told[str(act_type)],
                _count(members, on), int(members["came"].sum()), *_quarters(members),
                _count(members, on) < FEWEST,
            )
            for act_type, members in self.waits(days=days).groupby("act_type")
        ]  # fmt: skip
        columns = [
            "recall_group", "act_type", "label", "delay", "steps", "waited", "came",
            *QUARTERS, "few",
        ]  # fmt: skip
        found = pd.DataFrame(lines, columns=columns)
        return found.sort_values(
            ["waited", "act_type"], ascending=[False, True], ignore_index=True
        )

    def curves(self, *, days: int = MEMORY.days) -> pd.DataFrame:
        """The share that came back by each day from the due date, by recall group.

        Returns:
            Columns: recall_group, waited, and those of `survival.time_to_event`.
        """
        import pandas as pd  # noqa: PLC0415

        on, curves = self.today(), []
        for group, members in self.waits(days=days).groupby("recall_group"):
            curve = _curve(members)
            curve.insert(0, "recall_group", [group] * len(curve))
            curve.insert(1, "waited", _count(members, on))
            curves.append(curve)
        return pd.concat(curves, ignore_index=True) if curves else time_to_event([], [])

    def _sizes(self) -> dict[str, int]:
        [sizes] = self.database.rows(sql("quality_sizes"), {"on": self.today()})
        return dict(zip(SUBJECTS, sizes, strict=True))

    def _found(self) -> pd.DataFrame:
        on = self.today()
        asked = {"on": on, "since": on - MEMORY}
        with self.database.cursor() as cursor:
            return cursor.execute(sql("quality"), asked).df()


def _curve(members: pd.DataFrame) -> pd.DataFrame:
    return time_to_event(members["days"].tolist(), members["came"].tolist())


def _count(members: pd.DataFrame, on: date) -> int:
    """How many were really waited for: what is due later tells nothing yet."""
    import pandas as pd  # noqa: PLC0415

    return int((members["came"] | (members["due_on"] <= pd.Timestamp(on))).sum())


def _quarters(members: pd.DataFrame) -> list[float]:
    """The day by which each of `QUARTERS` had come."""
    curve = _curve(members)
    days = [curve.loc[curve["share"] >= share, "day"] for share in QUARTERS.values()]
    return [float(found.iloc[0]) if len(found) else float("nan") for found in days]
