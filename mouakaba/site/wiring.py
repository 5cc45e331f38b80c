"""Who reacts to what, on one page. Handlers get ids, run after commit, and can be retried."""

from __future__ import annotations

from mouakaba.base.helping.actions import erase_help, export_help
from mouakaba.base.helping.rules import register_scope
from mouakaba.base.notify.rules import register_topic
from mouakaba.base.privacy.actions import DataSource, register_data_source
from mouakaba.match import registry as markets
from mouakaba.select import registry
from mouakaba.select.events import CohortPublished, PlaceTaken, listen
from mouakaba.site.kinds import CALL_KINDS, MARKET_KINDS


def connect() -> None:
    """Called once, when Django is ready."""
    for kind in CALL_KINDS:
        registry.register(kind)
    for market in MARKET_KINDS:
        markets.register(market)
    from mouakaba.accompany import door as accompany
    from mouakaba.base.tokens.actions import erase_tokens, export_tokens
    from mouakaba.match import door as match  # their models exist only once Django is ready
    from mouakaba.select import door
    from mouakaba.site.counters import COUNTERS

    match.connect_told(door.facts_told)
    match.connect_cohorts(door.cohorts_run_by)
    match.connect_networks(door.networks_run_by)
    # before the applications, which forget whose they were
    register_data_source(DataSource("results", door.export_results, door.erase_results))
    register_data_source(DataSource("applications", door.export_applications, door.erase_applications))
    register_data_source(DataSource("juries", door.export_seats, door.erase_seats))
    register_data_source(DataSource("listings", match.export_listings, match.erase_listings))
    register_data_source(DataSource("tokens", export_tokens, erase_tokens))
    register_data_source(DataSource("messages", match.export_messages, match.erase_messages))
    register_data_source(DataSource("searches", match.export_searches, match.erase_searches))
    register_data_source(DataSource("skills", match.export_profile, match.erase_profile))
    register_data_source(DataSource("funding", match.export_facts, match.erase_facts))
    register_data_source(DataSource("help", export_help, erase_help))
    register_data_source(DataSource("boards", match.export_posts, match.erase_posts))
    register_data_source(DataSource("ideas", match.export_ideas, match.erase_ideas))
    register_data_source(DataSource("bookings", match.export_bookings, match.erase_bookings))
    register_data_source(DataSource("founding", match.export_steps, match.erase_steps))
    register_data_source(DataSource("schools", match.export_invitations, match.erase_invitations))
    for scope in (door.HELPED, *match.SCOPES, *accompany.SCOPES):
        register_scope(scope)
    register_data_source(DataSource("badge", accompany.export_badge, accompany.erase_badge))
    register_data_source(DataSource("sessions", accompany.export_sessions, accompany.erase_sessions))
    register_data_source(DataSource("coaching", accompany.export_sheets, accompany.erase_sheets))
    register_data_source(DataSource("certificates", accompany.export_certificates, accompany.erase_certificates))
    register_data_source(DataSource("plans", accompany.export_plans, accompany.erase_plans))
    register_data_source(DataSource("followups", accompany.export_followups, accompany.erase_followups))
    register_data_source(DataSource("fairs", accompany.export_fairs, accompany.erase_fairs))
    register_data_source(DataSource("news", accompany.export_news, accompany.erase_news))
    listen(CohortPublished, _follow_choice)
    listen(PlaceTaken, _follow_choice)
    register_data_source(DataSource("members", accompany.export_members, accompany.erase_members))
    register_data_source(DataSource("regions", accompany.export_notes, accompany.erase_notes))
    register_data_source(DataSource("agreements", accompany.export_records, accompany.erase_records))
    register_data_source(DataSource("cooperatives", accompany.export_cooperators, accompany.erase_cooperators))
    register_data_source(DataSource("grants", accompany.export_proofs, accompany.erase_proofs))
    for way in COUNTERS:
        accompany.register_counter(way)
    for topic in (*match.TOPICS, *accompany.TOPICS):
        register_topic(topic)


def _follow_choice(event: CohortPublished | PlaceTaken) -> None:
    """The cohort of a call holds whoever holds a place; hosting brings them on the waiting list of its site."""
    from mouakaba.accompany import door as accompany

    accompany.follow_choice(event.call_id)
    accompany.take_in_chosen(call_id=event.call_id)
