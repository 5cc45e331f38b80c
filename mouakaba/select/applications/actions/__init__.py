"""Every change a person makes to their application."""

from mouakaba.select.applications.actions.drafts import (
    ClosedError,
    Saved,
    attach_file,
    put_back,
    remove_file,
    save_answers,
    start_application,
)
from mouakaba.select.applications.actions.personal import erase_applications, export_applications
from mouakaba.select.applications.actions.sending import (
    NotCompleteError,
    ReviewChangedError,
    content_of,
    submit_application,
)
from mouakaba.select.applications.actions.status import answer_paper_request, withdraw_application

__all__ = [
    "ClosedError",
    "NotCompleteError",
    "ReviewChangedError",
    "Saved",
    "answer_paper_request",
    "attach_file",
    "content_of",
    "erase_applications",
    "export_applications",
    "put_back",
    "remove_file",
    "save_answers",
    "start_application",
    "submit_application",
    "withdraw_application",
]
