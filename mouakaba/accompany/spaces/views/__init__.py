"""Pages of sites: public, of the office, of a member."""

from mouakaba.accompany.spaces.views.letting import (
    office_space,
    office_stay,
    office_stay_end,
    office_stay_move,
    office_stay_step,
    office_step_remove,
    site_stays,
)
from mouakaba.accompany.spaces.views.members import office_member, office_members
from mouakaba.accompany.spaces.views.mine import my_stay
from mouakaba.accompany.spaces.views.office import (
    office_site,
    office_site_edit,
    office_site_figure,
    office_site_figure_remove,
    office_site_new,
    office_sites,
    site_occupancy,
    site_spaces,
)
from mouakaba.accompany.spaces.views.public import site_page, sites
from mouakaba.accompany.spaces.views.waiting import (
    office_site_call,
    office_waiting,
    office_waiting_allot,
    office_waiting_leave,
    office_waiting_priority,
    site_waiting,
)

__all__ = [
    "my_stay",
    "office_member",
    "office_members",
    "office_site",
    "office_site_call",
    "office_site_edit",
    "office_site_figure",
    "office_site_figure_remove",
    "office_site_new",
    "office_sites",
    "office_space",
    "office_stay",
    "office_stay_end",
    "office_stay_move",
    "office_stay_step",
    "office_step_remove",
    "office_waiting",
    "office_waiting_allot",
    "office_waiting_leave",
    "office_waiting_priority",
    "site_occupancy",
    "site_page",
    "site_spaces",
    "site_stays",
    "site_waiting",
    "sites",
]
