"""Bounds of a conversation."""

from __future__ import annotations

from datetime import timedelta

MOST_CHARACTERS = 2000  # of one message
MOST_IN_A_WHILE = 20  # messages of one person, in all their conversations
A_WHILE = timedelta(hours=1)
MOST_UNANSWERED = 3  # messages of one side in a row, until both said yes
MOST_ASKED = 40  # people one organisation asks to meet within a day
A_DAY = timedelta(days=1)
MOST_WHY = 1000  # characters of a report
TOPIC = "messages"  # of the letters that tell of new messages
MOST_TOLD = 5000  # messages looked at in one round of letters
