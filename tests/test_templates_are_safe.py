"""Nothing that is written in a template runs: refused when saved, or rendered harmless."""

from __future__ import annotations

import builtins
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from typing import Any

import jinja2
import pytest

from relance_ops.errors import TemplateError
from relance_ops.library import LONGEST, Library, Own, Part
from relance_ops.merge_fields import Fields, fields_of
from relance_ops.messages import compose
from relance_ops.model import Client, Clinic, Kind
from relance_ops.template_language import (
    _PLAIN_VALUES,
    FIELD_NAMES,
    check,
    merged,
    merged_blocks,
)
from tests.deliveries import CLINIC, ON, a_client, a_delivery, a_reminder
from tests.escapes import (
    ADVISORIES,
    ATTRIBUTES,
    ENDLESS,
    EVERYTHING,
    FILES,
    HUGE,
    IMPORTS,
    NETWORK,
)  # fmt: skip
from tests.factories import Desk

FIELDS = fields_of(a_delivery(), clinic=CLINIC, on=ON)


@contextmanager
def nothing_opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What was opened meanwhile: files, and connections to anywhere."""
    opened: list[object] = []

    def noting(original: Callable[..., object]) -> Callable[..., object]:
        def noted(*arguments: object, **named: object) -> object:
            opened.append(arguments)
            return original(*arguments, **named)

        return noted

    with monkeypatch.context() as patching:
        patching.setattr(builtins, "open", noting(builtins.open))
        patching.setattr(socket, "socket", noting(socket.socket))
        yield opened


def refused(text: str) -> str:
    with pytest.raises(TemplateError) as error:
        check(text)
    return str(error.value)


# Refused when it is saved


def test_an_unknown_field_is_refused_with_the_list_of_known_ones() -> None:
    said = refused("Bonjour,\n{{ nom_du_chien }}")

    assert "« nom_du_chien »" in said
    assert "ligne 2" in said
    assert all(name in said for name in FIELD_NAMES)


@pytest.mark.parametrize("text", ENDLESS)
def test_an_endless_loop_is_refused(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize("text", HUGE)
def test_a_huge_output_is_refused(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize("text", FILES)
def test_a_file_is_never_read(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with nothing_opened(monkeypatch) as opened:
        said = refused(text)

    assert said
    assert not any("passwd" in str(one) or "toml" in str(one) for one in opened)


@pytest.mark.parametrize("text", NETWORK)
def test_the_network_is_never_reached(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nothing_opened(monkeypatch) as opened:
        said = refused(text)

    assert said
    assert opened == []


@pytest.mark.parametrize("text", ATTRIBUTES)
def test_an_attribute_is_never_reached(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize("text", IMPORTS)
def test_nothing_is_imported_or_run(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize("text", ADVISORIES.values(), ids=list(ADVISORIES))
def test_a_known_escape_from_the_sandbox_is_refused(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize("part", list(Part))
def test_every_part_is_checked_when_it_is_saved(desk: Desk, part: Part) -> None:
    for text in EVERYTHING:
        with pytest.raises(TemplateError):
            desk.practice.words.save("default", "fr", {part: text}, by="Jeanne")

    assert desk.rows("select count(*) from wording") == [(0,)]


def test_a_refusal_never_shows_the_inside_of_the_program() -> None:
    for text in EVERYTHING:
        said = refused(text[:200])
        assert "Traceback" not in said
        assert "/site-packages/" not in said


# Harmless were it ever in the file


@pytest.mark.parametrize("text", EVERYTHING)
def test_what_got_into_the_file_gives_way_to_the_programs_words(text: str) -> None:
    library = Library.over([Own("default", "fr", Part.BODY, text)])

    found = compose(a_delivery(Kind.LETTER), clinic=CLINIC, on=ON, library=library)

    assert found.text.startswith("Bonjour Madame Martin,")


@pytest.mark.parametrize("text", [*FILES, *ATTRIBUTES, *IMPORTS, *ADVISORIES.values()])
def test_the_sandbox_holds_alone(text: str) -> None:
    """Without our list of what is allowed: an error, or nothing of the machine."""
    try:
        said = _PLAIN_VALUES.from_string(text).render(nom="Martin", nb_actes=1)
    except (jinja2.TemplateError, TypeError, KeyError):
        return

    assert not any(
        leak in said for leak in ("root:", "uid=", "<class", "<built-in", "<module")
    )


def test_there_is_no_name_in_a_template_but_the_fields() -> None:
    assert _PLAIN_VALUES.globals == {}
    assert _PLAIN_VALUES.tests == {}
    assert set(_PLAIN_VALUES.filters) == {"upper", "lower", "capitalize"}
    assert _PLAIN_VALUES.loader is None


@pytest.mark.parametrize("text", EVERYTHING)
def test_code_in_a_name_is_only_a_name(text: str) -> None:
    name = text[:40]
    planned = a_delivery(Kind.LETTER, a_reminder(animal_name=name))

    found = compose(planned, clinic=CLINIC, on=ON)

    assert "".join(name.split()) in "".join(found.text.split())


# What is allowed stays small, and every value may be missing


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("template", ["default", "information", "last"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_missing_value_is_left_out(kind: Kind, template: str, language: str) -> None:
    nobody = Client(client_id="C1", last_name="Martin", language=language)
    planned = a_delivery(kind, a_reminder(template=template), client=nobody)

    found = compose(planned, clinic=Clinic(name="Clinique"), on=ON)

    for odd in ("None", "Undefined", "{{", "  ", " ,", "()"):
        assert odd not in found.text
    assert "Martin" in found.text or kind is Kind.SMS


@pytest.mark.parametrize("name", FIELD_NAMES)
def test_every_field_may_be_empty(name: str) -> None:
    empty: dict[type, Any] = {str: "", int: 0, bool: False}
    values = replace(FIELDS, **{name: empty[type(getattr(FIELDS, name))]})
    text = f"[{{% if {name} %}}plein{{% else %}}vide{{% endif %}}]"

    assert merged(text, values, language="fr") == "[vide]"


def test_the_largest_template_of_the_longest_values_is_small_and_quick() -> None:
    longest = a_client(last_name="M" * 5000, first_name="x" * 5000)
    family = [
        a_reminder(animal_id=f"A{n}", animal_name="y" * 5000, label="z" * 5000)
        for n in range(30)
    ]
    values = fields_of(
        a_delivery(Kind.LETTER, *family, client=longest), clinic=CLINIC, on=ON
    )
    body = "{{animaux}}" * (LONGEST[Part.BODY] // len("{{animaux}}"))
    check(body)

    began = time.monotonic()
    blocks = merged_blocks(body, values, language="fr")

    assert len(str(blocks)) < 1_000_000
    assert time.monotonic() - began < 5


def test_a_field_holds_only_text_numbers_and_yes_or_no() -> None:
    kinds = {type(getattr(FIELDS, field.name)) for field in fields(Fields)}

    assert kinds == {str, int, bool}
