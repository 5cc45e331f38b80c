"""Bounds of the boards, and what an audience means."""

from __future__ import annotations

from datetime import timedelta

MOST_TITLE = 150
MOST_TEXT = 2000  # characters
MOST_ALT = 200
MOST_WHY = 500  # characters of a report, or of a reason
MOST_IN_A_WHILE = 20  # posts and answers of one person
A_WHILE = timedelta(hours=1)
HELPED = frozenset({  # pages on which a helper may act for a person
    "house", "board", "post", "post_voice", "post_picture", "post_new", "post_answer", "post_helped", "post_off",
    "post_report",
})  # fmt: skip
TOPIC = "boards"  # of the letters that tell of an answer
SIMILAR = 4
PER_PAGE = 20
