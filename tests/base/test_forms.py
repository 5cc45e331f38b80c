"""What is said of a refused field, and figures as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.base.clock.forms import day_field
from mouakaba.base.words.forms import NumberField, PlainForm, WholeField, WordsForm, money_field

LABEL = "Part of 5 % (net)"
ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")


class Everything(PlainForm):
    text = forms.CharField(label=LABEL, max_length=3, min_length=2)
    mail = forms.EmailField(label=LABEL)
    link = forms.SlugField(label=LABEL)
    day = day_field(LABEL)
    hour = forms.TimeField(label=LABEL)
    whole = WholeField(label=LABEL, min_value=1, max_value=5)
    amount = money_field(LABEL)
    one = forms.ChoiceField(label=LABEL, choices=[("a", "A")])
    many = forms.MultipleChoiceField(label=LABEL, choices=[("a", "A")])
    yes = forms.BooleanField(label=LABEL)
    file = forms.FileField(label=LABEL)


WRONG = {
    "text": "abcd",
    "mail": "nobody",
    "link": "é!",
    "day": "31/31",
    "hour": "late",
    "whole": "some",
    "amount": "much",
    "one": "b",
    "many": ["b"],
}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Remplissez « Part of 5 % (net) »."),
        ("ar", "املأ خانة «Part of 5 % (net)»."),
        ("en", "Fill in “Part of 5 % (net)”."),
    ],
)  # fmt: skip
def test_a_required_field_is_named_in_the_readers_language(language: str, sentence: str) -> None:
    with override(language):
        [error] = Everything({}).errors["text"]
    assert error.replace("\u00a0", " ").replace("\u202f", " ") == sentence


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize(
    "data", [{}, WRONG, {"text": "a", "whole": "0", "amount": "-1"}, {"whole": "9", "amount": "1.2345"}]
)
def test_whatever_is_refused_names_its_field(language: str, data: dict[str, object]) -> None:
    empty = SimpleUploadedFile("a.pdf", b"")
    with override(language):
        form = Everything(data, {"file": empty} if data else None)
        errors = {name: list(said) for name, said in form.errors.items()}
    assert len(errors) == 11
    assert all(LABEL in sentence for said in errors.values() for sentence in said)
    assert not [said for said in errors.values() if "%(" in said[0] or "%%" in said[0]]


def test_a_sentence_the_form_chose_stays() -> None:
    class Chosen(PlainForm):
        why = forms.CharField(error_messages={"required": "Say why."})

    class Wall(forms.Field):
        default_error_messages = {"required": "Choose an hour."}

    class Kind(PlainForm):
        hour = Wall()

    assert Chosen({}).errors["why"] == ["Say why."]
    assert Kind({}).errors["hour"] == ["Choose an hour."]


def test_a_text_in_three_languages_is_named_by_its_legend() -> None:
    form = WordsForm({})
    form.add_words("title", "Title")
    assert "Title (Français)" in form.errors["title_fr"][0]


def test_what_a_table_lacks_is_said_as_the_form_says_it() -> None:
    form = Everything({"text": "abc"})
    form.is_valid()
    form.refuse(ValidationError({"text": ValidationError("blank!", code="blank"), "other": "no"}))
    assert LABEL in form.errors["text"][0] and form.non_field_errors() == ["no"]


def test_the_top_of_the_form_leads_to_each_field_and_readers_hear_what_is_wrong() -> None:
    with override("en"):
        page = Template('{% include "ui/form.html" %}').render(Context({"form": Everything({})}))
    for name in Everything.base_fields:
        assert f'<a href="#id_{name}">' in page
        assert page.count(f'id="id_{name}-error"') == 1
        assert f'aria-describedby="id_{name}-error"' in page


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("150,50", "150.50"),
        ("1 500,00", "1500"),
        ("1\u202f500,00", "1500"),
        ("1\u00a0500", "1500"),
        ("١٥٠٫٥٠", "150.50"),
        ("١٬٥٠٠٫٢٥", "1500.25"),
        ("١٫٥٠٠", "1.5"),
        ("١٥٠،٥", "150.5"),
        ("1.500,50", "1500.50"),
        ("1,500.50", "1500.50"),
        ("1500 DH", "1500"),
        ("٢٠٠ درهم", "200"),
        ("0,500", "0.5"),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert money_field("Price").clean(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["1.500", "1,500", "١،٥٠٠", "12,345"])
def test_what_can_be_read_in_two_ways_is_asked_again(typed: str) -> None:
    class Priced(PlainForm):
        price = NumberField(label="Price", decimal_places=3)

    with override("en"):
        [said] = Priced({"price": typed}).errors["price"]
    assert "two ways" in said and "Price" in said
    [thousands, part] = (
        said.replace("\u2066", "").replace("\u2069", "").rstrip(".").partition("Write ")[2].split(", or ")
    )
    field = NumberField(decimal_places=3)
    assert field.clean(thousands) == 1000 * field.clean(part)


@pytest.mark.parametrize(("typed", "read"), [("1 500", 1500), ("١٥", 15), ("1500,0", 1500), ("", None)])
def test_whole_numbers(typed: str, read: int | None) -> None:
    assert WholeField(required=False).clean(typed) == read


@pytest.mark.parametrize("typed", ["1.500", "1,5", "١٫٥", "a", "1e3", "9" * 40])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        WholeField().clean(typed)


@given(
    st.integers(0, 10**11),
    st.integers(0, 99),
    st.sampled_from(["", " ", "\u00a0", "\u202f"]),
    st.sampled_from(".,"),
    st.booleans(),
)
def test_an_amount_comes_back_however_it_is_grouped(
    whole: int, cents: int, group: str, point: str, arabic: bool
) -> None:
    text = f"{whole:,}".replace(",", group) + f"{point}{cents:02}"
    typed = text.replace(",", ".").translate(ARABIC) if arabic else text
    assert money_field("Price").clean(typed) == Decimal(f"{whole}.{cents:02}")


@given(st.decimals(0, 10**9, places=3))
def test_what_is_kept_comes_back_from_the_form_as_it_was(kept: Decimal) -> None:
    field = NumberField(decimal_places=3)
    assert field.clean(field.prepare_value(kept)) == kept
