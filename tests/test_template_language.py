"""What a template may say, and everything that it may not."""

from __future__ import annotations

import pytest

from relance_ops.errors import TemplateError
from relance_ops.i18n import speaking
from relance_ops.merge_fields import fields_of
from relance_ops.messages import check
from relance_ops.template_language import FIELD_NAMES, merged, merged_blocks
from tests.deliveries import CLINIC, ON, a_delivery

FIELDS = fields_of(a_delivery(), clinic=CLINIC, on=ON)


def refusal(text: str) -> str:
    with pytest.raises(TemplateError) as refused:
        check(text)
    return str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bonjour {{ destinataire }}",
        "{% if nb_actes > 1 and not en_retard %}a{% elif telephone %}b{% endif %}",
        "{{ 'a' if nb_animaux == 1 else 'b' }}",
        "{{ animaux|upper }}",
        "**gras**, *italique*\n\n- une ligne\n\n[[tableau]]",
        "{# a note to oneself #}",
        "{% raw %}{{ anything }}{% endraw %}",
    ],
)
def test_ordinary_words_are_accepted(text: str) -> None:
    check(text)


def test_an_unknown_field_is_refused_with_the_list_of_known_ones() -> None:
    message = refusal("Bonjour\n{{ nom_du_chien }}")

    assert "« nom_du_chien »" in message
    assert "ligne 2" in message
    assert all(name in message for name in FIELD_NAMES)


def test_the_refusal_is_in_the_language_of_the_reader() -> None:
    with speaking("fr"):
        assert "n'existe pas" in refusal("{{ inconnu }}")


@pytest.mark.parametrize(
    "text",
    [
        # Out of the sandbox.
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ nom.__class__ }}",
        "{{ nom['__class__'] }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__ }}",
        "{{ config }}",
        "{{ lipsum() }}",
        "{{ nom|attr('__class__') }}",
        "{{ nom.format(1) }}",
        # Files and the network.
        "{% include '/etc/passwd' %}",
        "{% import '/etc/passwd' as x %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{{ open('/etc/passwd') }}",
        "{{ get('http://evil.example') }}",
        # Never ending, or never enough memory.
        "{% for x in range(1000000000) %}x{% endfor %}",
        "{% for x in nom %}{{ x }}{% endfor %}",
        "{{ 'a' * 10**9 }}",
        "{{ 10**10**10 }}",
        "{{ '%0999999999d'|format(1) }}",
        "{{ nom|center(1000000000) }}",
        "{{ nom|upper(1) }}",
        "{{ 'a' ~ nom }}",
        "{{ 99999999 }}",
        "{{ 1e999 }}",
        "{{ " + "9" * 5000 + " }}",
        "{{ " + "(" * 3000 + "nom" + ")" * 3000 + " }}",
        "{{ " + "not " * 3000 + "nom }}",
        "{{ " + "nom and " * 2000 + "nom }}",
        "{% if nom %}" * 120 + "{% endif %}" * 120,
        "x" * 20_001,
        # State and code.
        "{% set x = 1 %}",
        "{% macro x() %}{% endmacro %}",
        "{% call nom() %}{% endcall %}",
        "{% filter upper %}{% endfilter %}",
        "{% with %}{% endwith %}",
        "{{ nom() }}",
        "{{ [nom] }}",
        "{{ nom is defined }}",
        # What would only fail on the day it is sent.
        "{{ nom > 3 }}",
        "{{ nom in 3 }}",
        "{{ nb_actes < 'trois' }}",
        "{% if %}",
        "{{ nom",
        "{% endif %}",
        "[[table]]",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    assert refusal(text)


def test_a_field_value_is_never_read_as_a_template_again() -> None:
    planned = a_delivery()
    values = fields_of(planned, clinic=CLINIC, on=ON)

    text = merged("{{ '{{ 7 }}' }} {{ nom }}", values, language="fr")

    assert text == "{{ 7 }} Martin"


def test_french_punctuation_never_starts_a_line() -> None:
    text = merged("Rex : « oui » ; non ! {{ nom }} ?", FIELDS, language="fr")

    expected = "Rex_:_«_oui_»^; non^! Martin^?"
    assert text == expected.replace("Rex_", "Rex\u00a0").replace(
        "_»", "\u00a0»"
    ).replace("«_", "«\u00a0").replace(":_", ": ").replace("^", "\u202f")


def test_english_punctuation_is_left_alone() -> None:
    assert merged("Rex : yes !", FIELDS, language="en") == "Rex : yes !"


def test_markdown_becomes_blocks() -> None:
    text = "Un *mot* et **deux**\nsuite\n\n- a\n- b\n\n[[tableau]]"

    assert merged_blocks(text, FIELDS, language="fr") == [
        {
            "t": "p",
            "r": [
                {"x": "Un ", "b": 0, "i": 0},
                {"x": "mot", "b": 0, "i": 1},
                {"x": " et ", "b": 0, "i": 0},
                {"x": "deux", "b": 1, "i": 0},
                {"x": " suite", "b": 0, "i": 0},
            ],
        },
        {"t": "li", "r": [{"x": "a", "b": 0, "i": 0}]},
        {"t": "li", "r": [{"x": "b", "b": 0, "i": 0}]},
        {"t": "table"},
    ]


def test_markdown_beyond_the_subset_stays_text() -> None:
    text = "# titre\n\n<b>x</b>![i](u) [l](u) `c`"

    blocks = merged_blocks(text, FIELDS, language="fr")

    assert [block["t"] for block in blocks] == ["p", "p"]
    assert blocks[1]["r"] == [{"x": "<b>x</b>![i](u) [l](u) `c`", "b": 0, "i": 0}]
