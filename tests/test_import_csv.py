"""Encodings, separators and everything that calls itself a CSV and is not one."""

from __future__ import annotations

import random
import resource
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.import_desk import CLIENTS, Desk

HEADER = "client_id,last_name\n"


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("import"))


@pytest.fixture
def desk(shared_desk: Desk) -> Desk:
    return shared_desk.cleared()


def names(desk: Desk) -> list[str]:
    return [
        name for (name,) in desk.rows("select last_name from client order by client_id")
    ]


@pytest.mark.parametrize(
    ("encoding", "separator", "line_end"),
    [  # every pair of two of them
        ("utf-8", ",", "\n"),
        ("utf-8", ";", "\r\n"),
        ("utf-8", "\t", "\r"),
        ("utf-8-sig", ",", "\r\n"),
        ("utf-8-sig", ";", "\r"),
        ("utf-8-sig", "\t", "\n"),
        ("cp1252", ",", "\r"),
        ("cp1252", ";", "\n"),
        ("cp1252", "\t", "\r\n"),
    ],
)
def test_encoding_separator_and_line_ends_are_detected(
    desk: Desk, encoding: str, separator: str, line_end: str
) -> None:
    text = "client_id,last_name,city\nC1,Élodie Œuf,Évry\nC2,Durand,Nîmes\n"

    report = desk.load_one(
        clients=text.replace(",", separator).replace("\n", line_end).encode(encoding)
    )

    assert (report.loaded, report.rejected) == (2, 0)
    assert names(desk) == ["Élodie Œuf", "Durand"]


def test_excels_own_separator_line_is_no_header(desk: Desk) -> None:
    report = desk.load_one(clients="sep=;\nclient_id;last_name\nC1;Durand\n;x\n")

    assert report.loaded == 1
    assert desk.rejects()[0][1] == "4"


def test_a_separator_inside_quotes_and_doubled_quotes_are_text(desk: Desk) -> None:
    desk.load_one(clients=HEADER + 'C1,"Durand, dit ""Jo"""\n')

    assert names(desk) == ['Durand, dit "Jo"']


def test_a_quote_inside_a_word_is_text(desk: Desk) -> None:
    desk.load_one(clients=HEADER + 'C1,Le 5" clou\n')

    assert names(desk) == ['Le 5" clou']


def test_line_numbers_are_those_of_the_file(desk: Desk) -> None:
    desk.load_one(
        clients=HEADER
        + 'C1,"deux\nlignes"\n\n,première faute\nC2,"trois\n12,\nlignes"\n,seconde\nC3\n'
    )

    assert [row[1] for row in desk.rejects()] == ["5", "9", "10"]
    assert names(desk) == ["deux lignes", "trois 12, lignes"]


def test_blank_lines_and_empty_rows_are_no_rows(desk: Desk) -> None:
    report = desk.load_one(clients=HEADER + "\nC1,Durand\n,\n   \n , \n\n")

    assert (report.loaded, report.rejected) == (1, 0)


def test_rows_with_too_many_or_too_few_fields_are_rejected(desk: Desk) -> None:
    report = desk.load_one(clients=HEADER + "C1,Durand,Jean\nC2\nC3,Martin\n")

    assert (report.loaded, report.rejected) == (1, 2)
    assert [(row[1], row[4].split(" :")[0]) for row in desk.rejects()] == [
        ("2", "trop de champs"),
        ("3", "il manque des champs à la ligne"),
    ]


def test_separators_left_at_the_end_of_a_row_are_forgiven(desk: Desk) -> None:
    assert desk.load_one(clients=HEADER + "C1,Durand,,\n").loaded == 1


def test_a_badly_closed_quote_costs_its_rows_only(desk: Desk) -> None:
    report = desk.load_one(
        clients=HEADER + 'C1,Durand\nC2,"Petit" Jean\nC3,"Grand\nC4,"Martin\nC5,Bon\n'
    )

    assert names(desk) == ["Durand", "Bon"]
    assert report.rejected == 2
    assert [row[1] for row in desk.rejects()] == ["3", "4"]
    assert "jusqu'à la ligne 5" in desk.rejects()[1][4]


def test_a_quote_never_closed_refuses_the_file_and_names_its_line(desk: Desk) -> None:
    report = desk.load_one(
        clients=HEADER + 'C1,"deux\nlignes"\nC2,"Petit\n' + "C3,Bon\n" * 500
    )

    assert "guillemet ouvert à la ligne 4" in report.refused
    assert names(desk) == []


