"""What the rest of the house may ask of MATCH."""

from __future__ import annotations

from mouakaba.base.notify.rules import Topic
from mouakaba.base.people.models import Person
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
from mouakaba.match.cohorts.queries import Cohort, connect_cohorts
from mouakaba.match.finding.actions import place_changed
from mouakaba.match.founding.actions import erase_steps, export_steps
from mouakaba.match.funding.actions import erase_facts, export_facts, load_instruments
from mouakaba.match.funding.queries import connect_told
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
from mouakaba.match.ideas.queries import keeps_bank
from mouakaba.match.introductions.actions import ask_person, erase_messages, export_messages, write_message
from mouakaba.match.introductions.phrases import TOPIC_LABEL as MESSAGES_LABEL
from mouakaba.match.introductions.rules import TOPIC as MESSAGES
from mouakaba.match.listings.actions import add_skill as ask_for_skill
from mouakaba.match.listings.actions import publish_opening, save_opening
from mouakaba.match.listings.queries import organisations_of
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
    is_counted,
    is_invited,
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
from mouakaba.match.skills.queries import NotInstalledError, classifier_identity, corrections
from mouakaba.match.trades.actions import (
    answer_deal,
    ask_for_offers,
    erase_listings,
    export_listings,
    list_on_market,
    record_delivery,
)

__all__ = [
    "INSTRUMENTS",
    "TOPICS",
    "Batch",
    "BatchGoneError",
    "Cohort",
    "NotInstalledError",
    "PartFailedError",
    "add_skill",
    "adopt_idea",
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
    "classifier_identity",
    "connect_cohorts",
    "connect_networks",
    "connect_told",
    "corrections",
    "erase_facts",
    "erase_ideas",
    "erase_invitations",
    "erase_listings",
    "erase_messages",
    "erase_profile",
    "erase_searches",
    "erase_steps",
    "export_facts",
    "export_ideas",
    "export_invitations",
    "export_listings",
    "export_messages",
    "export_profile",
    "export_searches",
    "export_steps",
    "forget_batch",
    "give_text",
    "has_agreements",
    "invite_graduates",
    "is_counted",
    "is_invited",
    "keep_bank",
    "keeps_bank",
    "list_on_market",
    "load_instruments",
    "note_news",
    "note_step",
    "place_changed",
    "progress_of",
    "publish_idea",
    "publish_opening",
    "rebuild_segments",
    "record_delivery",
    "save_agreement",
    "save_idea",
    "save_opening",
    "save_over_markets",
    "save_plan",
    "save_search",
    "say_want",
    "search_for_skill",
    "set_seen",
    "states_needs",
    "take_up_batch",
    "tell_challenge",
    "watch_opening",
    "write_message",
]

TOPICS = (Topic(MESSAGES, MESSAGES_LABEL), Topic(SEARCHES, SEARCHES_LABEL))


def states_needs(person: Person) -> bool:
    """Whether this person may state needs in the name of an organisation."""
    return organisations_of(person).exists()
