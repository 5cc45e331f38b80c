"""Where a call stands and what its office should do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mouakaba.select.calls.models import Call

Stage = Call.Stage


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do: `code` names its words in `phrases`, `url_name` its page, `count` how many wait."""

    code: str
    url_name: str
    count: int = 0


def next_step(call: Call, at: datetime, counts: Mapping[str, int], *, ready: bool) -> NextStep:
    """What the office should do at this moment. `ready`: nothing blocks the draft."""
    stage = call.stage(at)
    if stage == Stage.DRAFT:
        return NextStep("publish" if ready else "set_up", "call_setup")
    if stage == Stage.ANNOUNCED:
        return NextStep("wait", "call_page")
    if stage in (Stage.OPEN, Stage.GRACE):
        return NextStep("follow", "screening_list", counts.get("submitted", 0))
    if stage == Stage.CLOSED:
        return _after_closing(call, counts)
    return NextStep("cohort", "call_cohort") if stage == Stage.DECIDED else NextStep("none", "")


def _after_closing(call: Call, counts: Mapping[str, int]) -> NextStep:
    waiting = counts.get("submitted", 0) + counts.get("paper_asked", 0)
    if call.kind.needs_screening and waiting:
        return NextStep("screen", "screening_list", waiting)
    if call.marks_closed_at is None:
        return NextStep("live", "live_office") if call.kind.live else NextStep("jury", "jury_office")
    return NextStep("choose", "selection_office")
