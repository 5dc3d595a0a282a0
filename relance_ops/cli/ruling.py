"""The commands about rules: read as a file, checked, compared, published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from relance_ops import rule_file
from relance_ops.cli import rule_shapes
from relance_ops.cli.arguments import json_option, yes_option
from relance_ops.cli.session import Session
from relance_ops.cli.spoken import SpokenGroup, command, option
from relance_ops.errors import RuleError
from relance_ops.i18n import N_, _, moment
from relance_ops.practice import Practice
from relance_ops.rule_file import Problem, RuleFile
from relance_ops.rules import Rule

# A clinic's rules are a few hundred lines; what is larger is something else.
LARGEST_BYTES = 1_000_000

FILE = click.Path(path_type=Path)
version_option = option(
    "--version",
    type=click.IntRange(min=1),
    metavar="N",
    help=N_("Une version publiée ; sinon celle qui est en vigueur."),
)


@click.group(
    cls=SpokenGroup,
    invoke_without_command=True,
    help=N_("Montre les versions des règles ; les écrit, les relit, les publie."),
)
@json_option
@click.pass_context
def rules(context: click.Context, *, as_json: bool) -> None:
    """Show the versions, unless something is to be done with one."""
    if context.invoked_subcommand is not None:
        return
    session: Session = context.obj
    with session.practice() as practice:
        found = practice.rulebook.versions()
        zone = practice.settings().timezone
    if as_json:
        session.data([rule_shapes.version(one) for one in found])
        return
    session.table(
        [_("Version"), _("Publiée le"), _("Par"), _("Pourquoi")],
        [
            (one.version, moment(one.published_at, zone), one.published_by, one.comment)
            for one in found
        ],
    )


@command(N_("Écrit les règles dans FILE, ou les montre : un texte TOML à modifier."))
@click.argument("file", type=FILE, required=False)
@version_option
@yes_option
@json_option
@click.pass_obj
def show(
    session: Session,
    *,
    file: Path | None,
    version: int | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Write a version as a file."""
    with session.practice() as practice:
        book = practice.rulebook
        about = book.version(version) if version else book.current()
        found = book.rules_of(version)
        text = rule_file.written(
            found, book.act_types(),
            author=about.published_by if about else "",
            comment=about.comment if about else "",
        )  # fmt: skip
    if file is not None:
        _write(session, session.path(file), text, yes=yes)
    if as_json:
        session.data(rule_shapes.rule_set(about, found))
    elif file is None:
        session.line(text.rstrip("\n"))


@command(
    N_("Relit FILE sans rien changer : dit chaque erreur, sa ligne et quoi faire.")
)
@click.argument("file", type=FILE)
@json_option
@click.pass_obj
def check(session: Session, *, file: Path, as_json: bool) -> int:
    """Read a file again; 0 it may be published, 1 it may not."""
    with session.practice() as practice:
        given = _given(session.path(file))
        wrong = _problems(practice, given)
        surprising = [] if wrong else _surprises(practice, given)
    if as_json:
        session.data(rule_shapes.checked(wrong, surprising, given.rules))
    session.say(_places(file, wrong))
    session.say(_places(file, surprising))
    if not wrong:
        session.say(_("{file} peut être publié.").format(file=file))
    return 1 if wrong else 0


@command(
    N_("Dit ce que FILE changerait : en phrases, puis sur les 30 prochains jours.")
)
@click.argument("file", type=FILE)
@json_option
@click.pass_obj
def diff(session: Session, *, file: Path, as_json: bool) -> None:
    """Compare a file with the version in force."""
    with session.practice() as practice:
        given = sound(practice, session, file)
        found = rule_shapes.compared(practice, given.rules)
        surprising = _surprises(practice, given)
    if as_json:
        session.data(found.as_json([one.sentence for one in surprising]))
        return
    found.show(session.line, session.table)
    session.say(_places(file, surprising))


