"""Pages of introductions: saying yes or no, and writing to each other."""

from mouakaba.match.introductions.views.answering import (
    ask,
    my_answer,
    my_introductions,
    offer,
    office_answer,
    opening_matches,
)
from mouakaba.match.introductions.views.conversing import (
    my_conversation,
    my_conversation_close,
    my_conversation_report,
    office_conversation,
    office_conversation_close,
    office_conversation_report,
)

__all__ = [
    "ask",
    "my_answer",
    "my_conversation",
    "my_conversation_close",
    "my_conversation_report",
    "my_introductions",
    "offer",
    "office_answer",
    "office_conversation",
    "office_conversation_close",
    "office_conversation_report",
    "opening_matches",
]
