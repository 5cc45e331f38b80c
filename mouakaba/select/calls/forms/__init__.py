"""The forms of setting up a call."""

from mouakaba.select.calls.forms.dates import DatesForm
from mouakaba.select.calls.forms.items import FORMS, STARTS, item_form, shown_item
from mouakaba.select.calls.forms.texts import TextsForm

__all__ = ["FORMS", "STARTS", "DatesForm", "TextsForm", "item_form", "shown_item"]
