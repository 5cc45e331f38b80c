"""Pages of the applicant's path, and the public pages of calls and receipts."""

from mouakaba.select.applications.views.drafts import (
    apply,
    download_file,
    earlier_texts,
    find_commune,
    save_field,
    section,
)
from mouakaba.select.applications.views.mine import answer_paper, application_page, my, withdraw
from mouakaba.select.applications.views.public import call_list, call_page, receipt_check
from mouakaba.select.applications.views.sending import receipt_page, receipt_pdf, review

__all__ = [
    "answer_paper",
    "application_page",
    "apply",
    "call_list",
    "call_page",
    "download_file",
    "earlier_texts",
    "find_commune",
    "my",
    "receipt_check",
    "receipt_page",
    "receipt_pdf",
    "review",
    "save_field",
    "section",
    "withdraw",
]
