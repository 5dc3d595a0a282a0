"""Three roles, and what each may do."""

from __future__ import annotations

import pytest

from relance_ops.errors import ForbiddenError
from relance_ops.rights import HERE, Right, Role, Visitor


def test_the_reception_sends_and_changes_no_setting() -> None:
    visitor = Visitor("Camille", Role.RECEPTION)

    assert visitor.may(Right.SEND)
    assert visitor.may(Right.RECORDS)
    assert not visitor.may(Right.SETTINGS)
    assert not visitor.may(Right.ACCOUNTS)


def test_the_analyst_tunes_rules_and_sends_nothing() -> None:
    visitor = Visitor("Noa", Role.ANALYST)

    assert visitor.may(Right.RULES)
    assert not visitor.may(Right.SEND)


def test_a_refusal_names_the_roles_that_can() -> None:
    with pytest.raises(ForbiddenError, match="Accueil, Responsable"):
        Visitor("Noa", Role.ANALYST).require(Right.SEND)


def test_on_a_machine_without_accounts_everything_may_be_done() -> None:
    assert all(HERE.may(right) for right in Right)
