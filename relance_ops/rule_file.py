"""A set of rules as a file that one reads, edits and compares: rules.toml. Pure.

One table an act type, one line a step:

    [rules.RAPPEL_CHPPI]
    1 = { offset_days = -15, valid_days = 60 }
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from relance_ops import rule_file_steps
from relance_ops.i18n import _
from relance_ops.reports import ActType
from relance_ops.rule_changes import Fault, faults
from relance_ops.rules import Rule
from relance_ops.toml_lines import Path, detail_of, line_of_error, lines_of, split

RULES = "rules"
WORDS = ("author", "comment")

_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong on one line, in words that say what to do.

    Attributes:
        line: The first being 1; 0 for the whole file.
        found: What is written there.
        act_type, step, field: What it is about; "" and 0 for the file itself.
    """

    line: int
    found: str
    sentence: str
    act_type: str = ""
    step: int = 0
    field: str = ""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What a file says.

    Attributes:
        author: Who wrote it, as the file has it; who publishes signs the version.
        rules: Those that could be read.
        problems: What could not, by line.
        lines: Where each key is written.
    """

    text: str
    author: str = ""
    comment: str = ""
    rules: tuple[Rule, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: Mapping[Path, int] | None = None

    def line(self, *path: str) -> int:
        """Where this key is written, or what holds it; 1 when nothing does."""
        known = self.lines or {}
        parts = [path[:n] for n in range(len(path), 0, -1)]
        return next((known[part] for part in parts if part in known), 1)

    def problem(
        self,
        sentence: str,
        act_type: str = "",
        step: int = 0,
        field: str = "",
        key: str = "",
    ) -> Problem:
        """*sentence* about what stands there; *key* is a step that is no number."""
        line = self.line(RULES, act_type, key or str(step), field)
        return Problem(line, source(self.text, line), sentence, act_type, step, field)


def read(text: str) -> RuleFile:
    """What *text* says; what cannot be read is among its problems."""
    text = text.removeprefix("\ufeff")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = line_of_error(text, error)
        problem = Problem(line, source(text, line), _not_toml(detail_of(error)))
        return RuleFile(text, problems=(problem,))
    known = RuleFile(text, lines=lines_of(text))
    rules, misread = rule_file_steps.rules_of(content.get(RULES, {}))
    return RuleFile(
        text,
        **{key: value for key in WORDS if isinstance(value := content.get(key), str)},
        rules=rules,
        problems=_sorted(
            [
                *_strangers(known, content),
                *(known.problem(**one._asdict()) for one in misread),
            ]
        ),
        lines=known.lines,
    )


def problems(
    given: RuleFile, *, act_types: Mapping[str, str], templates: Collection[str]
) -> tuple[Problem, ...]:
    """All that keeps *given* from being published, by line.

    Args:
        given: As `read` gave it.
        act_types: The label of each known one.
        templates: Names that a rule may give.
    """
    said = {(one.act_type, one.step, one.field) for one in given.problems}
    found = [
        given.problem(_with_remedy(fault, act_types, templates), *fault[:3])
        for fault in faults(given.rules, act_types=act_types, templates=templates)
        if fault[:3] not in said
    ]
    return _sorted([*given.problems, *found])


def written(
    rules: Iterable[Rule],
    act_types: Sequence[ActType],
    *,
    author: str = "",
    comment: str = "",
) -> str:
    """*rules* as a file, by category and name of the act type; `read` gives them back."""
    by_type: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: (rule.act_type, rule.step)):
        by_type.setdefault(rule.act_type, []).append(rule)
    known = {one.act_type: one for one in act_types}
    known |= {key: ActType(key, key) for key in by_type if key not in known}
    parts = [_heading(), f"author = {_text(author)}\ncomment = {_text(comment)}\n"]
    for category, members in groupby(known.values(), key=lambda one: one.category):
        with_rules = [one for one in members if one.act_type in by_type]
        if with_rules and category:
            parts.append(_remark(category.upper()))
        parts += [_table(one, by_type[one.act_type]) for one in with_rules]
    without = [one for one in known.values() if one.act_type not in by_type]
    if without:
        names = ", ".join(f"{one.act_type} ({one.label})" for one in without)
        parts.append(_remark(_("Sans relance : {names}").format(names=names)))
    return "\n".join(parts)


def source(text: str, line: int) -> str:
    """Line number *line* of *text*, shortened."""
    lines = split(text)
    return lines[line - 1].strip()[:200] if 0 < line <= len(lines) else ""


def _heading() -> str:
    return "".join(
        _remark(said)
        for said in (
            _("Les règles de relance de la clinique : une table par modèle d'acte."),
            _(
                "offset_days : jours par rapport à l'échéance, avant (-15) ou après (15)."
            ),
            _("valid_days : pendant combien de jours la relance peut encore partir."),
            _(
                'Facultatifs : channels = ["email", "sms", "paper"], paper_form = "card",'
            ),
            _('template = "last", active = false, active_from = 2027-01-01.'),
            _(
                "« relance-ops rules check FICHIER » relit ce fichier sans rien changer."
            ),
        )
    )


def _table(about: ActType, rules: Iterable[Rule]) -> str:
    delay = f" ({about.delay})" if about.delay else ""
    label = _remark(f"{about.label}{delay}") if about.label != about.act_type else ""
    steps = "".join(
        f"{rule.step} = {{ {', '.join(_fields(rule))} }}\n" for rule in rules
    )
    return f"{label}[{RULES}.{_key(about.act_type)}]\n{steps}"


def _fields(rule: Rule) -> Iterator[str]:
    """What a step says; what is usual is left out, but for its days."""
    yield f"offset_days = {rule.offset_days}"
    yield f"valid_days = {rule.valid_days}"
    if rule.channels:
        yield f"channels = [{', '.join(_text(one) for one in rule.channels.split('|'))}]"
    if rule.paper_form != "letter":
        yield f"paper_form = {_text(rule.paper_form)}"
    if rule.template:
        yield f"template = {_text(rule.template)}"
    if not rule.active:
        yield "active = false"
    if rule.active_from is not None:
        yield f"active_from = {rule.active_from.isoformat()}"


def _key(word: str) -> str:
    return word if _BARE.fullmatch(word) else _text(word)


def _text(words: str) -> str:
    """A TOML basic string: JSON's, which lets DEL through."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def _remark(words: str) -> str:
    """A comment on one line, whatever a label holds."""
    return f"# {''.join(c if c.isprintable() else ' ' for c in words)}\n"


