"""The small language of templates: a few Jinja2 fields in a Markdown subset.

A manager writes templates and clients write names: neither is ever run. Only the kinds
of nodes listed here are accepted, so nothing can loop, allocate, import or reach an
attribute; the sandbox underneath is a second wall. Values are escaped before Markdown
is read, so a dog named `*Rex*` or `<script>` stays that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, fields
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.token import Token

from relance_ops.errors import TemplateError
from relance_ops.i18n import _
from relance_ops.merge_fields import Fields
from relance_ops.typography import with_french_spaces

Block = dict[str, object]

TABLE = "[[tableau]]"

# A letter is a page; what is longer is a mistake, or meant to exhaust the parser.
_LENGTH_LIMIT = 20_000
_NUMBER_LIMIT = 1_000_000

FIELD_NAMES = tuple(field.name for field in fields(Fields))
_NUMBERS = frozenset(f.name for f in fields(Fields) if f.type == "int")

_FILTERS = frozenset({"upper", "lower", "capitalize"})
_EQUALITIES = frozenset({"eq", "ne"})
_ORDERS = frozenset({"lt", "lteq", "gt", "gteq"})

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
)

_MARKER = re.compile(r"\[\[[^\[\]\n]*\]\]")
_MARKDOWN_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(
    ["emphasis", "list", "newline", "escape"]
)


def _literally(value: object) -> object:
    """A merged value that Markdown reads as plain text."""
    return _MARKDOWN_MARKS.sub(r"\\\1", value) if isinstance(value, str) else value


def _environment(*, markdown: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        # What is written is text and Markdown; each layout escapes for itself.
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_literally if markdown else None,
    )
    # Nothing to hold on to, were a node ever let through: no range, no lipsum, no |attr.
    environment.globals.clear()
    environment.tests.clear()
    environment.filters = {name: FILTERS[name] for name in _FILTERS}
    return environment


_MARKDOWN_VALUES = _environment(markdown=True)
_PLAIN_VALUES = _environment(markdown=False)


def check(text: str) -> None:
    """Accept *text* as a template, or say what is wrong with it.

    Raises:
        TemplateError: It is not one; lists the fields and words that may be used.
    """
    _compiled(text, "fr", markdown=True)


def merged(text: str, values: Fields, *, language: str) -> str:
    """*text* with its fields filled in, on as few lines as it is written."""
    return _compiled(text, language, markdown=False).render(asdict(values)).strip()


def merged_blocks(text: str, values: Fields, *, language: str) -> list[Block]:
    """*text* filled in and read as Markdown: paragraphs and lines of lists.

    The table's marker becomes ``{"t": "table"}``, for the caller to fill.
    """
    markdown = _compiled(text, language, markdown=True).render(asdict(values))
    return list(_blocks(markdown))


@lru_cache(maxsize=512)
def _compiled(text: str, language: str, *, markdown: bool) -> Template:
    tree = _parsed(text)
    if language == "fr":
        for node in _every(tree):
            if isinstance(node, nodes.TemplateData):
                node.data = with_french_spaces(node.data)
    environment = _MARKDOWN_VALUES if markdown else _PLAIN_VALUES
    try:
        return environment.from_string(tree)
    except (RecursionError, SyntaxError, MemoryError) as error:
        # A hundred conditions inside each other: Jinja writes Python too deep for it.
        raise _too_complicated() from error


def _parsed(text: str) -> nodes.Template:
    if len(text) > _LENGTH_LIMIT:
        raise TemplateError(
            _(
                "Le modèle a {length} caractères ; {limit} au plus. Raccourcissez-le."
            ).format(length=len(text), limit=_LENGTH_LIMIT)
        )
    for marker in _MARKER.findall(text):
        if marker != TABLE:
            raise _refused(marker, 1)
    try:
        tree = _MARKDOWN_VALUES.parse(text)
    except TemplateSyntaxError as error:
        raise TemplateError(
            _("Le modèle ne se lit pas, ligne {line} : {detail}. {allowed}").format(
                line=error.lineno, detail=error.message, allowed=_what_is_allowed()
            )
        ) from error
    except (RecursionError, ValueError) as error:
        # Thousands of brackets, or of digits: Python gives up before Jinja does.
        raise _too_complicated() from error
    for node in _every(tree):
        _check_node(node)
    return tree


def _every(tree: nodes.Node) -> Iterator[nodes.Node]:
    """*tree* and all below it, without recursion: it may be deep."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.iter_child_nodes())


