"""The tables of the match engine, gathered from its rooms for Django."""

from mouakaba.match.batches.models import Batch, BatchPart
from mouakaba.match.boards.models import Board, Post, PostReport
from mouakaba.match.bookings.models import Booking, Capacity, Window
from mouakaba.match.entries.models import Entry
from mouakaba.match.founding.models import FoundingStep
from mouakaba.match.funding.models import FundingInstrument, ToldFacts
from mouakaba.match.ideas.models import (
    Adoption,
    Challenge,
    Idea,
    IdeaKeeper,
    IdeaPlan,
    Story,
    Want,
)
from mouakaba.match.introductions.models import ConversationReport, Introduction, Message, Reading
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.schools.models import SchoolAgreement, SchoolInvitation
from mouakaba.match.searches.models import SavedSearch, SearchHit, SearchSkill
from mouakaba.match.shortlists.models import Posting, ProfileChange, Segment, SegmentFact, SegmentMember
from mouakaba.match.skills.models import Profile, ProfileSkill, SkillText
from mouakaba.match.trades.models import Deal, Delivery

__all__ = [
    "Adoption",
    "Batch",
    "BatchPart",
    "Board",
    "Booking",
    "Capacity",
    "Challenge",
    "ConversationReport",
    "Deal",
    "Delivery",
    "Entry",
    "FoundingStep",
    "FundingInstrument",
    "Idea",
    "IdeaKeeper",
    "IdeaPlan",
    "Introduction",
    "Message",
    "Opening",
    "OpeningSkill",
    "Post",
    "PostReport",
    "Posting",
    "Profile",
    "ProfileChange",
    "ProfileSkill",
    "Reading",
    "SavedSearch",
    "SchoolAgreement",
    "SchoolInvitation",
    "SearchHit",
    "SearchSkill",
    "Segment",
    "SegmentFact",
    "SegmentMember",
    "SkillText",
    "Story",
    "ToldFacts",
    "Want",
    "Window",
]
