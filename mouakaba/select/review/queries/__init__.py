"""Named reads of the jury. A file in conflict with a juror is in none of the juror's."""

from mouakaba.select.review.queries.answers import AnswerLine, Part, answers_for_jury, attachment_for_jury
from mouakaba.select.review.queries.files import (
    before_jury,
    files_of_jury,
    files_visible_to,
    reviews_of,
    untied_reviews,
)
from mouakaba.select.review.queries.live import (
    RankedFile,
    current_pitch,
    live_ranking,
    panel_of,
    pitches_of,
    still_to_draw,
)
from mouakaba.select.review.queries.marks import (
    CriterionFeedback,
    LeftOut,
    criteria_of,
    excluded_by_floor,
    feedback_for,
    left_out,
    marks_by_criterion,
    marks_by_criterion_of,
    scored_files,
)
from mouakaba.select.review.queries.office import (
    JurorLoad,
    Tie,
    files_for_office,
    loads_of,
    marks_hidden_from,
    ties_to_check,
    with_progress,
    without_marks,
)
from mouakaba.select.review.queries.seats import jurors_of, seats_of

__all__ = [
    "AnswerLine",
    "CriterionFeedback",
    "JurorLoad",
    "LeftOut",
    "Part",
    "RankedFile",
    "Tie",
    "answers_for_jury",
    "attachment_for_jury",
    "before_jury",
    "criteria_of",
    "current_pitch",
    "excluded_by_floor",
    "feedback_for",
    "files_for_office",
    "files_of_jury",
    "files_visible_to",
    "jurors_of",
    "left_out",
    "live_ranking",
    "loads_of",
    "marks_by_criterion",
    "marks_by_criterion_of",
    "marks_hidden_from",
    "panel_of",
    "pitches_of",
    "reviews_of",
    "scored_files",
    "seats_of",
    "still_to_draw",
    "ties_to_check",
    "untied_reviews",
    "with_progress",
    "without_marks",
]
