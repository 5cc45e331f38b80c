"""Answers of a listing in words, and letters of requests. A letter names organisations, never a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from mouakaba.base.people.models import Person
from mouakaba.base.places.queries import commune_rows, region_names
from mouakaba.base.words.phrases import amount_in_words, day_in_words, number_in_words
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import FormDefinition, Question, QuestionType, asked, is_empty
from mouakaba.kernel.money import dirhams
from mouakaba.match.listings.models import Opening
from mouakaba.match.registry import Asks, Trade
from mouakaba.match.trades.models import Deal, Delivery

_HINT = re.compile(r"\s*\([^()]*\)$")  # what a label tells those who answer: “(none: all)”
SLIP = Path(__file__).parents[1] / "templates" / "match" / "trades" / "slip.typ"


def plain_answers(form: FormDefinition, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered to each question, by its code, as it is kept; without files."""
    told = [(question, read.value) for question, read in asked(form, facts) if not is_empty(read.value)]
    return {question.code: value for question, value in told if question.type != QuestionType.FILE}


def answers_in_words(trade: Trade, side: str, facts: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """What was answered, and how each answer is called: by a few words, else by its question without its last hint.

    A quantity is told with its unit and its period, in one.
    """
    asks = trade.asks(side)
    told = {
        question.code: _in_words(question, read.value)
        for question, read in asked(asks.form, facts)
        if not is_empty(read.value)
    }
    if trade.quantity in told:
        beside = [text for code in (trade.unit, trade.period) for text in told.pop(code, [])]
        told[trade.quantity] = [" ".join([*told[trade.quantity], *beside])]
    return [(_label(asks, code), texts) for code, texts in told.items()]


def _label(asks: Asks, code: str) -> str:
    return said(asks.short[code]) if code in asks.short else _HINT.sub("", said(asks.label(code)))


def _in_words(question: Question, value: Any) -> list[str]:
    texts = [value] if isinstance(value, str) else list(value)
    labels = {option.value: said(option.label) for option in question.options}
    match question.type:
        case QuestionType.REGION:
            labels = {code: said(name) for code, name in region_names().items()}
        case QuestionType.COMMUNE:
            labels = {text: said(commune_rows()[text]["name"]) for text in texts if text in commune_rows()}
        case QuestionType.AMOUNT:
            nothing = pgettext("price", "free of charge")
            labels = {text: amount_in_words(Decimal(text)) if Decimal(text) else nothing for text in texts}
        case QuestionType.NUMBER:
            labels = {text: number_in_words(Decimal(text)) for text in texts}
        case QuestionType.DATE:
            labels = {text: day_in_words(date.fromisoformat(text)) for text in texts}
        case QuestionType.YES_NO:
            labels = {"true": _("yes"), "false": _("no")}
        case QuestionType.FILE:
            labels = {text: _("given") for text in texts}
        case _:
            pass
    return [labels.get(text, text) for text in texts]


def listing_rows(listings: Iterable[Opening]) -> tuple[list[str], list[list[Any]]]:
    """A sheet of offers and needs: its headers, and a line each, with what each answers in words."""
    headers = [
        _("Market"), _("Side"), _("Title"), _("Words"), pgettext("that lists", "Organisation"),
        _("Answers"), _("Shown until"), _("State"),
    ]  # fmt: skip
    return headers, [_listing_row(one) for one in listings]


def _listing_row(one: Opening) -> list[Any]:
    told = answers_in_words(one.trade, one.side, one.facts)
    answers = " | ".join(f"{label}: {', '.join(texts)}" for label, texts in told)
    return [
        said(one.kind.name), one.get_side_display(), one.title, one.text, said(one.owner_name), answers,
        one.closes_on, one.get_state_display(),
    ]  # fmt: skip


def deal_rows(deals: Iterable[Deal]) -> tuple[list[str], list[list[Any]]]:
    """A sheet of requests: its headers, and a line each. It names organisations, no person."""
    headers = [
        _("Offer"), _("Offered by"), _("Needed by"), _("State"), _("Asked"), _("Answered"), _("Planned for"),
        _("Quantity"), _("Reason"),
    ]  # fmt: skip
    return headers, [_deal_row(one) for one in deals]


def _deal_row(one: Deal) -> list[Any]:
    about = _about(one)
    return [
        about["title"], about["offers"], about["needs"], str(one.state.label), _wall(one.asked_at),
        _wall(one.answered_at), one.planned_on, one.quantity, one.reason,
    ]  # fmt: skip


def _wall(instant: datetime | None) -> datetime | None:
    """The wall time of an instant, as a sheet holds it."""
    return instant and timezone.localtime(instant).replace(tzinfo=None)


def delivery_rows(deal: Deal, deliveries: Iterable[Delivery]) -> tuple[list[str], list[list[Any]]]:
    """A sheet of what was delivered on a request; money in dirhams."""
    units = deal.introduction.opening.trade.units
    headers = [_("Day"), _("Quantity"), _("Unit"), _("Price of one unit"), _("Amount"), _("Note")]
    return headers, [
        [one.on, one.quantity, said(units.get(one.unit, {})), dirhams(one.price), dirhams(one.amount), one.note]
        for one in deliveries
    ]


def _about(deal: Deal) -> dict[str, str]:
    row = deal.introduction
    other = row.counterpart.owner_name if row.counterpart else {}
    return {"title": deal.terms["title"], "offers": said(row.opening.owner_name), "needs": said(other)}


def _page(deal: Deal) -> str:
    return _("See it here:") + f"\n{settings.PUBLIC_URL}{reverse('deal', args=[deal.pk])}"


def proposed_letter(deal: Deal, reader: Person) -> tuple[str, str]:
    """To the side that has to answer."""
    with override(reader.language):
        line = _("“%(title)s”: %(needs)s and %(offers)s could work together. It waits for your answer.") % _about(deal)
        return _("A request waits for your answer"), f"{line}\n\n{_page(deal)}"


def answered_letter(deal: Deal, reader: Person) -> tuple[str, str]:
    """To the other side: the answer."""
    with override(reader.language):
        state = Deal.State(deal.state).label
        line = _("“%(title)s”, between %(needs)s and %(offers)s: %(state)s.") % {**_about(deal), "state": state}
        return _("Your request was answered"), f"{line}\n\n{_page(deal)}"


def slip_data(deal: Deal, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the follow-up slip says: sender, carrier, receiver, nature, quantity, ways of transport and disposal."""
    row, facts = deal.introduction, deal.terms["facts"]
    trade = row.opening.trade
    question = trade.offer.form.by_code[trade.group]
    nature = _in_words(question, facts[trade.group])[0]
    unit = said(trade.units.get(str(facts.get(trade.unit)), {}))
    receiver = row.counterpart.owner_name if row.counterpart else {}
    return {
        "heading": _("Follow-up slip"),
        "law": _("Law 28-00, articles 29 to 33"),
        "number": str(deal.pk),
        "rows": [
            [_("Sender"), said(row.opening.owner_name)],
            [_("Carrier"), told["carrier"]],
            [_("Receiver"), said(receiver)],
            [_("Nature"), _("%(name)s (code %(code)s, to be checked)") % {"name": nature, "code": facts[trade.group]}],
            [_("Quantity"), f"{number_in_words(told['quantity'])} {unit}"],
            [_("Way of transport"), told["transport"]],
            [_("Way of disposal"), told["disposal"]],
        ],
        "signatures": [_("Sender"), _("Carrier"), _("Receiver")],
        "signed": _("Name, date, signature"),
    }
