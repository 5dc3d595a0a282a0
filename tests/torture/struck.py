"""A clinic's file that fails at a chosen point: SQLite's way of testing a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from relance_ops.database import MEMORY, Database


class Point(StrEnum):
    """Where something may happen, between us and the file."""

    ASKED = "before a statement"
    STATEMENT = "after a statement"
    COMMITTING = "before a commit"
    COMMITTED = "after a commit"


Reached = Callable[[Point], object]


class StruckCursor:
    """A connection that tells where it is before and after all that it does."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, reached: Reached) -> None:
        self._cursor = cursor
        self._reached = reached

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cursor.close()

    def execute(
        self, statement: str, parameters: object = None
    ) -> duckdb.DuckDBPyConnection:
        self._reached(Point.ASKED)
        answer = self._cursor.execute(statement, parameters)
        self._reached(Point.STATEMENT)
        return answer

    def commit(self) -> None:
        self._reached(Point.COMMITTING)
        self._cursor.commit()
        self._reached(Point.COMMITTED)


class StruckDatabase(Database):
    """A file of which somebody hears every statement and every commit."""

    def __init__(
        self,
        path: Path | str = MEMORY,
        *,
        now: datetime,
        reached: Reached = lambda _point: None,
        upgrading: Callable[[int], object] = lambda _version: None,
        beginning: bool = True,
    ) -> None:
        self.reached = reached
        super().__init__(path, now=now, upgrading=upgrading, beginning=beginning)

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        with super().cursor() as cursor:
            yield StruckCursor(cursor, self.reached)


class PulledPlugError(BaseException):
    """The process is gone: whatever still runs can write nothing."""


@dataclass
class Fault:
    """Fails at one point of one operation; counts all of them without one.

    Attributes:
        at: Which time that *point* is reached, from 1; 0 never.
        for_good: From then on nothing works, as for a killed process; otherwise one
            thing fails, as on a disk that is full for a moment.
    """

    point: Point = Point.STATEMENT
    at: int = 0
    for_good: bool = False
    seen: Counter[Point] = field(default_factory=Counter)
    struck: bool = False

    def __call__(self, point: Point) -> None:
        if self.struck and self.for_good:
            raise PulledPlugError
        self.seen[point] += 1
        if point is self.point and self.seen[point] == self.at:
            self.struck = True
            if self.for_good:
                raise PulledPlugError
            raise duckdb.IOException("IO Error: Could not write file: disk full")
