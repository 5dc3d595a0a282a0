"""« Sous quelle forme ? » and the frame of its page, as objects."""

from __future__ import annotations

from html import unescape

import pytest

from relance_ops.dashboard.page import Page, Session
from relance_ops.dashboard.pages.forms import FormsTab
from relance_ops.dashboard.pages.when import WhenPage
from relance_ops.dashboard.tabbed import Tab
from relance_ops.errors import ForbiddenError
from relance_ops.model import Form
from relance_ops.reach import MagicButton
from relance_ops.rights import Right, Role, Visitor
from relance_ops.settings import FormMode
from tests.factories import Desk

RECEPTION = Visitor(name="Camille", role=Role.RECEPTION)


@pytest.fixture
def tab(desk: Desk) -> FormsTab:
    """Three clients: one without the SMS box, one who refuses SMS."""
    desk.client("C1")
    desk.client("C2", by_sms=False)
    desk.client("C3", by_sms=False, refuses_sms=True)
    return FormsTab(session=Session(practice=desk.practice))


def test_the_box_changes_who_chooses_at_once(desk: Desk, tab: FormsTab) -> None:
    tab.layout.box.value = True

    assert desk.practice.settings().form_mode is FormMode.CLIENT
    assert tab.layout.meaning.object.startswith("Case cochée")


def test_the_undo_brings_the_choice_before_back(desk: Desk, tab: FormsTab) -> None:
    tab.layout.box.value = True

    tab.undo.undo()

    assert desk.practice.settings().form_mode is FormMode.CLINIC
    assert not tab.layout.box.value


def test_a_choice_and_its_undo_are_in_the_journal(desk: Desk, tab: FormsTab) -> None:
    tab.choose("grouping", "animal")
    tab.undo.undo()

    assert desk.rows(
        "select subject, before, after, who from event order by event_id"
    ) == [
        ("grouping", "client", "animal", "accueil"),
        ("grouping", "animal", "client", "accueil"),
    ]


def test_a_form_goes_down_and_up_the_order(desk: Desk, tab: FormsTab) -> None:
    order = tab.layout.order

    order.move(0, 1)
    order.move(2, -1)

    assert desk.practice.settings().form_order == (Form.SMS, Form.PAPER, Form.EMAIL)
    assert order.lines[0].name.object == "1 · SMS"
    assert order.lines[0].up.disabled


def test_a_form_may_be_left_out_and_taken_in_again(desk: Desk, tab: FormsTab) -> None:
    order = tab.layout.order

    order.turn(0)
    left = desk.practice.settings().form_order
    order.turn(2)

    assert left == (Form.SMS, Form.PAPER)
    assert desk.practice.settings().form_order == (Form.SMS, Form.PAPER, Form.EMAIL)


def test_the_last_form_cannot_be_left_out(desk: Desk, tab: FormsTab) -> None:
    tab.choose("form.order", "paper")

    tab.layout.order.turn(0)

    assert desk.practice.settings().form_order == (Form.PAPER,)
    assert "form.order" in unescape(tab.layout.order.refused.object)
    assert tab.layout.order.refused.visible


def test_a_number_that_makes_no_sense_is_refused_where_it_was_typed(
    desk: Desk, tab: FormsTab
) -> None:
    field = tab.layout.gap.input

    field.value = "une semaine"
    refused, said = field.error_state, field.helper_text
    field.value = "10"

    assert refused
    assert "un nombre entier de 0 à 365" in said
    assert not field.error_state
    assert desk.practice.settings().min_gap_days == 10


def test_a_magic_button_asks_first_with_how_many_change(
    desk: Desk, tab: FormsTab
) -> None:
    tab.layout.magic.ask(Form.SMS, ticks=True)

    assert tab.layout.magic.dialog.open
    assert tab.layout.magic.sentence.object == "1 client changera."
    assert "1 client refuse cette forme" in tab.layout.magic.beside.object
    assert desk.rows("select count(*) from event") == [(0,)]


