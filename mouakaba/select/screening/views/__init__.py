"""The office's pages on files to screen."""

from mouakaba.select.screening.views.bulk import screening_decide
from mouakaba.select.screening.views.file import screening_file, screening_paper
from mouakaba.select.screening.views.listing import screening_list

__all__ = ["screening_decide", "screening_file", "screening_list", "screening_paper"]