@command(N_("Met en vigueur les règles de FILE, ou de nouveau celles de la version N."))
@click.argument("file", type=FILE, required=False)
@version_option
@option("--comment", metavar="TEXT", help=N_("Pourquoi ce changement."))
@option(
    "--over",
    type=click.IntRange(min=0),
    metavar="N",
    help=N_("Refuse si la version en vigueur n'est plus la N (0 : aucune)."),
)
@yes_option
@json_option
@click.pass_obj
def publish(
    session: Session,
    *,
    file: Path | None,
    version: int | None,
    comment: str | None,
    over: int | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Publish a file, or an old version again."""
    if (file is None) == (version is None):
        raise click.UsageError(_("Donnez un fichier, ou --version N, et pas les deux."))
    with session.practice() as practice:
        book = practice.rulebook
        current = book.current()
        if version is not None:
            book.version(version)
            new, said = book.rules_of(version), _back_to(version)
        else:
            given = sound(practice, session, file or Path())
            new, said = given.rules, _news(given, current.comment if current else "")
        why = (comment or said).strip()
        if not why and book.changes(new):
            raise click.UsageError(_("Dites pourquoi : --comment « … »."))
        if not yes:
            _show_before(session, practice, new)
        read = current.version if current else None
        number = book.publish(
            new, comment=why, by=session.by, over=read if over is None else over
        )
    session.say(_("La version {n} des règles est en vigueur.").format(n=number))
    if as_json:
        session.data({"version": number, "comment": why, "by": session.by})


for part in (show, check, diff, publish):
    rules.add_command(part)


def _show_before(session: Session, practice: Practice, new: Sequence[Rule]) -> None:
    """What a person must have read before « Publier »; on stderr."""
    found = rule_shapes.compared(practice, new)
    if found.changes:  # else it is refused, and there is nothing to ask
        found.show(session.say, session.told_table)
        session.say([one.sentence for one in practice.rulebook.warnings(new)])
        session.agree(_("Publier ?"))


def _back_to(version: int) -> str:
    return _("Retour à la version {n}").format(n=version)


def _news(given: RuleFile, before: str) -> str:
    """The file's comment, unless it is still that of the version in force."""
    return "" if given.comment == before else given.comment


def _given(path: Path) -> RuleFile:
    """The file as it is written.

    Raises:
        RuleError: It cannot be read at all.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            said = _("{path} est trop grand pour des règles : 1 Mo au plus.")
            raise RuleError(said.format(path=path))
        return rule_file.read(path.read_text(encoding="utf-8"))
    except OSError as error:
        said = _("{path} ne peut pas être lu ({detail}). Vérifiez le chemin.")
        raise RuleError(said.format(path=path, detail=error.strerror)) from error
    except UnicodeDecodeError as error:
        said = _("{path} n'est pas en UTF-8. Enregistrez-le en UTF-8.")
        raise RuleError(said.format(path=path)) from error


def sound(practice: Practice, session: Session, file: Path) -> RuleFile:
    """The file, which could be published.

    Raises:
        RuleError: It could not; says each line and what to do.
    """
    given = _given(session.path(file))
    wrong = _problems(practice, given)
    if wrong:
        raise RuleError("\n".join(_places(file, wrong)))
    return given


def _problems(practice: Practice, given: RuleFile) -> tuple[Problem, ...]:
    book = practice.rulebook
    return rule_file.problems(given, act_types=book.labels(), templates=book.templates)


def _surprises(practice: Practice, given: RuleFile) -> list[Problem]:
    """What the file allows and probably does not mean, each at its line."""
    return [
        given.problem(one.sentence, one.act_type, one.step)
        if one.act_type
        else Problem(0, "", one.sentence)
        for one in practice.rulebook.warnings(given.rules)
    ]


def _places(file: Path, found: Sequence[Problem]) -> list[str]:
    """« rules.toml, ligne 12 : … », with what is written there."""
    return [_place(file, one) for one in found]


def _place(file: Path, one: Problem) -> str:
    if not one.line:
        return _("{file} : {said}").format(file=file, said=one.sentence)
    said = _("{file}, ligne {line} : {said}").format(
        file=file, line=one.line, said=one.sentence
    )
    return f"{said}\n    {one.found}" if one.found else said


def _write(session: Session, path: Path, text: str, *, yes: bool) -> None:
    if path.exists() and not yes:
        session.agree(_("{path} existe déjà. Le remplacer ?").format(path=path))
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        said = _(
            "{path} ne peut pas être écrit ({detail}). Choisissez un autre fichier."
        )
        raise RuleError(said.format(path=path, detail=error.strerror)) from error
    session.say(_("Règles écrites dans {path}.").format(path=path))
