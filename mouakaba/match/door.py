"""What the rest of the house may ask of MATCH."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mouakaba.base.helping.rules import Scope
from mouakaba.base.notify.rules import Topic
from mouakaba.base.people.models import Person
from mouakaba.match import registry
from mouakaba.match.batches.actions import ask_for_batch, begin_batch, forget_batch, take_up_batch
from mouakaba.match.batches.models import Batch
from mouakaba.match.batches.queries import (
    BatchGoneError,
    PartFailedError,
    answers_of,
    batch_named,
    batches,
    progress_of,
)
from mouakaba.match.boards.actions import erase_posts, export_posts, mark_helped, open_board, write_post
from mouakaba.match.boards.phrases import ACTS as BOARD_ACTS
from mouakaba.match.boards.phrases import HELPED_LABEL as BOARDS_HELPED
from mouakaba.match.boards.phrases import TOPIC_LABEL as BOARDS_LABEL
from mouakaba.match.boards.rules import HELPED as BOARD_PAGES
from mouakaba.match.boards.rules import TOPIC as BOARDS
from mouakaba.match.bookings.actions import book, erase_bookings, export_bookings, open_window, save_capacity
from mouakaba.match.bookings.models import Capacity
from mouakaba.match.cohorts.queries import Cohort, connect_cohorts
from mouakaba.match.finding.actions import place_changed
from mouakaba.match.founding.actions import erase_steps, export_steps
from mouakaba.match.funding.actions import erase_facts, export_facts, load_instruments
from mouakaba.match.funding.queries import connect_told, instruments_shown
from mouakaba.match.funding.rules import INSTRUMENTS
from mouakaba.match.ideas.actions import (
    adopt_idea,
    erase_ideas,
    export_ideas,
    keep_bank,
    note_step,
    publish_idea,
    save_idea,
    save_plan,
    say_want,
    tell_challenge,
)
from mouakaba.match.ideas.queries import adoption_rows, adoptions_in_banks, keeps_bank
from mouakaba.match.introductions.actions import ask_person, erase_messages, export_messages, write_message
from mouakaba.match.introductions.phrases import TOPIC_LABEL as MESSAGES_LABEL
from mouakaba.match.introductions.queries import agreed_between, introduction_rows, linked_rows
from mouakaba.match.introductions.rules import TOPIC as MESSAGES
from mouakaba.match.listings.actions import add_skill as ask_for_skill
from mouakaba.match.listings.actions import publish_opening, save_opening
from mouakaba.match.listings.models import Sector
from mouakaba.match.listings.queries import listing_rows, organisations_of
from mouakaba.match.schools.actions import (
    answer_school,
    erase_invitations,
    export_invitations,
    invite_graduates,
    save_agreement,
)
from mouakaba.match.schools.queries import (
    agreements_run_by,
    answerable_by,
    connect_networks,
    has_agreements,
    invited_through,
    is_counted,
    is_invited,
    school_agreements_of,
)
from mouakaba.match.searches.actions import add_skill as search_for_skill
from mouakaba.match.searches.actions import (
    erase_searches,
    export_searches,
    note_news,
    save_over_markets,
    save_search,
    watch_opening,
)
from mouakaba.match.searches.phrases import TOPIC_LABEL as SEARCHES_LABEL
from mouakaba.match.searches.rules import TOPIC as SEARCHES
from mouakaba.match.shortlists.actions import rebuild_segments
from mouakaba.match.skills.actions import (
    add_skill,
    begin_profile,
    erase_profile,
    export_profile,
    give_text,
    set_seen,
)
from mouakaba.match.skills.phrases import ACTS as SKILL_ACTS
from mouakaba.match.skills.phrases import HELPED_LABEL as SKILLS_HELPED
from mouakaba.match.skills.queries import NotInstalledError, classifier_identity, corrections
from mouakaba.match.skills.rules import HELPED as SKILL_PAGES
from mouakaba.match.trades.actions import (
    answer_deal,
    ask_for_offers,
    erase_listings,
    export_listings,
    list_on_market,
    record_delivery,
)
from mouakaba.match.trades.queries import delivered_by, delivery_rows, weighed_rows

__all__ = [
    "INSTRUMENTS",
    "SCOPES",
    "TOPICS",
    "Batch",
    "BatchGoneError",
    "Capacity",
    "Cohort",
    "Done",
    "NotInstalledError",
    "PartFailedError",
    "add_skill",
    "adopt_idea",
    "adoption_rows",
    "agreements_run_by",
    "answer_deal",
    "answer_school",
    "answerable_by",
    "answers_of",
    "ask_for_batch",
    "ask_for_offers",
    "ask_for_skill",
    "ask_person",
    "batch_named",
    "batches",
    "begin_batch",
    "begin_profile",
    "book",
    "classifier_identity",
    "connect_cohorts",
    "connect_networks",
    "connect_told",
    "corrections",
    "delivery_rows",
    "erase_bookings",
    "erase_facts",
    "erase_ideas",
    "erase_invitations",
    "erase_listings",
    "erase_messages",
    "erase_posts",
    "erase_profile",
    "erase_searches",
    "erase_steps",
    "export_bookings",
    "export_facts",
    "export_ideas",
    "export_invitations",
    "export_listings",
    "export_messages",
    "export_posts",
    "export_profile",
    "export_searches",
    "export_steps",
    "forget_batch",
    "give_text",
    "graduates_invited",
    "has_agreements",
    "ideas_adopted",
    "instruments_shown",
    "introduction_rows",
    "introductions_agreed",
    "invite_graduates",
    "is_counted",
    "is_invited",
    "keep_bank",
    "keeps_bank",
    "linked_rows",
    "list_on_market",
    "listing_rows",
    "load_instruments",
    "mark_helped",
    "market_names",
    "note_news",
    "note_step",
    "open_board",
    "open_window",
    "place_changed",
    "progress_of",
    "publish_idea",
    "publish_opening",
    "rebuild_segments",
    "record_delivery",
    "save_agreement",
    "save_capacity",
    "save_idea",
    "save_opening",
    "save_over_markets",
    "save_plan",
    "save_search",
    "say_want",
    "school_agreements_of",
    "search_for_skill",
    "sector_names",
    "services_delivered",
    "set_seen",
    "states_needs",
    "take_up_batch",
    "tell_challenge",
    "watch_opening",
    "weighed_names",
    "weighed_rows",
    "write_message",
    "write_post",
]

TOPICS = (Topic(MESSAGES, MESSAGES_LABEL), Topic(SEARCHES, SEARCHES_LABEL), Topic(BOARDS, BOARDS_LABEL))


SCOPES = (
    Scope("boards", BOARDS_HELPED, "house", BOARD_PAGES, BOARD_ACTS),
    Scope("profile", SKILLS_HELPED, "profile", SKILL_PAGES, SKILL_ACTS),
)


def states_needs(person: Person) -> bool:
    """Whether this person may state needs in the name of an organisation."""
    return organisations_of(person).exists()


@dataclass(frozen=True, slots=True)
class Done:
    """Something organisations did here, as whoever counts it needs it: who, when, of which sort; nobody is named."""

    by: frozenset[UUID]
    on: date
    label: Mapping[str, str]
    sort: str = ""
    quantity: int = 1


def services_delivered(organisations: Collection[UUID], *, kind: str) -> Iterator[Done]:
    """Requests of a kind to these organisations of which something was delivered, on the first day it was."""
    for who, on, label, sort in delivered_by(organisations, kind):
        yield Done(frozenset({who}), on, label, sort)


def introductions_agreed(organisations: Collection[UUID]) -> Iterator[Done]:
    """Introductions to which both sides said yes, of which one is of these organisations."""
    for ends, on, label in agreed_between(organisations):
        yield Done(ends, on, label)


def ideas_adopted(organisations: Collection[UUID]) -> Iterator[Done]:
    """Ideas taken up in the bank these organisations keep."""
    for who, on, label in adoptions_in_banks(organisations):
        yield Done(frozenset({who}), on, label)


def graduates_invited(organisations: Collection[UUID]) -> Iterator[Done]:
    """Graduates invited through agreements of these organisations with schools, by school and day."""
    for who, on, label, count in invited_through(organisations):
        yield Done(frozenset({who}), on, label, quantity=count)


def sector_names() -> dict[str, str]:
    """Fields of activity of listings and ideas, in the reader's language."""
    return {code: str(label) for code, label in Sector.choices}


def weighed_names() -> dict[str, Mapping[str, str]]:
    """What is delivered by weight, by the answer that groups it."""
    trades = [trade for kind in registry.trades() if (trade := registry.trade(kind.code)).mass]
    return {option.value: option.label for one in trades for option in one.offer.form.by_code[one.group].options}


def market_names() -> dict[str, Mapping[str, str]]:
    """What each market is called, by its code."""
    return {kind.code: kind.name for kind in (*registry.kinds(), *registry.trades())}
