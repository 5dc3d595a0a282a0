"""The reference's channels and grouping, worked out by hand from the specification."""

from dataclasses import replace
from datetime import timedelta

import pytest

from relance_ops.contacts import mobile_number
from tests.reference_channels import email_of, mobile_of
from tests.reference_example import (
    ADA,
    CLINIC,
    KEY,
    PLANNED,
    REX,
    RULE,
    VACCINATED,
    VACCINE,
    clinic,
    state,
    the_row,
)
from tests.reference_plan import Leaving, plan
from tests.reference_world import Act, ActType, Animal, Choices, Client


def test_the_clinic_order_gives_the_first_usable_or_all() -> None:
    ada = replace(ADA, mobile="06 12 34 56 78", refusals=frozenset({"email"}))
    everything = Choices(form_order=("paper", "email", "sms"), form_usable="all")

    assert the_row(clinic(clients=(ada,))).channels == ("sms",)
    assert the_row(clinic(clients=(ada,), choices=everything)).channels == (
        "letter",
        "sms",
    )


def test_per_client_mode_uses_every_ticked_box_that_is_usable() -> None:
    choices = Choices(form_mode="client")
    boxes = replace(ADA, boxes=frozenset({"paper", "sms", "email"}))
    none = replace(ADA, boxes=frozenset())
    only_sms = replace(ADA, boxes=frozenset({"sms"}))

    assert the_row(clinic(clients=(boxes,), choices=choices)).channels == (
        "email",
        "letter",
    )
    assert state(clinic(clients=(none,), choices=choices))[1] == "no_form_chosen"
    assert state(clinic(clients=(only_sms,), choices=choices))[1] == "no_usable_channel"


def test_a_step_narrows_the_forms_and_chooses_the_paper() -> None:
    card = replace(RULE, channels=frozenset({"paper"}), paper_form="card")

    assert the_row(clinic(rules=(card,))).channels == ("card",)


def test_a_contact_that_bounced_is_not_usable() -> None:
    ada = replace(ADA, email="ada@EXAMPLE.fr")
    dead = frozenset({("ada", "email", "ada@example.fr")})

    assert the_row(clinic(clients=(ada,), dead_contacts=dead)).channels == ("letter",)


@pytest.mark.parametrize(
    ("email", "used"),
    [
        ("ada@Clinique.test", "ada@clinique.test"),
        ("ada@é.example", "ada@xn--9ca.example"),
        ("adà@example.fr", ""),
        ("ada@localhost", ""),
        ("ada", ""),
    ],
)
def test_an_address_is_used_in_ascii(email: str, used: str) -> None:
    assert email_of(Client("ada", email=email)) == used


@pytest.mark.parametrize(
    ("mobile", "country", "used"),
    [
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("0692 12 34 56", "FR", "+262692123456"),
        ("01 99 00 11 22", "FR", ""),
        ("01 99 00 11 22 / 06 12 34 56 78", "FR", "+33612345678"),
        ("06 12 34 56 78 (mari), 06 12 34 56 79", "FR", "+33612345678"),
        ("0561 751234", "FR", ""),  # in Toulouse; 75 12 34 is a mobile in Nouméa
        ("dossier 751234", "FR", ""),  # six digits are a mobile in some territories
        ("+687 75 12 34", "FR", "+687751234"),
        ("06 12 34 56 7 / 8", "FR", ""),
        ("0470 12 34 56", "BE", "+32470123456"),
        ("0470 12 34 56", "FR", ""),
        ("+32 470 12 34 56", "FR", "+32470123456"),
    ],
)
def test_only_a_valid_mobile_number_is_used(
    mobile: str, country: str, used: str
) -> None:
    assert mobile_of(Client("ada", mobile=mobile, country=country)) == used


@pytest.mark.parametrize(
    "mobile",
    [
        "06 12 34 56 78 (mari) / 06 12 34 56 79",
        "0561 751234",
        "bureau 0561 751234",
        "06 12 34 56",
        "00 262 692 12 34 56",
        "dossier 751234",
        "+687 75 12 34",
        "06 12 34 56 7 / 8",
        "061 751234",
        "061234 751234",
        "01 99 00 11 22 / 0692 12 34 56",
    ],
)
def test_the_program_reads_numbers_as_the_reference_does(mobile: str) -> None:
    assert mobile_number(mobile, "FR") == mobile_of(Client("ada", mobile=mobile))


@pytest.mark.parametrize(
    ("grouping", "sizes"), [("client", [4]), ("animal", [2, 2]), ("none", [1, 1, 1, 1])]
)
def test_one_delivery_per_client_animal_or_reminder(
    grouping: str, sizes: list[int]
) -> None:
    check_up = ActType("check-up", "check-up", "12m")
    names = ("rex", "felix")
    world = clinic(
        animals=tuple(Animal(name, "ada") for name in names),
        act_types=(VACCINE, check_up),
        rules=(RULE, replace(RULE, act_type="check-up")),
        acts=tuple(
            Act(f"{name}-{kind}", name, kind, VACCINATED)
            for name in names
            for kind in ("vaccine", "check-up")
        ),
        choices=Choices(grouping=grouping),
    )

    assert [len(d.reminders) for d in plan(world, PLANNED)] == sizes


@pytest.mark.parametrize(("ahead", "size"), [(2, 1), (3, 2)])
def test_what_is_planned_soon_joins_what_leaves_anyway(ahead: int, size: int) -> None:
    felix = Act("a2", "felix", "vaccine", VACCINATED + timedelta(3))
    world = clinic(
        animals=(REX, Animal("felix", "ada")),
        acts=(*CLINIC.acts, felix),
        choices=Choices(group_ahead_days=ahead),
    )

    [leaving] = plan(world, PLANNED)

    assert len(leaving.reminders) == size
    assert KEY in leaving.reminders
    assert plan(replace(world, acts=(felix,)), PLANNED) == []


def test_a_plan_names_the_client_the_channel_and_the_reminders() -> None:
    assert plan(CLINIC, PLANNED) == [Leaving("ada", "email", frozenset({KEY}))]
