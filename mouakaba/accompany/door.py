"""What the rest of the house may ask of ACCOMPANY."""

from __future__ import annotations

from mouakaba.accompany.expansion.actions import erase_notes, export_notes, note_potential, record_gdp, save_sheet
from mouakaba.accompany.spaces.actions import (
    add_figure,
    add_waiting,
    end_stay,
    erase_members,
    export_members,
    let_space,
    move_stage,
    save_member,
    save_site,
    save_space,
    set_priority,
    take_in_chosen,
)
from mouakaba.accompany.spaces.models import Member, Site, Space
from mouakaba.accompany.spaces.queries import has_own_space, keeps_sites

__all__ = [
    "Member",
    "Site",
    "Space",
    "add_figure",
    "add_waiting",
    "end_stay",
    "erase_members",
    "erase_notes",
    "export_members",
    "export_notes",
    "has_own_space",
    "keeps_sites",
    "let_space",
    "move_stage",
    "note_potential",
    "record_gdp",
    "save_member",
    "save_sheet",
    "save_site",
    "save_space",
    "set_priority",
    "take_in_chosen",
]
