"""The door: every request of every route passes here before anything answers it.

One rule stands in front of Panel's routes and ours, websocket included, so that nothing
is open by having been forgotten. Who has signed in is looked up on the server at each
request; the browser holds a random token and nothing that could be read or replayed.
"""

from __future__ import annotations

import secrets
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

from bokeh.server.auth_provider import AuthProvider
from bokeh.util.token import check_token_signature, get_token_payload
from tornado.httputil import HTTPServerRequest
from tornado.ioloop import IOLoop
from tornado.routing import Matcher, Rule
from tornado.web import Application, HTTPError

from relance_ops.config import ServerConfig
from relance_ops.dashboard.network import origins
from relance_ops.dashboard.safety import SafeHandler
from relance_ops.forwarding import PATH as COMMANDS
from relance_ops.i18n import LANGUAGES
from relance_ops.practice import Practice
from relance_ops.rights import Visitor
from relance_ops.throttle import Throttle

SIGN_IN, SIGN_OUT, LANGUAGE = "/connexion", "/deconnexion", "/langue"
WEBSOCKET = "/ws"

# The command door has a key of its own (api.py); the rest tells nothing of the clinic.
_OPEN_TO_ALL = frozenset({SIGN_IN, SIGN_OUT, LANGUAGE, COMMANDS, "/favicon.ico"})
# The login page needs none of them, and they tell which versions answer.
_LIBRARIES = "/static/"
# Gateways know a secret instead (called_back.py).
CALLBACKS = "/sms/"
# For pages that embed ours, which no page may.
_UNUSED = frozenset({"/autoload.js", "/metadata"})
# Panel imports whatever module is named there, and so runs it.
_COMPONENTS = "/components/"

# Panel writes these headers of the page's request into the page's own token.
SIGN_IN_HEADER = "X-Relance-Sign-In"
KEPT_HEADERS = ("User-Agent", SIGN_IN_HEADER)

# Failures that cost nothing. A whole clinic may share one address.
FREE_BY_LOGIN, FREE_BY_ADDRESS = 5, 20


@dataclass(slots=True)
class Guest:
    """Who asks for a page.

    Attributes:
        language: To answer in, unless the address says otherwise.
        form_token: Without it a form of the page is refused; "" before there is a page.
    """

    visitor: Visitor
    language: str
    form_token: str = ""


