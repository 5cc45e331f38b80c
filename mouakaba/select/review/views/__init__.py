"""The jury's pages: a juror's own, the office's, and those of a pitch session."""

from mouakaba.select.review.views.closing import jury_close
from mouakaba.select.review.views.files import jury_file_office, jury_files, jury_ties
from mouakaba.select.review.views.juror import jury, jury_call, jury_file, jury_paper, jury_tie
from mouakaba.select.review.views.live import call_screen, jury_live, live_office
from mouakaba.select.review.views.office import jury_juror, jury_office

__all__ = [
    "call_screen",
    "jury",
    "jury_call",
    "jury_close",
    "jury_file",
    "jury_file_office",
    "jury_files",
    "jury_juror",
    "jury_live",
    "jury_office",
    "jury_paper",
    "jury_tie",
    "jury_ties",
    "live_office",
]
