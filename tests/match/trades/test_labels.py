"""What a listing answers is read under a few words, in three languages; the question itself stands in the form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from mouakaba.base.words.phrases import number_in_words
from mouakaba.kernel.forms import QuestionType
from mouakaba.match import registry
from mouakaba.match.registry import Asks
from mouakaba.match.trades.phrases import _HINT, answers_in_words
from tests.match.conftest import as_
from tests.match.trades.conftest import COACHING, make_listing, url

READ = [
    (kind.code, side, question.code)
    for kind in registry.trades()
    for side in registry.SIDES
    for question in registry.trade(kind.code).asks(side).form.questions
    if question.type is not QuestionType.FILE and question.code not in kind.trade.pictures.values()  # type: ignore[union-attr]
]


@pytest.mark.parametrize(("kind", "side", "code"), READ)
def test_no_answer_is_read_under_a_question(kind: str, side: str, code: str) -> None:
    label = registry.trade(kind).asks(side).label(code)
    assert set(label) == {"ar", "fr", "en"}
    for words in label.values():
        assert not words.rstrip().endswith(("?", "؟")) and len(_HINT.sub("", words)) <= 40, words


def test_a_quantity_is_told_with_its_unit_and_period_and_a_label_keeps_its_unit() -> None:
    facts = {"code": "020305", "quantity": "900", "unit": "m3", "period": "season", "density": "1050"}
    with override("fr"):
        told = dict(answers_in_words(registry.trade("waste_streams"), "offer", facts))
        assert told["Quantité"] == [f"{number_in_words(900)} m³ par saison"]
        assert "Densité (kg par m³)" in told and "Unité" not in told and "Période" not in told
        order = {"product": "honey", "quantity": "3.5", "unit": "kg"}
        told = dict(answers_in_words(registry.trade("products"), "need", order))
        assert told["Quantité"] == [f"{number_in_words(Decimal('3.5'))} kg"]


def test_a_kind_that_says_no_more_is_read_under_its_questions(another_kind: Any) -> None:
    asks = another_kind.trade.offer
    assert not asks.short and asks.label(asks.form.questions[0].code) == asks.form.questions[0].label


def test_a_short_label_of_no_question_is_told() -> None:
    asks = registry.trade("services").offer
    with pytest.raises(ValueError, match="rocket"):
        Asks(new=asks.new, text=asks.text, form=asks.form, short={"rocket": asks.new})


def test_the_page_says_the_short_ones_and_the_form_the_questions(cluster: Any) -> None:
    offer = make_listing(cluster[1], "offer", COACHING)
    assert answers_in_words(offer.trade, "offer", offer.facts)[0][0] == "الخدمة"
    page = as_(None).get(url("market_listing", "services", offer.pk)).content.decode()
    assert "<dt>Service</dt>" in page and "Quel service" not in page
    listed = as_(None).get(url("market", "services")).content.decode()
    assert "<dt>Service</dt>" in listed and "Quel service" not in listed
    form = as_(cluster[0]).get(url("listing_new", "services", "offer")).content.decode()
    assert "Quel service" in form