def test_a_confirmed_magic_button_is_undone_by_one_click(
    desk: Desk, tab: FormsTab
) -> None:
    tab.layout.magic.ask(Form.SMS, ticks=True)
    tab.layout.magic.confirm()
    ticked = tab.reach.ticked()[Form.SMS]

    tab.undo.undo()

    assert ticked == 2
    assert tab.reach == desk.practice.forms.reach()
    assert tab.reach.ticked()[Form.SMS] == 1


def test_a_button_that_changes_nobody_cannot_be_confirmed(tab: FormsTab) -> None:
    tab.layout.magic.ask(Form.EMAIL, ticks=True)

    assert tab.layout.magic.sentence.object == "Aucun client ne changerait."
    assert tab.layout.magic.yes.disabled


def test_a_question_that_was_closed_changes_nothing(desk: Desk, tab: FormsTab) -> None:
    tab.layout.magic.ask(Form.SMS, ticks=False)

    tab.layout.magic.close()

    assert desk.rows("select count(*) from event") == [(0,)]


def test_the_picture_follows_the_order(tab: FormsTab) -> None:
    before = tab.layout.chosen.object

    tab.layout.order.turn(0)

    assert "Email 3, SMS 0, Papier 0" in before
    assert "Email 0, SMS 2, Papier 1" in tab.layout.chosen.object


def test_the_reception_looks_and_changes_nothing(desk: Desk) -> None:
    desk.client("C1")
    tab = FormsTab(session=Session(practice=desk.practice, visitor=RECEPTION))

    with pytest.raises(ForbiddenError):
        tab.choose("form.mode", "client")
    with pytest.raises(ForbiddenError):
        tab.press(MagicButton(Form.SMS, ticks=False))

    assert tab.layout.box.disabled
    assert tab.layout.gap.input.disabled
    assert all(line.down.disabled for line in tab.layout.order.lines)
    assert desk.rows("select count(*) from event") == [(0,)]


# The frame


class Sheet(Page):
    """A tab that counts how often it is made and read."""

    made = 0

    def __init__(self, **parameters: object) -> None:
        super().__init__(**parameters)
        type(self).made += 1
        self.read = 0

    def load(self) -> None:
        self.read += 1

    def __panel__(self) -> str:
        return "a sheet"


def when(
    desk: Desk, *, ident: str = "", gone: list[tuple[str, str]] | None = None
) -> WhenPage:
    class First(Sheet):
        pass

    class Second(Sheet):
        pass

    class Third(Sheet):
        pass

    went = gone if gone is not None else []
    return WhenPage(
        session=Session(
            practice=desk.practice,
            visitor=RECEPTION,
            go=lambda slug, ident="": went.append((slug, ident)),
        ),
        ident=ident,
        offered=(
            Tab("un", "Un", First, Right.READ),
            Tab("deux", "Deux", Second, Right.READ),
            Tab("trois", "Trois", Third, Right.SETTINGS),
        ),
    )


def test_a_tab_that_this_person_may_not_see_is_not_shown(desk: Desk) -> None:
    page = when(desk, ident="trois")

    assert [tab.slug for tab in page.tabs] == ["un", "deux"]
    assert page.tab == "un"


def test_a_tab_is_made_when_first_shown_and_kept(desk: Desk) -> None:
    page = when(desk, ident="deux")
    assert list(page.made) == ["deux"]

    page.strip.active = 0
    page.strip.active = 1

    assert list(page.made) == ["deux", "un"]
    assert {type(sheet).made for sheet in page.made.values()} == {1}


def test_choosing_a_tab_becomes_the_address(desk: Desk) -> None:
    gone: list[tuple[str, str]] = []
    page = when(desk, gone=gone)

    page.strip.active = 1

    assert gone == [("quand", "deux")]
    assert page.tab == page.ident == "deux"


def test_the_browser_s_way_back_turns_the_tab_without_a_new_page(desk: Desk) -> None:
    gone: list[tuple[str, str]] = []
    page = when(desk, gone=gone)
    page.strip.active = 1

    assert page.follow("un")

    assert page.strip.active == 0
    assert page.tab == "un"
    assert gone == [("quand", "deux")]


def test_every_tab_that_was_made_reads_again(desk: Desk) -> None:
    page = when(desk)
    page.strip.active = 1

    page.load()

    assert [sheet.read for sheet in page.made.values()] == [1, 1]
