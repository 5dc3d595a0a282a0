"""What travels when a command is answered by the process that owns the file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

PATH = "/api/command"


@dataclass(frozen=True, slots=True)
class Asked:
    """One command, as typed by somebody on this machine.

    Attributes:
        words: The command line, without the program's name.
        folder: The caller's current folder, where relative paths start.
        by: Who asks, for the ledger.
        language: To answer in: "fr" or "en".
        agreed: How many of the command's questions were answered yes.
        secrets: The passwords that it asked for so far.
    """

    words: tuple[str, ...]
    folder: str
    by: str
    language: str
    agreed: int = 0
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def as_bytes(self) -> bytes:
        """The same, to be sent."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, sent: bytes) -> Asked:
        """What `as_bytes` wrote.

        Raises:
            ValueError: It was not written by that.
        """
        try:
            given = json.loads(sent)
            return cls(
                words=tuple(str(word) for word in given["words"]),
                folder=str(given["folder"]),
                by=str(given["by"]),
                language=str(given["language"]),
                agreed=int(given["agreed"]),
                secrets=tuple(str(secret) for secret in given["secrets"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a command: {error}") from error


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it.

    Attributes:
        out: Data, for stdout.
        err: Narration, for stderr.
        status: The command's exit status; meaningless with a question.
        question: Asked by the command, which changed nothing yet; "" when it is done.
        secret: What is asked for is a password.
    """

    out: str
    err: str
    status: int
    question: str = ""
    secret: bool = False

    def as_bytes(self) -> bytes:
        """The same, to be sent."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, sent: bytes) -> Answered:
        """What `as_bytes` wrote.

        Raises:
            ValueError: It was not written by that.
        """
        try:
            given = json.loads(sent)
            return cls(
                out=str(given["out"]),
                err=str(given["err"]),
                status=int(given["status"]),
                question=str(given["question"]),
                secret=bool(given["secret"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"not an answer: {error}") from error
