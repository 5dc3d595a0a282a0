"""Where each key of a TOML text stands: tomllib says it for syntax errors only. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str, ...]

_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


def lines_of(text: str) -> dict[Path, int]:
    """The line on which each key of *text* is first written, the first being 1.

    Args:
        text: TOML that can be read whole.
    """
    found: dict[Path, int] = {}
    table: Path = ()
    for line, statement in _statements(text):
        read = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = [*_paths(read)][-1]
            for depth in range(1, len(table) + 1):
                found.setdefault(table[:depth], line)
            continue
        for path in _paths(read):
            found.setdefault((*table, *path), line)
    return found


def line_of_error(text: str, error: tomllib.TOMLDecodeError) -> int:
    """The line that *error* is about; the last one when the end is missing."""
    place = _PLACE.search(str(error))
    return int(place[1]) if place else max(len(split(text.rstrip())), 1)


def detail_of(error: tomllib.TOMLDecodeError) -> str:
    """What tomllib says, without the place."""
    return re.sub(r" \(at .*\)$", "", str(error))


def split(text: str) -> list[str]:
    """The lines of *text*, as TOML counts them: only a line feed ends one."""
    return text.replace("\r\n", "\n").split("\n")


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header and each assignment with its line, over as many lines as it takes."""
    started, waiting = 0, ""
    for number, line in enumerate(split(text), 1):
        started = started if waiting else number
        waiting = f"{waiting}\n{line}" if waiting else line
        try:
            read = tomllib.loads(waiting)
        except tomllib.TOMLDecodeError:
            continue  # it goes on
        if read:
            yield started, waiting
        waiting = ""


def _paths(read: Mapping[str, Any]) -> Iterator[Path]:
    """Every key inside, outer ones first."""
    for key, value in read.items():
        yield (key,)
        inner = value[-1] if isinstance(value, list) and value else value
        if isinstance(inner, Mapping):
            yield from ((key, *path) for path in _paths(inner))
