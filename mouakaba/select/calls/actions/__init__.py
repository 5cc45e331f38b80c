"""Every change to a call."""

from mouakaba.select.calls.actions.drafting import clone_call, create_call, discard_draft, edit_draft, save_draft
from mouakaba.select.calls.actions.extensions import give_extension, withdraw_extension
from mouakaba.select.calls.actions.publishing import cancel_call, publish_call

__all__ = [
    "cancel_call",
    "clone_call",
    "create_call",
    "discard_draft",
    "edit_draft",
    "give_extension",
    "publish_call",
    "save_draft",
    "withdraw_extension",
]