def _check_node(node: nodes.Node) -> None:
    if not isinstance(node, _ALLOWED):
        raise _refused(type(node).__name__, node.lineno)
    if isinstance(node, nodes.Name) and node.name not in FIELD_NAMES:
        raise TemplateError(
            _("Le champ « {name} » n'existe pas (ligne {line}). {allowed}").format(
                name=node.name, line=node.lineno, allowed=_what_is_allowed()
            )
        )
    if isinstance(node, nodes.Const) and not _is_small(node.value):
        raise _refused(_("un nombre trop grand"), node.lineno)
    if isinstance(node, nodes.Filter) and not _is_known_filter(node):
        raise _refused(f"|{node.name}", node.lineno)
    if isinstance(node, nodes.Compare):
        _check_comparison(node)


def _is_small(value: object) -> bool:
    if isinstance(value, str | bool) or value is None:
        return True
    return isinstance(value, int) and abs(value) <= _NUMBER_LIMIT


def _is_known_filter(node: nodes.Filter) -> bool:
    return (
        node.name in _FILTERS
        and node.node is not None
        and not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)
    )


def _check_comparison(node: nodes.Compare) -> None:
    """Only what cannot fail later: a text is never smaller than a number."""
    sides = [node.expr, *(operand.expr for operand in node.ops)]
    for operand in node.ops:
        if operand.op in _EQUALITIES:
            continue
        if operand.op not in _ORDERS or not all(map(_is_number, sides)):
            raise _refused(_("cette comparaison"), node.lineno)


def _is_number(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Name):
        return node.name in _NUMBERS
    return isinstance(node, nodes.Const) and isinstance(node.value, int)


def _refused(what: str, line: int) -> TemplateError:
    return TemplateError(
        _(
            "« {what} » n'est pas permis dans un modèle (ligne {line}). {allowed}"
        ).format(what=what, line=line, allowed=_what_is_allowed())
    )


def _too_complicated() -> TemplateError:
    return TemplateError(
        _("Le modèle ne se lit pas : il est trop compliqué. {allowed}").format(
            allowed=_what_is_allowed()
        )
    )


def _what_is_allowed() -> str:
    return _(
        "Possible : du texte, **gras**, *italique*, {table}, "
        "{{% if champ %}}…{{% else %}}…{{% endif %}}, et les champs {fields}."
    ).format(table=TABLE, fields=", ".join(FIELD_NAMES))


def _blocks(markdown: str) -> Iterator[Block]:
    depth = 0
    for token in _MARKDOWN.parse(markdown):
        if token.type == "list_item_open":
            depth += 1
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "inline" and token.content.strip() == TABLE:
            yield {"t": "table"}
        elif token.type == "inline":
            yield {"t": "li" if depth else "p", "r": _runs(token.children or [])}


def _runs(tokens: list[Token]) -> list[dict[str, object]]:
    """Stretches of text of one weight, neighbours of the same weight joined."""
    runs: list[dict[str, object]] = []
    bold = italic = 0
    for token in tokens:
        bold += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
        if not text or token.type.endswith(("_open", "_close")):
            continue
        weight = {"b": min(bold, 1), "i": min(italic, 1)}
        if runs and {key: runs[-1][key] for key in weight} == weight:
            runs[-1]["x"] = f"{runs[-1]['x']}{text}"
        else:
            runs.append({"x": text, **weight})
    return runs
