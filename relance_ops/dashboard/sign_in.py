"""Signing in and out, and the language: plain pages and forms, without any script."""

from __future__ import annotations

import hashlib
import math
from base64 import b64encode
from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tornado.ioloop import IOLoop
from tornado.template import Template
from tornado.web import HTTPError

from relance_ops.dashboard.door import (
    LANGUAGE,
    SIGN_IN,
    SIGN_OUT,
    Door,
)
from relance_ops.dashboard.safety import SafeHandler
from relance_ops.dashboard.theme import asset
from relance_ops.errors import SignInRefusedError
from relance_ops.i18n import LANGUAGES, _, language, ngettext, speak

LONGEST_LOGIN, LONGEST_PASSWORD = 100, 1_000
LANGUAGE_DAYS = 365


def routes(door: Door) -> list[tuple[Any, ...]]:
    """The three addresses that anybody may ask for."""
    return [
        (SIGN_IN, SignIn, {"door": door}),
        (SIGN_OUT, SignOut, {"door": door}),
        (LANGUAGE, Language, {"door": door}),
    ]


class PlainPage(SafeHandler):
    """A page without script, in the look of the dashboard."""

    def initialize(self, door: Door) -> None:
        """Remember whose door it is."""
        self.door = door

    def prepare(self) -> None:
        """Speak the language of whoever asks."""
        self.visitor = self.door.visitor(self.request)
        chosen = self.visitor.language if self.visitor else ""
        speak(chosen or self.door.language_for(self.request))

    def set_default_headers(self) -> None:
        """Only our own style may be used, and nobody may frame the page."""
        self.set_header(
            "Content-Security-Policy",
            f"default-src 'none'; style-src '{_style_digest()}'; img-src 'self'; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        )
        self.set_header("X-Frame-Options", "DENY")

    def show(
        self, part: str, title: str, words: Mapping[str, str], **values: str
    ) -> None:
        """Answer with the page, *part* of it being the form, *words* its texts."""
        self.finish(
            _page(part).generate(
                language=language(),
                style=asset("sign_in.css"),
                clinic=self.door.practice.settings().clinic.name,
                xsrf=self.xsrf_form_html(),
                title=title,
                words=words,
                **values,
            )
        )

    def write_error(self, status_code: int, **_details: Any) -> None:
        """Say on a page that a form was refused."""
        self.set_status(status_code)
        said = _("Revenez au tableau de bord, puis recommencez.")
        if status_code == 403:
            said = _too_old()
        words = {"message": said, "back": _("Revenir au tableau de bord")}
        self.show("message", _("Cela n'a pas marché"), words)

    def is_ours(self) -> bool:
        """True when the form that was sent is one of our own pages'."""
        try:
            self.check_xsrf_cookie()
        except HTTPError:
            return False
        return True

    def let_in(self, token: str) -> None:
        """Give the browser a token that it never held before."""
        self.set_cookie(self.door.cookie, token, **self.door.cookie_options)


class SignIn(PlainPage):
    """The login page."""

    def get(self) -> None:
        """Ask who it is, unless that is known or does not matter."""
        if self.visitor is not None:
            self.redirect(safe_path(self.get_query_argument("next", "/")))
            return
        self._ask()

    async def post(self) -> None:
        """Let in who knows the password, to the page that was asked for."""
        login = self.get_body_argument("login", "")[:LONGEST_LOGIN].casefold()
        password = self.get_body_argument("password", "", strip=False)
        if not self.is_ours():
            self._ask(_too_old(), 403)
            return
        address = str(self.request.remote_ip)
        wait = self.door.must_wait(login, address)
        if wait:
            self._ask_to_wait(wait)
            return
        self.door.count(login, address)
        enter = partial(self.door.practice.sign_ins.enter, address=address)
        try:
            token = await self._aside(enter, login, password[:LONGEST_PASSWORD])
        except SignInRefusedError:
            await self._refuse(login, address)
            return
        self.door.came_in(login, address)
        if self.visitor is not None and self.visitor.sign_in:
            await self._aside(self.door.practice.sign_ins.leave, self.visitor)
        self.let_in(token)
        self.redirect(safe_path(self.get_body_argument("next", "/")), status=303)

    async def _refuse(self, login: str, address: str) -> None:
        wait = self.door.must_wait(login, address)
        if wait:
            note = partial(self.door.practice.sign_ins.turned_away, address=address)
            await self._aside(note, login)
            self._ask_to_wait(wait)
            return
        self._ask(_("Identifiant ou mot de passe incorrect."), 401)

    async def _aside(self, action: Any, *words: object) -> Any:
        """Do what is slow on a thread: every other browser stays fluid."""
        return await IOLoop.current().run_in_executor(self.door.slow, action, *words)

    def _ask_to_wait(self, seconds: float) -> None:
        self.set_header("Retry-After", str(math.ceil(seconds)))
        minutes = math.ceil(seconds / 60)
        self._ask(
            ngettext(
                "Trop d'essais : attendez {n} minute, puis recommencez.",
                "Trop d'essais : attendez {n} minutes, puis recommencez.",
                minutes,
            ).format(n=minutes),
            429,
        )

    def _ask(self, error: str = "", status: int = 200) -> None:
        self.set_status(status)
        self.show(
            "sign_in",
            _("Se connecter"),
            {
                "login": _("Identifiant"),
                "password": _("Mot de passe"),
                "go": _("Se connecter"),
                "forgotten": _(
                    "Identifiant ou mot de passe oublié ? La personne responsable "
                    "de la clinique peut en donner un nouveau."
                ),
                "language": _("Langue"),
            },
            error=error,
            login=self.get_body_argument("login", "")[:LONGEST_LOGIN],
            next=safe_path(self.get_argument("next", "/")),
        )


class SignOut(PlainPage):
    """« Se déconnecter »."""

    def get(self) -> None:
        """Ask: a link or a picture elsewhere must not sign anybody out."""
        if self.visitor is None or not self.visitor.sign_in:
            self.redirect(SIGN_IN)
            return
        who = _("Vous êtes connecté : {name}.").format(name=self.visitor.name)
        words = {
            "who": who,
            "go": _("Se déconnecter"),
            "back": _("Revenir au tableau de bord"),
        }
        self.show("sign_out", _("Se déconnecter"), words)

    async def post(self) -> None:
        """Close the door behind this person."""
        if not self.is_ours():
            self.redirect(SIGN_OUT, status=303)
            return
        if self.visitor is not None and self.visitor.sign_in:
            await IOLoop.current().run_in_executor(
                self.door.slow, self.door.practice.sign_ins.leave, self.visitor
            )
        self.clear_cookie(self.door.cookie)
        self.redirect(SIGN_IN, status=303)


class Language(PlainPage):
    """« Français / English », remembered by the browser and by the account."""

    async def post(self) -> None:
        """Speak that language from here on, on the page that was open."""
        chosen = self.get_body_argument("langue", "")
        if not self.is_ours() or chosen not in LANGUAGES:
            raise HTTPError(403)
        self.set_cookie(
            self.door.language_cookie,
            chosen,
            expires_days=LANGUAGE_DAYS,
            **self.door.cookie_options,
        )
        if self.visitor is not None and self.visitor.login:
            speak_to = partial(self.door.practice.accounts.speak, by=self.visitor.name)
            await IOLoop.current().run_in_executor(
                self.door.slow, speak_to, self.visitor.login, chosen
            )
        self.redirect(self._back(), status=303)

    def _back(self) -> str:
        """The page that was open, without a language in its address."""
        asked = self.get_body_argument("next", "")
        came_from = urlsplit(asked or self.request.headers.get("Referer", "/"))
        if not asked and came_from.netloc != self.request.host:
            return "/"
        query = [(k, v) for k, v in parse_qsl(came_from.query) if k != "lang"]
        return safe_path(came_from.path + (f"?{urlencode(query)}" if query else ""))


def _too_old() -> str:
    return _("La page était ouverte depuis trop longtemps : recommencez.")


def safe_path(asked: str) -> str:
    """A page of this server, whatever was *asked*: the home page if it is elsewhere."""
    plain = asked.isascii() and asked.isprintable() and "\\" not in asked
    if plain and asked.startswith("/") and not asked.startswith("//"):
        return asked
    return "/"


@cache
def _page(part: str) -> Template:
    """The page around `assets/<part>.html`."""
    whole = asset("plain_page.html").replace("<!-- the form -->", asset(f"{part}.html"))
    return Template(whole)


@cache
def _style_digest() -> str:
    """By which the browser recognises our style, and refuses any other."""
    digest = hashlib.sha256(asset("sign_in.css").encode()).digest()
    return f"sha256-{b64encode(digest).decode()}"