def _strangers(known: RuleFile, content: Mapping[str, object]) -> Iterator[Problem]:
    """What is written beside the rules and means nothing."""
    for key, value in content.items():
        line = (known.lines or {}).get((key,), 1)
        found = source(known.text, line)
        if key not in (RULES, *WORDS):
            said = _(
                "« {key} » ne veut rien dire ici. Écrivez author, comment, ou une table "
                "[rules.MODÈLE] par modèle d'acte."
            )
            yield Problem(line, found, said.format(key=key))
        elif key != RULES and not isinstance(value, str):
            said = _("« {key} » est un texte : écrivez-le entre guillemets.")
            yield Problem(line, found, said.format(key=key))


def _not_toml(detail: str) -> str:
    if any(word in detail for word in ("overwrite", "twice", "Duplicate", "mutate")):
        return _(
            "Ceci est déjà écrit plus haut. Gardez l'un des deux. ({detail})"
        ).format(detail=detail)
    return _(
        "Cette ligne ne se lit pas. Une relance s'écrit "
        "1 = {{ offset_days = -15, valid_days = 60 }} sous [rules.MODÈLE]. ({detail})"
    ).format(detail=detail)


def _with_remedy(
    fault: Fault, act_types: Mapping[str, str], templates: Collection[str]
) -> str:
    """The fault's sentence, and what may be written instead where it is a name."""
    choices = {"act_type": act_types, "template": templates}.get(fault.field)
    if not choices:
        return fault.sentence
    return _("{sentence} Connus : {names}.").format(
        sentence=fault.sentence, names=", ".join(sorted(choices))
    )


def _sorted(found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(found, key=lambda one: (one.line, one.act_type, one.step)))
