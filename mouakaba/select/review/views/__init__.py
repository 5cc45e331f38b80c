"""The jury's pages: a juror's own, the office's, and those of a pitch session."""

from mouakaba.select.review.views.juror import jury

__all__ = ["jury"]
