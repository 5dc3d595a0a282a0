"""Plays a story, starts everything again, and holds the file against the peers."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from relance_ops import config
from relance_ops.database import Database
from relance_ops.owner import holder
from relance_ops.practice import Practice, now_here
from tests.torture.clinic import World
from tests.torture.invariants import broken
from tests.torture.program import Running, Typed, start
from tests.torture.stories import Front, Scene, Story
from tests.torture.strikes import open_again

FROZEN_SECONDS = 0.3
_UNSURE = """
    select delivery_id from delivery_now where state = 'uncertain' order by delivery_id
"""
_NOT_FOR_A_PERSON = ("Traceback", "Erreur inattendue", "took too long")


@dataclass
class Found:
    """What one round found.

    Attributes:
        landed: Blows that fell; others came too late for their process.
        listed: Uncertain deliveries that `doctor` lists.
        wrong: Broken promises, in sentences.
    """

    story: Story
    landed: Counter[str] = field(default_factory=Counter)
    listed: int = 0
    wrong: list[str] = field(default_factory=list)


class Round:
    """One clinic, one story."""

    def __init__(self, story: Story, world: World, folder: Path) -> None:
        self.database = folder / "x.duckdb"
        self.folder = folder
        self.world = world
        self.found = Found(story)
        self._mails_before = len(world.mail.accepted())
        world.gateway.record = folder.with_name(f"{folder.name}.sms")
        world.gateway.asked.clear()
        self._dashboard: Running | None = None
        self._ledger: list[tuple[Any, ...]] = []
        self._rename(story.seed)
        self._today = now_here().astimezone().date().isoformat()

    def _rename(self, seed: int) -> None:
        """Words of this round only: the peers remember what they had from others."""
        database = Database(self.database, now=now_here())
        with database.writing() as cursor:
            for statement in (
                "update client set email = replace(email, '@', '.' || $seed || '@')",
                "update setting set value = 'Clinique ' || $seed where key = 'clinic.name'",
            ):
                cursor.execute(statement, {"seed": str(seed)}).fetchall()
        database.close()

    def play(self) -> Found:
        """The story, then its end."""
        story = self.found.story
        if story.prints:
            self.run("settings", "print.printer", self.world.printer)
        if story.front is Front.DASHBOARD:
            with self._serving():
                for scene in story.scenes:
                    self._scene(scene)
        else:
            for scene in story.scenes:
                self._scene(scene)
        self._started_again()
        self._cured()
        return self.found

    # The story

    @contextmanager
    def _serving(self) -> Iterator[None]:
        typed = Typed(("serve", "--port", "0"), strike=self.found.story.served)
        dashboard = start(typed, self.database)
        dashboard.until(lambda: bool((h := holder(self.database)) and h.url))
        self._dashboard = dashboard
        try:
            yield
        finally:
            self._thaw(dashboard)
            dashboard.signal(signal.SIGKILL)
            self._ended(dashboard, typed)

    def _scene(self, scene: Scene) -> None:
        typed = self._today_in(scene.typed)
        first = start(typed, self.database)
        beside = (
            start(self._today_in(scene.beside), self.database) if scene.beside else None
        )
        while not first.until(self._is_dashboard_frozen) or first.process.is_alive():
            if not (first.is_frozen or self._is_dashboard_frozen()):
                break  # it takes too long, and is told so
            for frozen in filter(None, (first, self._dashboard)):
                self._thaw(frozen, thawed=scene.thawed)
        self._ended(first, typed)
        if beside is not None:
            self._ended(beside, typed)
        self._read_ledger()

    def _is_dashboard_frozen(self) -> bool:
        return self._dashboard is not None and self._dashboard.is_frozen

    def _thaw(self, process: Running, *, thawed: bool = True) -> None:
        """Let what is frozen go on after a while, or kill it there."""
        if process.is_frozen:
            time.sleep(FROZEN_SECONDS)
            process.signal(signal.SIGCONT if thawed else signal.SIGKILL)
            time.sleep(0.02)

    def _ended(self, process: Running, typed: Typed) -> int:
        status = process.end()
        # What the dashboard writes there is its log: a trace in it is for us.
        bad = _NOT_FOR_A_PERSON[typed.words[0] == "serve" :]
        self.found.wrong += [
            f"{' '.join(typed.words)} said « {line} »"
            for line in process.err.splitlines()
            if any(word in line for word in bad)
        ]
        struck = self.folder / "struck"
        if struck.exists() and typed.strike is not None:
            self.found.landed[str(typed.strike)] += 1
            open_again(self.folder)
            struck.unlink()
        return status

    def _today_in(self, typed: Typed) -> Typed:
        words = tuple(word.replace("{today}", self._today) for word in typed.words)
        return Typed(words, typed.later, typed.strike)

    # Its end

    def _started_again(self) -> None:
        """A restart settles everything, and lists what nobody can know."""
        told = json.loads(self.run("doctor", "--json"))
        rows = self._read_ledger()
        listed = {one["delivery_id"] for one in told["uncertain"]}
        self.found.listed = len(listed)
        if unlisted := {row[0] for row in rows(_UNSURE)} - listed:
            self.found.wrong.append(f"uncertain and not listed: {unlisted}")
        self._judge(rows)
        for number in sorted(listed):
            decision = "sent" if self.accepted()[number] else "resend"
            self.run("resolve", str(number), decision)

    def _cured(self) -> None:
        """Undisturbed again, everything that is due leaves, once."""
        for later in (timedelta(hours=26), timedelta(hours=52)):
            with self._opened(later) as practice:
                practice.work(by="accueil", resume=True)
                practice.send(by="accueil")
                for one in practice.check_up().uncertain:
                    has_it = self.accepted()[one.delivery_id] > 0
                    practice.resolve(one.delivery_id, sent=has_it, by="accueil")
        with self._opened() as practice:
            self._judge(practice.database.rows)
            self.found.wrong += [
                f"never left: {one.animal_id} is {one.state}"
                for one in practice.due().reminders
            ]
            waiting = practice.check_up()
            if waiting.retrying or waiting.uncertain or waiting.paused:
                self.found.wrong.append(f"still waits: {waiting}")

    @contextmanager
    def _opened(self, later: timedelta = timedelta()) -> Iterator[Practice]:
        """The clinic in this process, *later*."""
        loaded = config.load(None, environment=os.environ, folder=self.folder)
        with Practice.open(
            self.database, config=loaded, clock=lambda: now_here() + later
        ) as practice:
            yield practice

    def run(self, *words: str) -> str:
        """What an undisturbed command prints; that it fails is a broken promise."""
        typed = Typed(words)
        process = start(typed, self.database)
        status = self._ended(process, typed)
        if status:
            self.found.wrong.append(
                f"{' '.join(words)} ended with {status}: {process.err}"
            )
        return process.out

    # The judges

    def accepted(self) -> Counter[int]:
        """How often the peers took each delivery."""
        mails = self.world.mail.accepted()[self._mails_before :]
        return Counter(
            [*(int(line["delivery"]) for line in mails), *self.world.gateway.accepted()]
        )

    def _judge(self, rows: Any) -> None:
        self.found.wrong += broken(rows, self.accepted())
        if self.found.story.prints and self.world.printed is not None:
            self._judge_printer()

    def _judge_printer(self) -> None:
        """No print file came out of the printer twice."""
        assert self.world.printed is not None
        # Two runs may have the same letters, to the byte, once a person cancelled one.
        made = _counted(self.folder.glob("x.files/runs/*/*.pdf"))
        out = _counted(self.world.printed.glob("*.pdf"))
        self.found.wrong += [
            f"a file of {made[content]} runs was printed {out[content]} times"
            for content in made.keys() & out.keys()
            if out[content] > made[content]
        ]

    def _read_ledger(self) -> Any:
        """The file as it lies there, from a copy; its ledger may only have grown."""
        with TemporaryDirectory() as folder:
            copy = Path(folder) / "copy.duckdb"
            for suffix in ("", ".wal"):
                with suppress(FileNotFoundError):
                    shutil.copy(f"{self.database}{suffix}", f"{copy}{suffix}")
            database = Database(copy, now=now_here())
        ledger = database.rows("select * from ledger order by entry_id")
        if ledger[: len(self._ledger)] != self._ledger:
            self.found.wrong.append("the ledger lost or changed a line")
        self._ledger = ledger
        return database.rows


def _counted(files: Iterable[Path]) -> Counter[str]:
    """How often each content is among *files*."""
    return Counter(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
