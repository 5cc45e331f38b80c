"""Folding, isolation, scripts, canonical JSON."""

import json
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel import text


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Hébergement à Fès", "hebergement a fes"),
        ("L’Œuvre", "l'oeuvre"),
        ("إشعاع", "اشعاع"),
        ("أكادير", "آكادير"),
        ("أڭادير", "اكادير"),
        ("أݣادير", "اكادير"),
        ("ڨفصة", "قفصه"),
        ("تعاونية", "تعاونيه"),
        ("مستوى", "مستوي"),
        ("مُقَاوَلَةٌ", "مقاولة"),
        ("مشـــروع", "مشروع"),
        ("مسؤول", "مسوول"),
        ("شيء", "شئ"),
        ("٢٠٢٤", "2024"),
        ("۲۰۲۴", "2024"),
        ("\u200fكواليس\u200e", "كواليس"),
        ("  deux\u00a0 mots ", "deux mots"),
        ("ﻛﻮاﻟﻴﺲ", "كواليس"),
        ("Straße", "STRASSE"),
    ],
)
def test_what_a_reader_takes_for_the_same_folds_alike(written: str, searched: str) -> None:
    assert text.fold(written) == text.fold(searched)


@pytest.mark.parametrize(("one", "other"), [("مشروع", "مشروعي"), ("cote", "cotes"), ("12", "13"), ("باب", "ناب")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert text.fold(one) != text.fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(written: str) -> None:
    assert text.fold(text.fold(written)) == text.fold(written)


@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_folding_ignores_the_unicode_form(written: str, form: str) -> None:
    assert text.fold(unicodedata.normalize(form, written)) == text.fold(written)


@given(st.text(alphabet="abc é\u2066\u2068\u2069\u202e\u200fنص12"))
def test_an_isolate_opens_and_closes_once(written: str) -> None:
    isolated = text.isolate(written)
    assert (isolated[0], isolated[-1]) == (text.FSI, text.PDI)
    assert not set(isolated[1:-1]) & set("\u2066\u2067\u2068\u2069\u202e\u200f")


@pytest.mark.parametrize(
    ("written", "script"),
    [
        ("مشروع", "arabic"),
        ("Projet n° 3", "latin"),
        ("ⴰⵣⵓⵍ", "tifinagh"),
        ("проект", "other"),
        ("12 345 %", "none"),
        ("", "none"),
        ("مشروع Kawaliss للشباب بالجهة", "arabic"),
        ("aب", "latin"),
        ("بa", "arabic"),
    ],
)
def test_script_of(written: str, script: str) -> None:
    assert text.script_of(written) == script


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_canonical_json_reads_back_equal(value: object) -> None:
    assert json.loads(text.canonical_json(value)) == value


@given(st.dictionaries(st.text(), values, max_size=4))
def test_the_order_of_keys_does_not_count(value: dict[str, object]) -> None:
    assert text.canonical_json(dict(reversed(value.items()))) == text.canonical_json(value)


@given(values)
def test_the_hash_follows_the_json(value: object) -> None:
    assert text.content_hash(value) == text.content_hash(json.loads(text.canonical_json(value)))


def test_canonical_form_is_the_published_one() -> None:
    value = {"b": (1.0, 2.5), "a": "نص", "on": date(2024, 3, 31), "amount": Decimal("10.50")}
    assert text.canonical_json(value) == '{"a":"نص","amount":"10.50","b":[1,2.5],"on":"2024-03-31"}'
    # sha256sum of those bytes
    assert text.content_hash({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("-inf")]])
def test_what_is_not_a_number_has_no_json(value: object) -> None:
    with pytest.raises(ValueError):
        text.canonical_json(value)


@pytest.mark.parametrize("value", [{1: "a"}, {"a": {2}}, object()])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        text.canonical_json(value)


@pytest.mark.parametrize(
    ("typed", "language", "set_as"),
    [
        ("Clôture : demain ?", "fr", "Clôture\u00a0: demain\u202f?"),
        ("« Oui » ; l'appel d'%(name)s", "fr", "«\u00a0Oui\u00a0»\u202f; l’appel d’%(name)s"),
        ("à cause de «%(word)s»", "fr", "à cause de «\u00a0%(word)s\u00a0»"),
        ("7 383 coopératives, le 3 avril 2025", "fr", "7\u00a0383 coopératives, le 3 avril 2025"),
        ("80 % de %(count)s", "fr", "80\u202f% de %(count)s"),
        ("de %(count)s : %(name)s", "fr", "de %(count)s\u00a0: %(name)s"),
        ("à 10:30, sur https://demo.example/?a=1", "fr", "à 10:30, sur https://demo.example/?a=1"),
        ("Dernier jour: demain! (oui): non", "fr", "Dernier jour\u00a0: demain\u202f! (oui)\u00a0: non"),
        ("Who's there : me", "en", "Who's there : me"),
    ],
)
def test_french_signs_stand_off_without_a_break(typed: str, language: str, set_as: str) -> None:
    assert text.typeset(typed, language) == set_as and text.typeset(set_as, language) == set_as
