"""Every write on offers and needs, on requests between them, and on what was delivered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.files.actions import let_go, store_file, store_picture
from mouakaba.base.files.models import StoredFile
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import day_in_words, number_in_words
from mouakaba.base.words.queries import said
from mouakaba.match.introductions.actions import answer, introduce_listings
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.introductions.queries import listeners
from mouakaba.match.listings.models import Opening
from mouakaba.match.pairing.queries import fits_of, is_own, listing_facts, stands_of
from mouakaba.match.trades import phrases
from mouakaba.match.trades.models import Deal, Delivery
from mouakaba.match.trades.queries import deals_of, groups_of, left_of, running, wanted_by

_STATED = ("title", "text", "facts", "seats")  # what a change of makes a new version


def save_listing(
    *, listing: Opening, by: Person | None, uploads: Mapping[str, UploadedFile] | None = None, **values: Any
) -> Opening:
    """A new offer or need, or one changed. A public one that changes is a new version; what was asked keeps the former.

    ``uploads``: files by question; they are kept as the files of ``by``. The file of a picture that was replaced or
    taken off is let go of. Raises ValidationError, by field.
    """
    if by and uploads:
        kept = {code: str(_kept(listing, code, upload, by)) for code, upload in uploads.items()}
        values["facts"] = {**values["facts"], **kept}
    before = {name: getattr(listing, name) for name in _STATED}
    for name, value in values.items():
        setattr(listing, name, value)
    if listing._state.adding:
        listing.made_at, listing.read = now(), True
    elif listing.state != Opening.State.DRAFT and before != {name: getattr(listing, name) for name in _STATED}:
        listing.version += 1
    listing.full_clean(exclude=["organisation", "person"])
    gone = _pictures(listing, before["facts"]) - _pictures(listing, listing.facts)
    with recorded("save_listing", by=by, pictures_gone=len(gone)) as line:
        listing.save()
        point(line, listing)
        for file in StoredFile.objects.filter(pk__in=gone):
            let_go(file)
    return listing


def _pictures(listing: Opening, facts: Mapping[str, Any]) -> set[str]:
    """The files of its pictures."""
    return {str(facts[code]) for code in listing.trade.pictures if facts.get(code)}


def _kept(listing: Opening, code: str, upload: UploadedFile, by: Person) -> UUID:
    keep = store_picture if code in listing.trade.pictures else store_file
    return keep(upload=upload, owner=by).pk


def list_on_market(
    *, owner: Organisation | Person, kind_code: str, side: str, by: Person | None = None, **values: Any
) -> Opening:
    """An offer or a need, saved and opened at once. Raises ValidationError as the two do."""
    listing = Opening(kind_code=kind_code, side=side, **owned(owner))
    save_listing(listing=listing, by=by, **values)
    publish_listing(listing=listing, by=by)
    return listing


def owned(owner: Organisation | Person) -> dict[str, Any]:
    """Whose a listing is, as its fields say it."""
    return {"person": owner} if isinstance(owner, Person) else {"organisation": owner}


def ask_for_offers(*, need: Opening, groups: Collection[str], by: Person) -> list[Deal]:
    """Asks, for a need, for every offer that fits it and is of one of these groups of its kind."""
    wanted = [fit.offer for fit in fits_of(need) if groups_of(need.trade, fit.offer.facts) & set(groups)]
    return [propose(offer=offer, need=need, by=by, side="need") for offer in wanted]


def publish_listing(*, listing: Opening, by: Person | None) -> None:
    """Opens it. Raises ValidationError when its last day is over, or what it says no longer holds."""
    if listing.closes_on < today():
        raise ValidationError(_("The last day is over. Choose a later one."))
    if flaws := list(listing.trade.flaws(listing.side, listing_facts(listing), today())):
        raise ValidationError([said(words) for _code, words in flaws])
    _set_state(listing, Opening.State.OPEN, by)


def close_listing(*, listing: Opening, by: Person) -> None:
    """Takes it off the pages; what was agreed stays."""
    _set_state(listing, Opening.State.CLOSED, by)


def _set_state(listing: Opening, state: str, by: Person | None) -> None:
    with recorded("set_listing_state", by=by, subject=listing, state=state):
        listing.state = state
        listing.save(update_fields=["state"])


def propose(*, offer: Opening, need: Opening, by: Person, side: str = "") -> Deal:
    """Brings an offer and a need together. ``side``: for whom ``by`` says yes by that; "" for a broker, who says none.

    A second time changes nothing but adds a side's yes. Raises ValidationError for a pair its kind refuses.
    """
    with recorded("propose_deal", by=by, subject=offer) as line:
        offer = _held(offer.pk)  # first, as everywhere: what is waited for in one order never waits in a ring
        need = _held(need.pk)
        _check_pair(offer, need)
        if not side and not _has_room(need, running().exclude(opening=offer)):
            raise ValidationError(_("As many are proposed to this need as it looks for. Wait for the answers."))
        row = introduce_listings(offer=offer, need=need, by=by)
        deal, new = Deal.objects.get_or_create(
            introduction=row,
            defaults={"terms": _terms(offer), "quantity": _quantity(offer, need), "asked_at": now()},
        )
        point(line, deal)
        if new:
            _tell(deal, phrases.proposed_letter, "proposed", besides=side)
        if side:
            deal = answer_deal(deal=deal, side=side, yes=True, by=by, tell=not new)
    return deal


def _held(listing: UUID) -> Opening:
    return Opening.objects.select_for_update(of=("self",)).get(pk=listing)


def _has_room(need: Opening, besides: QuerySet[Introduction]) -> bool:
    """Whether a need looks for more than it has; it is held, so that two never take its last place."""
    wanted = wanted_by(need)
    return wanted is None or besides.filter(counterpart=need).count() < wanted


def _check_pair(offer: Opening, need: Opening) -> None:
    if is_own(offer, need, stands_of([offer, need])):
        raise ValidationError(_("Somebody stands on both sides: both listings are yours, or of the same organisation."))
    if {offer.state, need.state} != {Opening.State.OPEN} or min(offer.closes_on, need.closes_on) < today():
        raise ValidationError(_("One of the two is no longer open."))
    if words := _refusal(offer, need):
        raise ValidationError(said(words))


def _terms(offer: Opening) -> dict[str, Any]:
    return {"version": offer.version, "title": offer.title, "text": offer.text, "facts": offer.facts}


def _quantity(offer: Opening, need: Opening) -> Decimal | None:
    """What a need takes of an offer, where its kind gives offers out by quantity."""
    return offer.trade.takes(listing_facts(offer), listing_facts(need)) if offer.trade.quantity else None


def answer_deal(
    *, deal: Deal, side: str, yes: bool, by: Person, planned_on: date | None = None, reason: str = "", tell: bool = True
) -> Deal:
    """The word of one side: a yes, with a day, or a no, with its reason. The offer is held while it is counted.

    Raises ValidationError, in words, when nothing of the offer is left, the pair may no longer be, or it has ended.
    """
    with recorded("answer_deal", by=by, subject=deal, yes=yes, side=side):
        offer = _held(deal.introduction.opening_id)
        if deal.introduction.counterpart_id:
            _held(deal.introduction.counterpart_id)
        deal = Deal.objects.select_for_update(of=("self",)).select_related("introduction__counterpart").get(pk=deal.pk)
        _check_answer(deal, offer, side, yes, planned_on)
        row = answer(introduction=deal.introduction, yes=yes, by=by, as_other=side == "need")
        deal.introduction = row
        if deal.answered_at is None and (row.agreed or row.ended):
            deal.answered_at = now()
        if yes:
            planned_on = _planned(deal, offer, planned_on)
        deal.planned_on, deal.reason = planned_on or deal.planned_on, "" if yes else reason.strip()
        deal.save()
        if tell:
            _tell(deal, phrases.answered_letter, f"{side}-{'yes' if yes else 'no'}", besides=side)
    return deal


def _check_answer(deal: Deal, offer: Opening, side: str, yes: bool, planned_on: date | None) -> None:
    row = deal.introduction
    if row.ended or deal.done_at:
        raise ValidationError(_("This request has ended: nothing was changed."))
    if not yes:
        return
    if planned_on and planned_on < today():
        raise ValidationError(_("This day is over. Choose a later one."))
    if row.counterpart and (words := _refusal(offer, row.counterpart)):
        raise ValidationError(said(words))
    other = row.person_says if side == "offer" else row.organisation_says
    due = _due(deal, offer)
    if planned_on and due and planned_on > due:
        raise ValidationError(_("It is wanted by %(day)s. Choose an earlier day.") % {"day": day_in_words(due)})
    left = left_of(offer, _planned(deal, offer, planned_on))
    if not row.agreed and other and left is not None and left < (deal.quantity or 1):
        raise ValidationError(_("Nothing of this offer is left: it was given to others. Nothing was booked."))
    agreed = running().filter(organisation_says=True, person_says=True).exclude(pk=row.pk)
    if not row.agreed and other and row.counterpart and not _has_room(row.counterpart, agreed):
        raise ValidationError(_("As many as were looked for have already agreed. Nothing was booked."))


def _due(deal: Deal, offer: Opening) -> date | None:
    """The last day on which a need is wanted, where its kind asks."""
    need = deal.introduction.counterpart
    told = need.facts.get(offer.trade.due) if need and offer.trade.due else None
    return date.fromisoformat(told) if told else None


def _planned(deal: Deal, offer: Opening, planned_on: date | None) -> date | None:
    """The day by which a request is counted: the one given, else, where days count, the last one wanted, or today."""
    known = planned_on or deal.planned_on
    if known or offer.trade.span(offer.facts, today()) is None:
        return known
    return _due(deal, offer) or today()


def _refusal(offer: Opening, need: Opening) -> Mapping[str, str] | None:
    return offer.trade.refuses(listing_facts(offer), listing_facts(need), today())


def record_delivery(
    *, deal: Deal, on: date, quantity: Decimal, unit: str, price: int | None = None, note: str = "", by: Person
) -> Delivery:
    """What was given on a day. ``price``: centimes for one unit; the amount is rounded half up to the centime.

    Raises ValidationError where nothing is agreed, the day is to come, or the unit is not the one of before.
    """
    with recorded("record_delivery", by=by, subject=deal):
        held = Deal.objects.select_for_update(of=("self",)).select_related("introduction").get(pk=deal.pk)
        _check_delivery(held, on, unit)
        _check_ordered(held, quantity, unit)
        amount = None if price is None else int((quantity * price).quantize(Decimal(1), ROUND_HALF_UP))
        return Delivery.objects.create(
            deal=held, on=on, quantity=quantity, unit=unit, price=price, amount=amount, note=note.strip(),
            recorded_by=by, recorded_at=now(),
        )  # fmt: skip


def _check_delivery(deal: Deal, on: date, unit: str) -> None:
    if deal.state != Deal.State.AGREED:
        raise ValidationError(_("A delivery is recorded once both sides agreed, and until it is done."))
    if on > today():
        raise ValidationError(_("This day is still to come."))
    before = deal.deliveries.values_list("unit", flat=True).first()
    if before and before != unit:
        raise ValidationError(_("Units are never mixed: what was recorded before is in another unit."))


def _check_ordered(deal: Deal, quantity: Decimal, unit: str) -> None:
    """Where an offer is ordered once, no more is delivered than was ordered, in its unit."""
    trade, facts = deal.introduction.opening.trade, deal.terms["facts"]
    if deal.quantity is None or trade.span(facts, today()) is None:
        return
    if unit != facts.get(trade.unit):
        raise ValidationError(
            _("This was ordered in another unit: %(unit)s.") % {"unit": said(trade.units[facts[trade.unit]])}
        )
    rest = deal.quantity - sum(row.quantity for row in deal.deliveries.all())
    if quantity > rest:
        raise ValidationError(_("Of this order only %(left)s are left to deliver.") % {"left": number_in_words(rest)})


def finish_deal(*, deal: Deal, by: Person) -> None:
    """Done: nothing more is delivered; a second time changes nothing. Raises ValidationError where none agreed."""
    with recorded("finish_deal", by=by, subject=deal):
        held = Deal.objects.select_for_update(of=("self",)).select_related("introduction").get(pk=deal.pk)
        if held.state not in (Deal.State.AGREED, Deal.State.DONE):
            raise ValidationError(_("Both sides agree first."))
        held.done_at = held.done_at or now()
        held.save(update_fields=["done_at"])


def _tell(deal: Deal, letter: Any, cause: str, besides: str) -> None:
    """A letter to whoever writes for the side that did not speak; to both when a broker did."""
    row: Introduction = deal.introduction
    ends = {"offer": row.opening, "need": row.counterpart}
    for members in listeners(listing for side, listing in ends.items() if side != besides).values():
        for member in members:
            subject, body = letter(deal, member)
            queue_message(
                key=f"deal-{cause}:{deal.pk}:{member.pk}", person=member, subject=subject, body=body, waits=True
            )


def export_listings(person: Person) -> list[dict[str, Any]]:
    """What a person offers and needs in their own name, what was asked of it, and what was given."""
    about = ("kind_code", "side", "title", "text", "facts", "seats", "state", "closes_on", "made_at")
    rows = Opening.objects.filter(person=person).order_by("made_at", "pk")
    return [
        {**{name: getattr(row, name) for name in about}, "requests": [_as_data(deal) for deal in deals_of(row)]}
        for row in rows
    ]


def _as_data(deal: Deal) -> dict[str, Any]:
    told = {"terms": deal.terms, "state": str(deal.state), "asked_at": deal.asked_at, "planned_on": deal.planned_on}
    given = list(deal.deliveries.values("on", "quantity", "unit", "note"))
    return {**told, "reason": deal.reason, "given": given}


def erase_listings(person: Person) -> None:
    """Listings nobody answered go. Of the others the words go, and what was given stays for the other side."""
    rows = list(Opening.objects.filter(person=person))
    for row in rows:
        deals = list(deals_of(row))
        for deal in deals:
            _empty_deal(deal, row, person)
        if deals:
            row.title, row.text, row.facts = "—", "", _counted_of(row)
            row.person, row.state, row.source_url = None, Opening.State.CLOSED, ""
            row.save()
        else:
            row.delete()
    pks = [row.pk for row in rows]
    Opening.pgh_event_model.objects.filter(pgh_obj_id__in=pks).delete()  # type: ignore[attr-defined]
    Delivery.objects.filter(recorded_by=person).update(recorded_by=None, note="")


def _empty_deal(deal: Deal, listing: Opening, person: Person) -> None:
    """The words of one side go from a request; one that was not agreed ends."""
    if not deal.introduction.agreed:
        answer(introduction=deal.introduction, yes=False, by=person, as_other=listing.side == "need")
    deal.reason = ""
    if listing.side == "offer":
        deal.terms = {**deal.terms, "title": "—", "text": "", "facts": _counted_of(listing)}
    deal.save()
    Deal.pgh_event_model.objects.filter(pgh_obj_id=deal.pk).delete()  # type: ignore[attr-defined]


def _counted_of(listing: Opening) -> dict[str, Any]:
    """The answers by which figures are counted."""
    trade = listing.trade
    return {code: listing.facts[code] for code in (trade.group, trade.quantity, trade.unit) if code in listing.facts}
