"""For which messages of a template some words are: one step, one channel, or all.

Words are looked for from the most precise level to the widest, part by part.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from relance_ops.model import Kind

# Nobody reminds more often (specification, section 3).
LAST_STEP = 9

# A subject and a body leave by either; an SMS and a card each by one way only.
CHANNELS = (Kind.EMAIL, Kind.LETTER)


@dataclass(frozen=True, slots=True)
class Level:
    """Which of a template's messages: the 2nd reminders, the letters, or all.

    Attributes:
        step: 1 to 9; 0 for every step.
        channel: EMAIL or LETTER; None for every channel.
    """

    step: int = 0
    channel: Kind | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.step <= LAST_STEP:
            raise ValueError(f"a step is 0 to {LAST_STEP}, got {self.step}")
        if self.channel not in (None, *CHANNELS):
            raise ValueError(f"words differ by email or letter, got {self.channel}")

    @property
    def every_channel(self) -> Level:
        """The same step, by whatever channel."""
        return Level(self.step)

    def widening(self) -> tuple[Level, ...]:
        """Itself, then each wider level: a step's words before a channel's."""
        wider = (self, self.every_channel, Level(channel=self.channel), COMMON)
        return tuple(dict.fromkeys(wider))


COMMON = Level()


def level_of(steps: Collection[int], kind: Kind) -> Level:
    """The level of a delivery: its step where all its reminders are at one."""
    alike = set(steps)
    step = alike.pop() if len(alike) == 1 else 0
    return Level(step, kind if kind in CHANNELS else None)
