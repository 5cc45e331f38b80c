"""Every write on introductions and their conversations."""

from mouakaba.match.introductions.actions.answering import answer, ask_person, introduce_listings, offer_self
from mouakaba.match.introductions.actions.conversing import (
    close_conversation,
    mark_read,
    reopen_conversation,
    report_conversation,
    settle_report,
    tell_messages,
    write_message,
)
from mouakaba.match.introductions.actions.keeping import erase_messages, export_messages

__all__ = [
    "answer",
    "ask_person",
    "close_conversation",
    "erase_messages",
    "export_messages",
    "introduce_listings",
    "mark_read",
    "offer_self",
    "reopen_conversation",
    "report_conversation",
    "settle_report",
    "tell_messages",
    "write_message",
]
