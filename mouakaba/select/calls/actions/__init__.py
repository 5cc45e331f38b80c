"""Every change to a call."""

from mouakaba.select.calls.actions.drafting import (
    StaleDraftError,
    clone_call,
    create_call,
    discard_draft,
    edit_draft,
    save_draft,
)
from mouakaba.select.calls.actions.extensions import give_extension, withdraw_extension
from mouakaba.select.calls.actions.importing import import_call, imported_draft, imported_kind
from mouakaba.select.calls.actions.items import add_item, arrange_item, edit_item
from mouakaba.select.calls.actions.publishing import cancel_call, publish_call

__all__ = [
    "StaleDraftError",
    "add_item",
    "arrange_item",
    "cancel_call",
    "clone_call",
    "create_call",
    "discard_draft",
    "edit_draft",
    "edit_item",
    "give_extension",
    "import_call",
    "imported_draft",
    "imported_kind",
    "publish_call",
    "save_draft",
    "withdraw_extension",
]
