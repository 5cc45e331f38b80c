"""When an officer may decide on a file, and when a decision needs a written reason."""

from __future__ import annotations

# States in which a file waits for a decision, and those a decision of screening leads to.
UNDECIDED = ("submitted", "paper_asked")
DECIDED = ("admitted", "refused")

AGREES = {"admitted": "eligible", "refused": "ineligible"}


def overrules(outcome: str, verdict: str) -> bool:
    """Whether a decision says something else than the verdict; where the verdict cannot tell, any decision does."""
    return AGREES[outcome] != verdict


def needs_reason(outcome: str, verdict: str) -> bool:
    """A refusal is always explained; an admission when it goes beyond the verdict."""
    return outcome == "refused" or overrules(outcome, verdict)


def proposed(verdict: str) -> str:
    """The decision the verdict leads to, empty where it cannot tell."""
    return {"eligible": "admitted", "ineligible": "refused"}.get(verdict, "")
