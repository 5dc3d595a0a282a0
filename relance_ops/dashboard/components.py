"""Small parts that several pages use."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.theme import CARD, COLOURS, DIALOG, ICONS, QUIET, TINTS
from relance_ops.errors import RelanceError
from relance_ops.i18n import _, language, speaking
from relance_ops.model import Kind

log = logging.getLogger(__name__)

Action = Callable[[], object]

NOTICE_MILLISECONDS = 8_000


@contextmanager
def telling() -> Iterator[None]:
    """The one error boundary: what went wrong becomes a notice, never a stack trace."""
    try:
        yield
    except RelanceError as error:
        notify(str(error), "error")
    except Exception as error:
        log.exception("page failed")
        notify(
            _(
                "Erreur inattendue ({kind}). Rien n'a été fait à moitié : "
                "recommencez, ou rechargez la page."
            ).format(kind=type(error).__name__),
            "error",
        )


def notify(sentence: str, kind: str = "success") -> None:
    """Show *sentence* for a while; errors stay until they are closed."""
    if pn.state.notifications is not None:
        show = getattr(pn.state.notifications, kind)
        show(sentence, duration=0 if kind == "error" else NOTICE_MILLISECONDS)


def answering(action: Action) -> Callable[..., None]:
    """*action* as a callback: in the session's language, its errors told."""
    spoken = language()

    def answer(*_event: Any) -> None:
        with speaking(spoken), telling():
            action()

    return answer


# What Markdown would read in words that are data: Typography is Markdown underneath.
# A reference like &#42; is never a mark of it, and HTML shows it as it is.
_MARKS = re.compile(
    r"[\\`*_~\[\]#|@]|[.:](?=[\w/])|^[ \t]+|^[-+=]|^\d+[.)]",
    re.MULTILINE,
)


def plain(words: str) -> str:
    """Words from data, harmless wherever they are shown, and shown as they are."""
    marked = _MARKS.sub(
        lambda found: "".join(f"\0{ord(mark)};" for mark in found[0]), words
    )
    return html.escape(marked).replace("\0", "&#")


def text(words: str = "", variant: str = "body1", **options: Any) -> pmui.Typography:
    """Words of the program; anything from data is escaped before it comes here."""
    return pmui.Typography(words, variant=variant, **{"margin": 0, **options})


def quiet(words: str = "", **options: Any) -> pmui.Typography:
    """Words that help without asking for attention."""
    return text(words, "body2", **{"sx": QUIET, **options})


def card(*objects: Any, **options: Any) -> pmui.Paper:
    """A white sheet with a thin border."""
    sx = {**CARD, **options.pop("sx", {})}
    return pmui.Paper(
        *objects, elevation=0, sx=sx, margin=0, sizing_mode="stretch_width", **options
    )


def big_button(
    label: str, action: Action, *, icon: str, color: str, **options: Any
) -> pmui.Button:
    """A button that nobody can miss, as wide as its place."""
    sx = {"fontSize": "1.15rem", "py": "13px", **options.pop("sx", {})}
    return pmui.Button(
        label=label, icon=icon, color=color, variant="contained", size="large",
        on_click=answering(action), sx=sx,
        **{"sizing_mode": "stretch_width", "margin": (6, 0), **options},
    )  # fmt: skip


def small_button(label: str, action: Action, **options: Any) -> pmui.Button:
    """A button for what is rarely needed."""
    return pmui.Button(
        label=label,
        on_click=answering(action),
        **{"variant": "outlined", "margin": 0, **options},
    )


def dialog(*objects: Any, title: str, closes: bool) -> pmui.Dialog:
    """A question over the page.

    Args:
        objects: What it shows.
        title: The question.
        closes: Escape and a click beside it close it, where that does nothing.
    """
    return pmui.Dialog(
        *objects, title=title, width_option="sm", sizing_mode="stretch_width",
        close_on_click=closes, open=False, sx=DIALOG,
    )  # fmt: skip


def at_first_use(asked: pmui.Dialog) -> pmui.Column:
    """The place of a dialog, which is drawn only once somebody opens it.

    A page draws quicker without the dozen that nobody opens. And a dialog that is open
    from its first drawing cannot miss that it was opened while it was being drawn, as
    one could on a busy machine (Panel 1.9: the click seemed lost).
    """
    held = pmui.Column(margin=0, sizing_mode="stretch_width")

    def draw(*_events: object) -> None:
        if asked.open and not held.objects:
            held[:] = [asked]

    asked.param.watch(draw, "open")
    draw()
    return held


def beside(*objects: Any, **options: Any) -> pmui.FlexBox:
    """What stands to the right of a page's title; below it, from the left, on a phone."""
    return pmui.FlexBox(
        *objects,
        gap="8px 12px",
        stylesheets=[":host { flex: 0 1 auto !important; width: auto !important }"],
        **options,
    )


def kind_words(kind: Kind) -> str:
    """A way out as a heading: "Emails"."""
    return {
        Kind.EMAIL: _("Emails"),
        Kind.SMS: _("SMS"),
        Kind.LETTER: _("Lettres"),
        Kind.CARD: _("Cartes"),
    }[kind]


def chips(kinds: tuple[Kind, ...]) -> str:
    """The ways out of one reminder, as HTML for a table cell."""
    words = {
        Kind.EMAIL: _("email"),
        Kind.SMS: _("SMS"),
        Kind.LETTER: _("lettre"),
        Kind.CARD: _("carte"),
    }
    return " ".join(f'<span class="chip {kind}">{words[kind]}</span>' for kind in kinds)


class Tiles(pn.viewable.Viewer):
    """How many leave by each way, large enough to read from across the room."""

    def __init__(self, *, badges: bool = True) -> None:
        super().__init__()
        self._badges = badges
        self._numbers = {
            kind: text("0", "h4", sx={"color": COLOURS[kind]}) for kind in Kind
        }
        self._grid = pmui.Grid(
            *(
                pmui.Grid(self._tile(kind), size={"xs": 6, "sm": 3}, margin=0)
                for kind in Kind
            ),
            container=True, spacing=1.5, sizing_mode="stretch_width", margin=0,
        )  # fmt: skip

    def show(self, counts: Mapping[Kind, int]) -> None:
        """Show these figures."""
        for kind, number in self._numbers.items():
            number.object = str(counts.get(kind, 0))

    def _tile(self, kind: Kind) -> pmui.Paper:
        words = pmui.Column(self._numbers[kind], quiet(kind_words(kind)), margin=0)
        if not self._badges:
            return card(words, sx={"p": "8px 14px"})
        badge = pmui.Avatar(
            f":material/{ICONS[kind]}:", margin=0, size="medium", align="center",
            sx={"bgcolor": TINTS[kind], "color": COLOURS[kind]},
        )  # fmt: skip
        row = pmui.FlexBox(badge, words, gap="14px", flex_wrap="nowrap", margin=0)
        return card(row, sx={"p": {"xs": "10px 12px", "sm": "12px 18px"}})

    def __panel__(self) -> pn.viewable.Viewable:
        return self._grid
