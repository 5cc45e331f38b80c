"""The administration of the match engine, gathered from its rooms for Django."""

from mouakaba.match.boards.admin import BoardAdmin
from mouakaba.match.ideas.admin import IdeaKeeperAdmin
from mouakaba.match.introductions.admin import ConversationReportAdmin
from mouakaba.match.schools.admin import SchoolAgreementAdmin

__all__ = ["BoardAdmin", "ConversationReportAdmin", "IdeaKeeperAdmin", "SchoolAgreementAdmin"]