class Door:
    """Who may ask what of this server.

    Args:
        practice: Knows the accounts and who has signed in.
        where: Under which names the server is asked, and whether it is encrypted.
        language: Of the clinic, for who chose none.
    """

    def __init__(
        self, practice: Practice, where: ServerConfig, *, language: str
    ) -> None:
        self.practice = practice
        self.language = language
        self.hosts = origins(where)
        # Cookies do not know ports: two clinics on one machine keep theirs apart.
        # With TLS their names forbid that another site of the domain gives one.
        host = "__Host-" if where.certificate else ""
        self.cookie = f"{host}relance-{where.port}"
        self.form_cookie = f"{host}formulaire-{where.port}"
        self.language_cookie = f"{host}langue"
        self.cookie_options: dict[str, Any] = {
            "httponly": True,
            "samesite": "Lax",
            "secure": where.certificate is not None,
        }
        # Signs Panel's page tokens: they outlive neither the process nor a sign-in.
        # Ours need no secret: a token is looked up, not believed.
        self.page_key = secrets.token_bytes(32)
        self.by_login = Throttle(free=FREE_BY_LOGIN)
        self.by_address = Throttle(free=FREE_BY_ADDRESS)
        # argon2 takes 46 MiB each time: two at once, whatever is asked of us.
        self.slow = ThreadPoolExecutor(2, "sign-in")
        self._notes = ThreadPoolExecutor(1, "seen")

    def server_options(self) -> dict[str, Any]:
        """What Panel's server must know to stand behind this door."""
        return {
            "auth_provider": _Known(),
            "websocket_origin": self.hosts,
            "secret_key": self.page_key,
            "sign_sessions": True,
            # By default every cookie is copied into the page, where scripts read it.
            "include_cookies": [],
            "include_headers": list(KEPT_HEADERS),
            "cross_origin_protection": True,
            "xsrf_cookie_name": self.form_cookie,
            # Without a duration Tornado adds its own, to this very dictionary.
            "xsrf_cookie_kwargs": {**self.cookie_options, "expires_days": None},
        }

    def stand_before(self, application: Application) -> None:
        """Let nothing of *application* be reached but through here."""
        application.default_router.rules.insert(0, Rule(_Gate(self), TurnedAway))

    def refusal(self, request: HTTPServerRequest) -> int | None:
        """The status that turns *request* away; None to let it in.

        401 is for who may come in after signing in.
        """
        # A site that has pointed its own name at our address, or shows us as a picture.
        if request.host.lower() not in self.hosts or _is_asked_unseen(request):
            return 403
        if request.path in _UNUSED or _is_unknown_component(request.path):
            return 404
        if request.path in _OPEN_TO_ALL or request.path.startswith(CALLBACKS):
            return None
        guest = self.guest(request)
        if guest is None:
            return 401
        key = guest.visitor.sign_in
        if request.path == WEBSOCKET and not self._is_page_of(request, key):
            return 403
        request.guest = guest  # type: ignore[attr-defined]  # the page finds it there
        request.headers[SIGN_IN_HEADER] = key
        # A page that was left open comes back by itself: that is nobody.
        if key and not request.path.startswith((WEBSOCKET, _LIBRARIES)):
            # A long import holds the file's writer: nobody's page waits for that.
            IOLoop.current().run_in_executor(
                self._notes, self.practice.sign_ins.touch, key
            )
        return None

    def guest(self, request: HTTPServerRequest) -> Guest | None:
        """Who sends *request*; None for somebody who must sign in first."""
        visitor = self.visitor(request)
        if visitor is None:
            return None
        return Guest(
            visitor,
            visitor.language or self._chosen_language(request) or self.language,
        )

    def visitor(self, request: HTTPServerRequest) -> Visitor | None:
        """Who sends *request*, by its cookie; anybody while there is no account."""
        token = cookie(request, self.cookie)
        found = self.practice.sign_ins.visitor(token) if token else None
        if found is None and not self.practice.accounts.exist():
            return self.practice.sign_ins.nobody()
        return found

    def language_for(self, request: HTTPServerRequest) -> str:
        """The language of who has not signed in: chosen, or the browser's own."""
        wished = request.headers.get("Accept-Language", "")
        words = [part.strip()[:2].lower() for part in wished.split(",")]
        known = [word for word in words if word in LANGUAGES]
        return self._chosen_language(request) or next(iter(known), self.language)

    def must_wait(self, login: str, address: str) -> float:
        """Seconds before *address* may try *login* again; 0 when it may now."""
        now = time.monotonic()
        return max(
            self.by_login.wait(login, now=now), self.by_address.wait(address, now=now)
        )

    def count(self, login: str, address: str) -> None:
        """Count a try before its outcome is known."""
        now = time.monotonic()
        self.by_login.count(login, now=now)
        self.by_address.count(address, now=now)

    def came_in(self, login: str, address: str) -> None:
        """Take that try back: it was the right password."""
        self.by_login.forget(login)
        self.by_address.forgive(address)

    def close(self) -> None:
        """End the threads of the door."""
        self.slow.shutdown()
        self._notes.shutdown()

    def _chosen_language(self, request: HTTPServerRequest) -> str:
        chosen = cookie(request, self.language_cookie)
        return chosen if chosen in LANGUAGES else ""

    def _is_page_of(self, request: HTTPServerRequest, key: str) -> bool:
        """True when the page that opens this websocket was made for the same sign-in.

        A page kept from before a sign-out, or somebody else's, comes back to nothing.
        """
        *_name, token = request.headers.get("Sec-WebSocket-Protocol", "").split(",")
        token = token.strip()
        try:
            if not check_token_signature(token, secret_key=self.page_key, signed=True):
                return False
            headers = get_token_payload(token)["headers"]
        except (ValueError, KeyError, TypeError, AssertionError):
            return False  # not a token of ours
        return secrets.compare_digest(str(headers.get(SIGN_IN_HEADER, "")), key)


def cookie(request: HTTPServerRequest, name: str) -> str:
    """The cookie called *name*; "" without one."""
    found = request.cookies.get(name)
    return found.value if found else ""


def _is_unknown_component(path: str) -> bool:
    """True for a module that nothing has loaded yet: asking for it would run it."""
    words = unquote(path)
    module = words.removeprefix(_COMPONENTS).partition("/")[0]
    return words.startswith(_COMPONENTS) and module not in sys.modules


def _is_asked_unseen(request: HTTPServerRequest) -> bool:
    """True for what another site asks without its reader having followed a link.

    Browsers say so themselves where they trust the connection (https, this machine).
    """
    site = request.headers.get("Sec-Fetch-Site", "none")
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return site not in ("same-origin", "none") and mode != "navigate"


class _Gate(Matcher):
    """Matches what the door refuses."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """How to refuse *request*; None to go on to its own route."""
        status = self._door.refusal(request)
        return None if status is None else {"target_kwargs": {"status": status}}


class TurnedAway(SafeHandler):
    """What somebody gets who may not come in."""

    def initialize(self, status: int) -> None:
        """Remember why."""
        self.status = status

    def prepare(self) -> None:
        """Show the way to sign in, or nothing at all."""
        asks_for_page = self.request.method in ("GET", "HEAD") and (
            "Upgrade" not in self.request.headers
        )
        if self.status == 401 and asks_for_page:
            self.redirect(f"{SIGN_IN}?{urlencode({'next': self.request.uri or '/'})}")
            return
        raise HTTPError(403 if self.status == 401 else self.status)


class _Known(AuthProvider):
    """Tells Panel's own handlers who asks; the door has let nobody else through."""

    @property
    def login_url(self) -> str:
        """Where Panel would send a stranger."""
        return SIGN_IN

    @property
    def get_user(self) -> Any:
        """Gives the user's name, and the page the token of its forms."""
        return _name_and_form_token


def _name_and_form_token(handler: Any) -> str:
    guest: Guest = handler.request.guest
    guest.form_token = handler.xsrf_token.decode("ascii")
    return guest.visitor.name
