"""Unit: which column answers which question."""

import json
from pathlib import Path

import pytest

from mouakaba.kernel.forms import FormDefinition, parse_form
from mouakaba.kernel.sheets import guess_columns, guess_header

CALLS = Path(__file__).parents[3] / "mouakaba" / "site" / "demo" / "calls"


@pytest.fixture(scope="module")
def form() -> FormDefinition:
    content = json.loads((CALLS / "kawaliss-2.json").read_text())
    return parse_form({key: content[key] for key in ("sections", "questions")}, languages=())


def guessed(headers: list[str], form: FormDefinition) -> dict[str, str]:
    return dict(zip(headers, guess_columns(headers, form), strict=True))


def test_the_forms_own_labels_are_known_in_each_language(form: FormDefinition) -> None:
    asked = [question for question in form.questions if question.type != "file"]
    for language in ("ar", "fr", "en"):
        headers = [question.label[language] for question in asked]
        assert guess_columns(headers, form) == [question.code for question in asked]


def test_our_own_export_is_known_whatever_its_language(form: FormDefinition) -> None:
    assert guessed(["N'importe quoi [project_title]", "شيء [jobs]"], form) == {
        "N'importe quoi [project_title]": "project_title",
        "شيء [jobs]": "jobs",
    }


def test_the_words_of_a_french_form_tool(form: FormDefinition) -> None:
    assert guessed(
        ["Horodateur", "Adresse e-mail", "Nom et prénom", "Né(e) le", "Genre", "N° de tél.", "Nom du projet", "Région",
         "Ville", "Secteur d'activité", "ICE", "Problème auquel le projet répond", "Commentaires internes"],
        form,
    ) == {
        "Horodateur": "@sent_at",
        "Adresse e-mail": "@email",
        "Nom et prénom": "holder_name",
        "Né(e) le": "holder_birth_date",
        "Genre": "holder_sex",
        "N° de tél.": "holder_phone",
        "Nom du projet": "project_title",
        "Région": "project_region",
        "Ville": "project_commune",
        "Secteur d'activité": "project_sector",
        "ICE": "organisation_ice",
        "Problème auquel le projet répond": "project_problem",
        "Commentaires internes": "",
    }  # fmt: skip


def test_the_words_of_an_arabic_form_tool(form: FormDefinition) -> None:
    assert guessed(
        ["طابع زمني", "البريد الالكتروني", "الاسم الكامل", "تاريخ الميلاد", "النوع", "الهاتف", "اسم المشروع", "الجهة",
         "المدينة", "مجال المشروع", "الفريق"],
        form,
    ) == {
        "طابع زمني": "@sent_at",
        "البريد الالكتروني": "@email",
        "الاسم الكامل": "holder_name",
        "تاريخ الميلاد": "holder_birth_date",
        "النوع": "holder_sex",
        "الهاتف": "holder_phone",
        "اسم المشروع": "project_title",
        "الجهة": "project_region",
        "المدينة": "project_commune",
        "مجال المشروع": "project_sector",
        "الفريق": "team",
    }  # fmt: skip


def test_no_question_is_given_two_columns(form: FormDefinition) -> None:
    found = guess_columns(["Titre du projet", "Titre du projet", "Nom du projet"], form)
    assert [code for code in found if code] == ["project_title"]


def test_the_header_is_found_under_a_banner(form: FormDefinition) -> None:
    rows = [
        ["Appel 2024: dossiers reçus", "", ""],
        ["", "", ""],
        ["Nom complet", "Titre du projet", "Région"],
        ["A", "B", "C"],
    ]
    assert guess_header(rows, form) == 2


def test_a_header_of_unknown_words_is_the_first_full_row(form: FormDefinition) -> None:
    assert guess_header([["titre", "", "", ""], ["zz", "yy", "ww", "vv"], ["1", "2", "3", "4"]], form) == 1
    assert guess_header([], form) == 0
