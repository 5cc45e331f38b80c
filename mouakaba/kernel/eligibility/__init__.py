"""May this file take part? Three-valued rules: yes, no, cannot tell (with what is missing)."""

from mouakaba.kernel.eligibility.ages import completed_years
from mouakaba.kernel.eligibility.labels import LANGUAGES
from mouakaba.kernel.eligibility.model import (
    Answer,
    Eligibility,
    Operator,
    Reason,
    Rule,
    RuleOutcome,
    Test,
    TestOutcome,
    Verdict,
    flaw,
)
from mouakaba.kernel.eligibility.sentences import say_date, say_number, say_years, sentence
from mouakaba.kernel.eligibility.verdict import check, evaluate, evaluate_rule

__all__ = [
    "LANGUAGES",
    "Answer",
    "Eligibility",
    "Operator",
    "Reason",
    "Rule",
    "RuleOutcome",
    "Test",
    "TestOutcome",
    "Verdict",
    "check",
    "completed_years",
    "evaluate",
    "evaluate_rule",
    "flaw",
    "say_date",
    "say_number",
    "say_years",
    "sentence",
]
