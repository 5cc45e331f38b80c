"""Every decision an officer takes on the eligibility of files."""

from mouakaba.select.screening.actions.bulk import Decided, admit_many, refuse_many
from mouakaba.select.screening.actions.decisions import (
    ChangedMeanwhileError,
    admit,
    letter_language,
    refuse,
    withdraw_decision,
)
from mouakaba.select.screening.actions.papers import ask_paper

__all__ = [
    "ChangedMeanwhileError",
    "Decided",
    "admit",
    "admit_many",
    "ask_paper",
    "letter_language",
    "refuse",
    "refuse_many",
    "withdraw_decision",
]
