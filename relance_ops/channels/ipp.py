"""A printer spoken to directly, by IPP: asked what it is, handed a job, listened to.

Through the system's own queue a job that the printer aborted was told "completed" one
time in nineteen (measured with CUPS 2.4.2): what the printer itself says is better.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from socket import gaierror
from typing import Any, TypeVar

import aiohttp
from pyipp import IPP, IPPConnectionError, IPPError, IPPParseError
from pyipp.enums import IppOperation, IppStatus

from relance_ops.errors import PrinterError
from relance_ops.i18n import _
from relance_ops.printers import (
    PDF,
    JobSeen,
    PrinterSeen,
    PrintState,
    plain_reasons,
)

Result = TypeVar("Result")
Answer = dict[str, Any]

A4 = "iso_a4_210x297mm"

_PRINTER_ATTRIBUTES = [
    "printer-name", "printer-info", "printer-make-and-model", "printer-state",
    "printer-state-reasons", "document-format-supported", "sides-supported",
    "media-supported", "media-ready",
]  # fmt: skip
_JOB_ATTRIBUTES = [
    "job-id", "job-name", "job-state", "job-state-reasons", "job-state-message",
    "job-impressions-completed",
]  # fmt: skip

_PRINTER_STATES = {3: "idle", 4: "processing", 5: "stopped"}
_JOB_STATES = {
    7: PrintState.CANCELED,
    8: PrintState.ABORTED,
    9: PrintState.DONE,
}  # the others are still on their way

# What a refusal is about, by its status; any other is "refused".
_NOES = {
    "gone": (IppStatus.ERROR_NOT_FOUND, IppStatus.ERROR_GONE),
    "busy": (
        IppStatus.ERROR_BUSY, IppStatus.ERROR_SERVICE_UNAVAILABLE,
        IppStatus.ERROR_TEMPORARY, IppStatus.ERROR_NOT_ACCEPTING_JOBS,
    ),
    "no-pdf": (IppStatus.ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class IppPrinter:
    """One printer by its address.

    Attributes:
        uri: ipp:// or ipps://; its own certificate is believed, as printers sign theirs.
        answer_seconds: The longest wait for an answer.
        submit_seconds: The same for a file: some printers read no faster than they print.
    """

    uri: str
    answer_seconds: int = 6
    submit_seconds: int = 120

    def look(self) -> PrinterSeen:
        """What it is, can do, and is doing; see `printers.Printer`."""
        answer = self._told(
            IppOperation.GET_PRINTER_ATTRIBUTES, _wanted(_PRINTER_ATTRIBUTES)
        )
        told: Answer = next(iter(answer["printers"]), {})
        name = str(told.get("printer-info") or told.get("printer-name") or "")
        return PrinterSeen(
            name=name.strip(),
            model=str(told.get("printer-make-and-model") or "").strip(),
            state=_PRINTER_STATES.get(int(told.get("printer-state") or 0), "stopped"),
            reasons=plain_reasons(_several(told.get("printer-state-reasons"))),
            formats=_several(told.get("document-format-supported")),
            sides=_several(told.get("sides-supported")),
            media=_several(told.get("media-ready") or told.get("media-supported")),
        )

    def submit(self, pdf: bytes, *, job_name: str, sides: str) -> int:
        """Hand over a job; see `printers.Printer`."""
        message = {
            "operation-attributes-tag": {
                "requesting-user-name": _USER,
                "job-name": job_name,
                "document-format": PDF,
            },
            "job-attributes-tag": {"sides": sides, "media": A4},
            "data": pdf,
        }
        answer = self._told(
            IppOperation.PRINT_JOB, message, seconds=self.submit_seconds
        )
        return int(answer["jobs"][0]["job-id"])

    def job(self, job_id: int, *, job_name: str) -> JobSeen | None:
        """How a job is; see `printers.Printer`."""
        message = _wanted(_JOB_ATTRIBUTES)
        message["operation-attributes-tag"]["job-id"] = job_id
        try:
            answer = self._told(IppOperation.GET_JOB_ATTRIBUTES, message)
        except PrinterError as error:
            if error.reason == "gone":
                return None
            raise
        # Some printers keep no names.
        mine = [t for t in answer["jobs"] if t.get("job-name") in (None, job_name)]
        return _seen(mine[0]) if mine else None

    def find(self, job_name: str) -> JobSeen | None:
        """The job of that name; see `printers.Printer`."""
        for which in ("not-completed", "completed"):
            message = _wanted(_JOB_ATTRIBUTES)
            message["operation-attributes-tag"]["which-jobs"] = which
            for told in self._told(IppOperation.GET_JOBS, message)["jobs"]:
                if told.get("job-name") == job_name:
                    return _seen(told)
        return None

    def cancel(self, job_id: int) -> None:
        """Ask for a job to stop; see `printers.Printer`."""
        tag = {"requesting-user-name": _USER, "job-id": job_id}
        # It has ended already, or the printer has forgotten it.
        with suppress(_RefusedError):
            self._told(IppOperation.CANCEL_JOB, {"operation-attributes-tag": tag})

    def _told(
        self, operation: IppOperation, message: Answer, *, seconds: int = 0
    ) -> Answer:
        return _alone(self._asked(operation, message, seconds or self.answer_seconds))

    async def _asked(
        self, operation: IppOperation, message: Answer, seconds: int
    ) -> Answer:
        try:
            # Reading the answer has no limit of its own in pyipp 0.17.
            async with asyncio.timeout(seconds + 1):
                async with IPP(self.uri, request_timeout=seconds) as printer:
                    return await printer.execute(operation, message)
        except IPPConnectionError as error:
            raise _unheard(self.uri, error.__cause__ or error) from error
        except (TimeoutError, aiohttp.ClientError, IPPParseError) as error:
            raise _unheard(self.uri, error) from error
        except IPPError as error:
            raise _refused(self.uri, error) from error


class _RefusedError(PrinterError):
    """The printer read the request, and said no."""


_USER = "relance-ops"


def _alone(asked: Coroutine[Any, Any, Result]) -> Result:
    """The answer, from a loop of its own: whoever asks may be inside another one."""
    with ThreadPoolExecutor(1, thread_name_prefix="ipp") as pool:
        return pool.submit(asyncio.run, asked).result()


def _wanted(attributes: list[str]) -> Answer:
    return {
        "operation-attributes-tag": {
            "requesting-user-name": _USER,
            "requested-attributes": list(attributes),
        }
    }


def _several(told: Any) -> tuple[str, ...]:
    """One value or a list of them, as a printer tells them."""
    if told is None:
        return ()
    values = told if isinstance(told, list | tuple | set) else (told,)
    return tuple(str(value) for value in values)


def _seen(told: Answer) -> JobSeen:
    counted = told.get("job-impressions-completed")
    state = _JOB_STATES.get(int(told["job-state"]), PrintState.WORKING)
    if state is PrintState.DONE and counted == 0:
        counted = None  # it has printed, so it does not count
    return JobSeen(
        job_id=int(told["job-id"]),
        state=state,
        pages_out=None if counted is None else int(counted),
        reasons=plain_reasons(_several(told.get("job-state-reasons"))),
        message=str(told.get("job-state-message") or "").strip()[:200],
    )


def _unheard(uri: str, cause: BaseException) -> PrinterError:
    """No answer: certain only where no connection was made at all."""
    if isinstance(cause, aiohttp.ClientConnectorError | aiohttp.InvalidURL | gaierror):
        return PrinterError(
            _(
                "L'imprimante {uri} ne répond pas : est-elle allumée et reliée ? "
                "Vérifiez aussi son adresse."
            ).format(uri=uri),
            certain=True,
            reason="unreachable",
        )
    return PrinterError(
        _("L'imprimante {uri} n'a pas répondu à temps.").format(uri=uri),
        certain=False,
        reason="silent",
    )


def _refused(uri: str, error: IPPError) -> _RefusedError:
    told = error.args[1] if len(error.args) > 1 else {}
    status = int(told.get("status-code", 0))
    reason = next((word for word, codes in _NOES.items() if status in codes), "refused")
    return _RefusedError(
        _("L'imprimante {uri} a refusé la demande (code {code}).").format(
            uri=uri, code=f"0x{status:04x}"
        ),
        # A server in front of the printer may fail after it took the file.
        certain=status not in range(500, 600),
        reason=reason,
    )
