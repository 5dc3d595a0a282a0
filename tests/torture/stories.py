"""What a round is made of: a few days of a clinic, and the blows that fall on it.

A seed says it all; the same seed tells the same story.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tests.torture.program import Typed
from tests.torture.strikes import How, Strike, Where
from tests.torture.struck import Point


class Front(StrEnum):
    """By which door commands come in."""

    COMMANDS = "commands, one after the other"
    TWO_COMMANDS = "two commands at once"
    DASHBOARD = "commands while the dashboard runs"


@dataclass(frozen=True, slots=True)
class Scene:
    """One command; perhaps another one at the same time.

    Attributes:
        thawed: If it freezes: it goes on afterwards, otherwise it is killed.
    """

    typed: Typed
    beside: Typed | None = None
    thawed: bool = True


@dataclass(frozen=True, slots=True)
class Story:
    """One round.

    Attributes:
        served: What befalls the dashboard, where there is one.
        prints: Letters go to a printer by themselves.
    """

    seed: int
    front: Front
    scenes: tuple[Scene, ...]
    served: Strike | None = None
    prints: bool = False

    @property
    def strikes(self) -> tuple[Strike, ...]:
        """Every blow of the round."""
        ours = [scene.typed.strike for scene in self.scenes]
        return tuple(strike for strike in [self.served, *ours] if strike)


SEND = ("send", "--yes", "--json")
ONLY_ONCE = ("confirm", "1")
COMMANDS = (
    SEND,
    SEND,
    ("work", "--json"),
    ("import", "news"),
    ("rules", "publish", "rules.toml", "--comment", "plus longtemps", "--yes"),
    ("settings", "min_gap_days", "5"),
    ("refresh",),
    ("backup",),
    ("confirm", "1", "--problem", "--from", "2"),
    ONLY_ONCE,
    ("cancel", "--sent-on", "{today}", "--yes"),
    ("cancel", "--sent-on", "{today}", "--channel", "email", "--channel", "sms", "--yes"),
)  # fmt: skip

# How often each point is reached by a send to these peers, and by a smaller command,
# roughly: a blow should land.
_REACHED = {
    Point.STATEMENT: (60, 12),
    Point.COMMITTING: (24, 2),
    Point.COMMITTED: (24, 2),
    Where.SENDING: (36, 0),
    Where.HEARING: (40, 0),
    Where.SYNCING: (6, 0),
    Where.START: (1, 1),
    Where.LATER: (900, 150),
}
_FALLS = {
    How.KILL: (Point.STATEMENT, Point.COMMITTING, Point.COMMITTED, Where.SENDING,
               Where.HEARING, Where.SYNCING, Where.LATER, Where.LATER),
    How.FREEZE: (Point.COMMITTED, Where.SENDING, Where.HEARING, Where.LATER),
    How.FULL: (Point.STATEMENT, Point.COMMITTING, Point.COMMITTED, Where.SENDING,
               Where.SYNCING, Where.START),
    How.SHUT: (Point.COMMITTED, Where.SENDING, Where.SYNCING, Where.START),
    How.CUT: (Where.SENDING, Where.HEARING),
}  # fmt: skip
_OFTEN = {How.KILL: 8, How.FREEZE: 2, How.FULL: 3, How.SHUT: 1, How.CUT: 3}
_DAY = timedelta(days=1)


def told(seed: int, *, printer: bool) -> Story:
    """The story of *seed*; some print where there is a *printer*."""
    dice = random.Random(seed)
    front = dice.choices(list(Front), weights=(6, 2, 3))[0]
    commands = [SEND, *dice.choices(COMMANDS, k=dice.randint(1, 3))]
    if dice.random() < 0.3:
        commands.insert(0, dice.choice(COMMANDS[3:8]))
    # Most of all the first send, which has everything to lose.
    weights = [4 if words is SEND else 1 for words in commands]
    struck = set(dice.choices(range(len(commands)), weights, k=dice.choice((1, 2))))
    scenes = tuple(
        _scene(dice, words, front, struck=position in struck)
        for position, words in enumerate(commands)
    )
    served = _strike(dice, served=True) if front is Front.DASHBOARD else None
    return Story(seed, front, scenes, served, printer and dice.random() < 0.25)


def _scene(
    dice: random.Random, words: tuple[str, ...], front: Front, *, struck: bool
) -> Scene:
    moved = dice.choices((timedelta(), _DAY, -_DAY), weights=(5, 1, 1))[0]
    if front is Front.DASHBOARD:
        # The dashboard has its own clock, and does the work: the blow is for it.
        beside = Typed(dice.choice((SEND, ("work",)))) if struck else None
        words = SEND if words == ("refresh",) else words
        return Scene(Typed(words), beside)
    sends = words[0] in ("send", "work")
    typed = Typed(words, moved, _strike(dice, sends=sends) if struck else None)
    both = front is Front.TWO_COMMANDS and struck
    return Scene(typed, Typed(SEND) if both else None, thawed=dice.random() < 0.6)


def _strike(dice: random.Random, *, sends: bool = True, served: bool = False) -> Strike:
    reached = {where: most[0 if sends else 1] for where, most in _REACHED.items()}
    if served:
        reached[Where.START] = 0  # there would be no dashboard
    hows = [how for how in How if any(reached[where] for where in _FALLS[how])]
    if served:
        hows.remove(How.SHUT)  # its open files do not mind
    how = dice.choices(hows, weights=[_OFTEN[how] for how in hows])[0]
    where = dice.choice([where for where in _FALLS[how] if reached[where]])
    most = reached[where] * (3 if served and where is Where.LATER else 1)
    return Strike(how, where, dice.randint(1, most))
