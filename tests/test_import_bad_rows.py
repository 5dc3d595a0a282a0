"""Every way in which a row can be bad, and the words for it."""

from __future__ import annotations

import pytest

from tests.import_desk import Desk


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("import"))


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    desk = shared_desk.cleared()
    desk.furnish()
    return desk


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        (
            "animals",
            "animal_id,client_id,name\nA2,C9,Rex\n",
            ("client_id", "C9", "client inconnu"),
        ),
        (
            "animals",
            "animal_id,client_id,name,birth_date\nA2,C1,Rex,25/11/2026\n",
            ("birth_date", "2026-11-25", "naissance dans le futur"),
        ),
        (
            "animals",
            "animal_id,client_id,name,birth_date\nA2,C1,Rex,31/02/2020\n",
            ("birth_date", "31/02/2020", "date illisible"),
        ),
        (
            "animals",
            "animal_id,client_id,name,birth_date\nA2,C1,Rex,2020-01-05 10:30\n",
            ("birth_date", "2020-01-05 10:30", "date illisible"),
        ),
        (
            "animals",
            "animal_id,client_id,name,birth_date\nA2,C1,Rex,01/01/0020\n",
            ("birth_date", "01/01/0020", "hors des années 1900 à 2200"),
        ),
        (
            "animals",
            "animal_id,client_id,name,sex\nA2,C1,Rex,x\n",
            ("sex", "x", "male, female"),
        ),
        (
            "animals",
            "animal_id,client_id,name,neutered\nA2,C1,Rex,peut-être\n",
            ("neutered", "peut-être", "oui ou non"),
        ),
        ("animals", "animal_id,client_id,name\nA2,C1,\n", ("name", "", "manquante")),
        (
            "animals",
            f"animal_id,client_id,name\nA2,C1,{'x' * 501}\n",
            ("name", "x" * 100, "plus de 500"),
        ),
        (
            "animals",
            'animal_id,client_id,name\n"A\n2",C1,Rex\n',
            ("animal_id", "A 2", "caractère de contrôle"),
        ),
        *(
            (
                "act_types",
                f"act_type;label;price\nbain;Bain;{price}\n",
                ("price", price, "prix illisible"),
            )
            for price in ("gratuit", "12,345", "1.234,50", "45 $", "1 2345", "NaN")
        ),
        (
            "act_types",
            "act_type;label;price\nbain;Bain;-5\n",
            ("price", "'-5", "prix illisible"),
        ),
        (
            "act_types",
            "act_type;label;price\nbain;Bain;100000,01\n",
            ("price", "100000,01", "prix de plus de 100000 euros"),
        ),
        (
            "acts",
            "act_id,animal_id,act_type,performed_on\n1,A9,vaccin,2025-12-01\n",
            ("animal_id", "A9", "animal inconnu"),
        ),
        (
            "acts",
            "act_id,animal_id,act_type,performed_on\n1,A1,bain,2025-12-01\n",
            ("act_type", "bain", "modèle d'acte inconnu"),
        ),
        (
            "acts",
            "act_id,animal_id,act_type,performed_on,due_on\n1,A1,vaccin,2025-12-01,2025-11-30\n",
            ("due_on", "2025-11-30", "échéance avant l'acte"),
        ),
        (
            "acts",
            "act_id,animal_id,act_type,performed_on\nbirth,A1,vaccin,2025-12-01\n",
            ("act_id", "birth", "réservé"),
        ),
        (
            "act_types",
            "act_type,label,delay\nx,X,12 mois\n",
            ("delay", "12 mois", "délai illisible"),
        ),
        (
            "act_types",
            "act_type,label,delay\nx,X,101y\n",
            ("delay", "101y", "plus de 100 ans"),
        ),
        (
            "act_types",
            "act_type,label,family\nx,X,autre\n",
            ("family", "autre", "act, information"),
        ),
        (
            "act_types",
            "act_type,label,trigger\nx,X,vente\n",
            ("trigger", "vente", "act, age"),
        ),
        (
            "act_types",
            "act_type,label,species\nx,X,chien|tortue\n",
            ("species", "chien|tortue", "mot inconnu"),
        ),
        (
            "rules",
            "act_type,step,offset_days\nbain,1,0\n",
            ("act_type", "bain", "modèle d'acte inconnu"),
        ),
        (
            "rules",
            "act_type,step,offset_days\nvaccin,10,0\n",
            ("step", "10", "(1 à 9)"),
        ),
        (
            "rules",
            "act_type,step,offset_days\nvaccin,1,bientôt\n",
            ("offset_days", "bientôt", "nombre entier"),
        ),
        (
            "rules",
            "act_type,step,offset_days,valid_days\nvaccin,1,0,0\n",
            ("valid_days", "0", "hors limites (1 à"),
        ),
        (
            "rules",
            "act_type,step,offset_days,channels\nvaccin,1,0,email|fax\n",
            ("channels", "email|fax", "email, sms, paper"),
        ),
        (
            "rules",
            "act_type,step,offset_days,paper_form\nvaccin,1,0,affiche\n",
            ("paper_form", "affiche", "letter, card"),
        ),
        (
            "appointments",
            "appointment_id,client_id,starts_on\nR1,C9,2026-12-01\n",
            ("client_id", "C9", "client inconnu"),
        ),
        (
            "appointments",
            "appointment_id,client_id,animal_id,starts_on\nR1,C1,A9,2026-12-01\n",
            ("animal_id", "A9", "animal inconnu"),
        ),
    ],
)
def test_a_bad_row_is_rejected_with_its_place_and_reason(
    desk: Desk, file: str, text: str, expected: tuple[str, str, str]
) -> None:
    report = desk.load_one(**{file: text})

    assert (report.loaded, report.rejected) == (0, 1)
    [row] = desk.rejects()
    column, value, reason = expected
    assert row[:4] == [f"{file}.csv", "2", column, value]
    assert reason in row[4]
