"""Words of the boards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said
from mouakaba.match.boards.models import Post, PostReport

TOPIC_LABEL = gettext_lazy("Answers to my questions in the House")

HELPED_LABEL = gettext_lazy("Ask and answer on the boards of the House")
ACTS = {
    "write_post": gettext_lazy("wrote on a board"),
    "mark_helped": gettext_lazy("marked an answer that helped"),
    "take_off_post": gettext_lazy("took something off a board"),
    "report_post": gettext_lazy("reported something on a board"),
}


def post_title(post: Post) -> str:
    """How a thread is called in a list: its title, the start of its text, or that it is heard."""
    return post.title or post.text[:80] or _("Voice note")


def thread_rows(threads: Iterable[Any]) -> tuple[list[str], list[list[Any]]]:
    """A sheet of threads, as `queries.threads` gives them: its headers, and a line each. It names nobody."""
    headers = [
        _("Board"), _("Kind"), _("Title"), _("Words"), _("Voice note, seconds"), _("When"), _("Answers"),
        _("An answer helped"), _("Page"),
    ]  # fmt: skip
    return headers, [_thread_row(one) for one in threads]


def _thread_row(one: Any) -> list[Any]:
    return [
        said(one.board.title), one.get_kind_display(), one.title, one.text, one.seconds or None,
        timezone.localtime(one.said_at).replace(tzinfo=None), one.answered, _("yes") if one.helped_by_id else "",
        page_address("post", one.pk),
    ]  # fmt: skip


def length(seconds: int) -> str:
    """A length as minutes and seconds, ``1:05``."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def page_address(name: str, *arguments: object) -> str:
    """The whole address of a page."""
    return f"{settings.PUBLIC_URL}{reverse(name, args=arguments)}"


def file_address(name: str, post: Post) -> str:
    """Where the voice note or the picture of a post is read."""
    return page_address(name, post.pk)


def answered_letter(post: Post, reader: Person) -> tuple[str, str]:
    """To who asked: there is an answer."""
    with override(reader.language):
        body = _("There is an answer to “%(title)s”.") % {"title": post_title(post)}
        return _("Your question has an answer"), f"{body}\n\n{page_address('post', post.pk)}\n"


def hidden_letter(post: Post, reader: Person) -> tuple[str, str]:
    """To its writer: it was hidden, and why."""
    with override(reader.language):
        body = _("The keepers of the board have hidden “%(title)s”, for this reason:\n\n%(reason)s") % {
            "title": post_title(post),
            "reason": post.reason,
        }
        more = _("You still see it. If this is a mistake, answer on the board or write a new one without it.")
        return _(
            "What you wrote was hidden"
        ), f"{body}\n\n{more}\n\n{page_address('post', post.parent_id or post.pk)}\n"


def reported_letter(report: PostReport, reader: Person) -> tuple[str, str]:
    """To a keeper: somebody asks to look."""
    with override(reader.language):
        body = _("A reader asks the keepers to look at “%(title)s”:\n\n%(why)s") % {
            "title": post_title(report.post),
            "why": report.why,
        }
        return _("Something was reported on a board"), f"{body}\n\n{page_address('office_post', report.post_id)}\n"
