"""Small parts that several pages use."""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import panel as pn
import panel_material_ui as pmui

from relance_ops.dashboard.theme import CARD, COLOURS, ICONS
from relance_ops.errors import RelanceError
from relance_ops.i18n import _, language, speaking
from relance_ops.model import Kind

log = logging.getLogger(__name__)


def card(*objects: Any, **options: Any) -> pmui.Paper:
    """A white sheet with a thin border."""
    sx = {**CARD, **options.pop("sx", {})}
    return pmui.Paper(
        *objects, elevation=0, sx=sx, margin=0, sizing_mode="stretch_width", **options
    )


def text(words: Any, variant: str = "body1", **options: Any) -> pmui.Typography:
    """Words of the program; anything from data is escaped before it comes here."""
    return pmui.Typography(words, variant=variant, **{"margin": 0, **options})


def plain(words: str) -> str:
    """Words from data, harmless wherever they are shown."""
    return html.escape(words)


def dialog(*objects: Any, **options: Any) -> pmui.Dialog:
    """A closed dialog of the usual width."""
    return pmui.Dialog(*objects, width_option="sm", open=False, **options)


def on_phone() -> bool:
    """True when this session's browser is a phone's."""
    return "Mobi" in (pn.state.headers or {}).get("User-Agent", "")


class Tiles(pn.viewable.Viewer):
    """How many leave by each way, large enough to read from across the room."""

    def __init__(self) -> None:
        super().__init__()
        labels = {
            Kind.EMAIL: _("Emails"),
            Kind.SMS: _("SMS"),
            Kind.LETTER: _("Lettres"),
            Kind.CARD: _("Cartes"),
        }
        self._numbers = {
            kind: text("0", "h4", sx={"color": COLOURS[kind]}) for kind in Kind
        }
        self._grid = pmui.Grid(
            *(
                pmui.Grid(
                    card(
                        text(labels[kind], "body2", sx={"color": "text.secondary"}),
                        self._numbers[kind],
                        sx={"p": "10px 18px"},
                    ),
                    size={"xs": 6, "sm": 3},
                )
                for kind in Kind
            ),
            container=True,
            spacing=1.5,
            sizing_mode="stretch_width",
            margin=0,
        )

    def show(self, counts: Mapping[Kind, int]) -> None:
        """Show these figures."""
        for kind, number in self._numbers.items():
            number.object = str(counts.get(kind, 0))

    def __panel__(self) -> pn.viewable.Viewable:
        return self._grid


def chips(kinds: tuple[Kind, ...]) -> str:
    """The ways out of one reminder, as HTML for a table cell."""
    words = {
        Kind.EMAIL: _("email"),
        Kind.SMS: _("SMS"),
        Kind.LETTER: _("lettre"),
        Kind.CARD: _("carte"),
    }
    return " ".join(
        f'<span style="color:{COLOURS[kind]};font-weight:600">{words[kind]}</span>'
        for kind in kinds
    )


def icon_of(kind: Kind) -> str:
    """The Material icon of a channel."""
    return ICONS[kind]


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
            _("Erreur inattendue ({kind}). Rien n'a été changé à moitié.").format(
                kind=type(error).__name__
            ),
            "error",
        )


def notify(sentence: str, kind: str = "success") -> None:
    """Show *sentence* for a while; errors stay until they are closed."""
    if pn.state.notifications is not None:
        show = getattr(pn.state.notifications, kind)
        show(sentence, duration=0 if kind == "error" else 6000)


def on_click(action: Callable[[], None]) -> Callable[..., None]:
    """*action* as a button's callback: in the session's language, errors told."""
    spoken = language()

    def clicked(*_event: Any) -> None:
        with speaking(spoken), telling():
            action()

    return clicked