def test_a_header_alone_loads_nothing_and_says_so(desk: Desk) -> None:
    report = desk.load_one(clients=HEADER)

    assert (report.loaded, report.refused) == (0, "")
    assert "aucune ligne" in report.notices[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf \r\n\r\n", "vide"),
        (b"PK\x03\x04" + bytes(range(256)), "pas un fichier texte"),
        (b"client_id,last_name\nC1,Du\0rand\n", "pas un fichier texte"),
        (
            b"client_id,last_name\n" + b"C1,Durand\n" * 9000 + b"C2,\0\n",
            "pas un fichier texte",
        ),
        (bytes(range(1, 256)) * 40, "il manque client_id, last_name"),
        (b"<!DOCTYPE html>\n<html><body>client_id,last_name", "page web"),
        (CLIENTS.encode("utf-16"), "UTF-16"),
        (b"\xef\xbb\xbfclient_id,last_name\nC1,\xe9\n", "s'annonce en UTF-8"),
        (b"client_id,last_name\nC1,\x81\xe9\n", "ni de l'UTF-8 ni du Windows-1252"),
        (b"last_name\nDurand\n", "il manque client_id"),
        (b"client_id,last_name,last_name\nC1,a,b\n", "last_name est là deux fois"),
        (b"\x1b[31mx,y\n1,2\n", "·[31mx"),
        (b"x" * 70_000, "il manque client_id"),
        (b'"' * 300_000, "il manque client_id"),
        (HEADER.encode() + b"C1," + b"x" * 1_000_001, "ligne 2 dépasse un million"),
        (HEADER.encode() + b"x\n" * 10_001, "plus de 10000 lignes"),
    ],
)
def test_what_is_no_csv_is_refused_with_a_sentence(
    desk: Desk, content: bytes, sentence: str
) -> None:
    report = desk.load_one(clients=content)

    assert sentence in report.refused
    assert (report.loaded, report.rejected) == (0, 0)


def test_a_row_that_grows_past_any_row_is_rejected_alone(desk: Desk) -> None:
    endless = '"' + "x" * 900_000 + "\n" + "y" * 900_000 + "\n" + "z" * 900_000 + '"'

    report = desk.load_one(clients=f"{HEADER}C1,Durand\nC2,{endless}\nC3,Martin\n")

    assert (report.loaded, report.rejected) == (2, 1)
    assert desk.rejects()[0][1] == "3"


def test_accents_encoded_twice_are_pointed_out(desk: Desk) -> None:
    report = desk.load_one(clients=HEADER + "C1,Durand\nC2,HÃ©lÃ¨ne\n")

    assert "ligne 3" in report.notices[0]


def test_a_folder_named_like_a_file_is_no_file(desk: Desk) -> None:
    folder = desk.folder / "clients.csv"
    folder.mkdir()

    status = desk.load().exit_status
    folder.rmdir()

    assert status == 2


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(desk: Desk) -> None:
    # A regular file whose first byte is an input/output error, for root too.
    (desk.folder / "clients.csv").symlink_to("/proc/self/mem")

    [report] = desk.load().files

    assert "ne peut pas être lu" in report.refused


@pytest.mark.parametrize("header", [b"", b"client_id,last_name\n"])
def test_a_hundred_megabytes_of_garbage_answer_in_seconds(
    desk: Desk, header: bytes
) -> None:
    letters = bytes(range(32, 127)) + b"\n;,\xe9\xff"
    block = bytes(random.Random(1).choices(letters, k=1_000_000))
    with (desk.folder / "clients.csv").open("wb") as file:
        file.write(header)
        for _ in range(100):
            file.write(block)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()

    [report] = desk.load().files

    assert report.refused
    assert time.monotonic() - began < 5
    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kb < 100_000


@settings(max_examples=25, deadline=None)
@given(content=st.binary(max_size=300), with_header=st.booleans())
def test_random_bytes_are_refused_or_rejected_but_never_raise(
    shared_desk: Desk, content: bytes, with_header: bool
) -> None:
    header = HEADER.encode() if with_header else b""

    report = shared_desk.load_one(clients=header + content)

    assert (
        report.refused
        or report.loaded + report.rejected
        <= content.count(b"\n") + content.count(b"\r") + 1
    )


cells = st.text(
    st.characters(codec="utf-8", exclude_characters='\0"', exclude_categories=["Cs"]),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.tuples(cells, cells, cells, cells), max_size=8),
    separator=st.sampled_from([",", ";", "\t"]),
)
def test_every_row_is_either_loaded_or_rejected(
    shared_desk: Desk, rows: list[tuple[str, ...]], separator: str
) -> None:
    names = ("client_id", "last_name", "by_sms", "country")
    lines = [
        separator.join(f'"{cell}"' for cell in ("row", *row)) for row in (names, *rows)
    ]

    report = shared_desk.load_one(clients="\n".join(lines) + "\n")

    assert report.refused == ""
    assert report.loaded + report.rejected == len(rows)
