"""Reported conversations in the operators' administration. A conversation that nobody reported is not there."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from mouakaba.base.people.queries import me
from mouakaba.base.words.phrases import moment_in_words
from mouakaba.match.introductions.actions import close_conversation, settle_report
from mouakaba.match.introductions.models import ConversationReport, Introduction
from mouakaba.match.introductions.phrases import side_of
from mouakaba.match.introductions.queries import messages_of


@admin.register(ConversationReport)
class ConversationReportAdmin(admin.ModelAdmin):
    """Why, and what was written; to be settled, and the conversation closed where it must be."""

    list_display = ("made_at", "opening", "side", "settled_at")
    list_filter = (("settled_at", admin.EmptyFieldListFilter),)
    list_select_related = ("introduction__opening__organisation", "introduction__counterpart__organisation")
    fields = readonly_fields = ("made_at", "opening", "side", "why", "conversation", "settled_at", "settled_by")
    actions = ("settle", "close")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The two sides report."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A report is settled, not lost."""
        return False

    @admin.display(description=_("Listing"))
    def opening(self, report: ConversationReport) -> str:
        """The listing it is about."""
        return report.introduction.opening.title

    @admin.display(description=_("Reported by"))
    def side(self, report: ConversationReport) -> str:
        """Which side reported."""
        return side_of(report.introduction, from_person=report.from_person)

    @admin.display(description=_("Messages"))
    def conversation(self, report: ConversationReport) -> SafeString:
        """What was written, with the side that wrote it."""
        rows = messages_of(report.introduction)
        between = report.introduction
        shown = (
            (side_of(between, from_person=row.from_person), moment_in_words(row.written_at), row.text) for row in rows
        )
        return format_html_join("", "<p><b>{}</b> {}<br>{}</p>", shown)

    @admin.action(description=_("Settled: I have looked"))
    def settle(self, request: HttpRequest, queryset: QuerySet[ConversationReport]) -> None:
        """Nothing more is to be done."""
        for report in queryset:
            settle_report(report=report, by=me(request))

    @admin.action(description=_("Close the conversation, and settle"))
    def close(self, request: HttpRequest, queryset: QuerySet[ConversationReport]) -> None:
        """Neither side writes any more, and neither can open it again."""
        for report in queryset.select_related("introduction"):
            close_conversation(
                introduction=report.introduction, closed_by=Introduction.ClosedBy.OPERATOR, by=me(request)
            )
            settle_report(report=report, by=me(request))
        self.message_user(request, _("The conversation is closed."), messages.SUCCESS)
