"""Every write on the bank."""

from mouakaba.match.ideas.actions.adopting import (
    adopt_idea,
    note_step,
    say_want,
    take_off_want,
    tell_challenge,
    withdraw_adoption,
)
from mouakaba.match.ideas.actions.keeping import (
    close_idea,
    decline_idea,
    keep_bank,
    publish_idea,
    save_idea,
    save_plan,
)
from mouakaba.match.ideas.actions.personal import erase_ideas, export_ideas

__all__ = [
    "adopt_idea",
    "close_idea",
    "decline_idea",
    "erase_ideas",
    "export_ideas",
    "keep_bank",
    "note_step",
    "publish_idea",
    "save_idea",
    "save_plan",
    "say_want",
    "take_off_want",
    "tell_challenge",
    "withdraw_adoption",
]
