"""Every error the clinic can meet, one type per remedy.

The message says what happened, the value, and what to do, in the user's language.
Nothing of duckdb, smtplib or the file system crosses a layer under another name.
"""

from __future__ import annotations


class RelanceError(Exception):
    """Something a person can put right; its text is shown as it is."""


class SettingError(RelanceError):
    """A setting or a key of relance.toml has no sense: correct it."""


class RuleError(RelanceError):
    """A rule set is refused whole: correct the lines named and try again."""


class ImportRefusedError(RelanceError):
    """A file could not be read at all: nothing of it was loaded."""


class DatabaseUnavailableError(RelanceError):
    """The database file is locked, full, read-only, missing or damaged."""


class DatabaseBusyError(DatabaseUnavailableError):
    """Another program of ours holds the file: wait, or use its dashboard."""


class DatabaseServedError(DatabaseBusyError):
    """A dashboard holds the file: go through it, or close it.

    Attributes:
        url: Where it answers.
        token: What a command of the same user shows it.
        certificate: SHA-256 of the certificate it must show first; "" without TLS.
    """

    def __init__(
        self, message: str, *, url: str, token: str, certificate: str = ""
    ) -> None:
        super().__init__(message)
        self.url = url
        self.token = token
        self.certificate = certificate


class CopyError(RelanceError):
    """A copy of the clinic's file cannot be made, or is not good: see why."""


class ReadOnlyError(RelanceError):
    """This is a copy of the clinic: do it in the dashboard, or on the clinic's file."""


class AddressUnavailableError(RelanceError):
    """The dashboard cannot listen there: choose another address or port."""


class NotFoundError(RelanceError):
    """No animal, run or delivery has this number: check it."""


class AlreadyAnsweredError(RelanceError):
    """Somebody answered first: the message says who and when."""


class PrivacyError(RelanceError):
    """A client cannot be forgotten yet: finish what is under way, then ask again."""


class QueryError(RelanceError):
    """A question in SQL has no answer: correct it, or ask for less."""


class PeriodError(RelanceError):
    """A period makes no sense: choose other days."""


class ForbiddenError(RelanceError):
    """This person's role does not allow it: ask somebody whose role does."""


class AccountError(RelanceError):
    """An account or a password cannot be as asked: correct what the message names."""


class SignInRefusedError(RelanceError):
    """This login and this password do not open the door; it says no more than that."""


class SignedOutError(RelanceError):
    """The sign-in has ended, by itself or by somebody: sign in again."""


class SendRefusedError(RelanceError):
    """The send cannot start as asked, and nothing was claimed."""


class ChannelError(RelanceError):
    """A whole channel cannot work now; nobody in particular is at fault.

    Attributes:
        account: True when the clinic's own account was refused (535, 401, no
            credit): the channel is paused until a person resumes it. False when
            the peer cannot be reached: the queue is tried again later.
        found: What is wrong, without what becomes of the queue: for a test.
    """

    def __init__(self, message: str, *, account: bool = False, found: str = "") -> None:
        super().__init__(message)
        self.account = account
        self.found = found or message


class PrinterError(RelanceError):
    """The printer did not take a job, or does not answer: see what stands beside it.

    Attributes:
        certain: True when it certainly has nothing of what was handed.
        reason: In a word: "unreachable", "silent", "busy", "no-pdf", "gone", "refused".
    """

    def __init__(self, message: str, *, certain: bool, reason: str) -> None:
        super().__init__(message)
        self.certain = certain
        self.reason = reason


class LetterError(RelanceError):
    """The letters could not be composed; none of them is waiting for paper."""


class TemplateError(RelanceError):
    """A template is refused: the message lists what may be used in it."""
