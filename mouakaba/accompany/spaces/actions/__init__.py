"""Every write on sites, spaces, stays, members and waiting lists."""

from mouakaba.accompany.spaces.actions.letting import allot, end_stay, let_space, move_stay, remove_step, set_step
from mouakaba.accompany.spaces.actions.personal import erase_members, export_members
from mouakaba.accompany.spaces.actions.queue import (
    add_to_list,
    add_waiting,
    leave_list,
    link_call,
    set_priority,
    take_in_chosen,
    take_in_missing,
)
from mouakaba.accompany.spaces.actions.sites import add_figure, remove_figure, save_site, save_space
from mouakaba.accompany.spaces.actions.staging import move_stage, save_member
from mouakaba.accompany.spaces.actions.warning import warn_of_changes

__all__ = [
    "add_figure",
    "add_to_list",
    "add_waiting",
    "allot",
    "end_stay",
    "erase_members",
    "export_members",
    "leave_list",
    "let_space",
    "link_call",
    "move_stage",
    "move_stay",
    "remove_figure",
    "remove_step",
    "save_member",
    "save_site",
    "save_space",
    "set_priority",
    "set_step",
    "take_in_chosen",
    "take_in_missing",
    "warn_of_changes",
]
