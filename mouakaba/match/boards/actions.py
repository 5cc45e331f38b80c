"""Every write on the boards."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.files.actions import store_picture, store_voice
from mouakaba.base.notify.actions import queue_message, queue_news
from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import current
from mouakaba.kernel.text import fold
from mouakaba.match.boards import phrases
from mouakaba.match.boards.models import Board, Post, PostReport
from mouakaba.match.boards.queries import keepers_of
from mouakaba.match.boards.rules import A_WHILE, MOST_IN_A_WHILE, TOPIC


def open_board(*, by: Person | None, **fields: Any) -> Board:
    """A new board. Raises ValidationError, by field."""
    board = Board(**fields)
    board.full_clean()
    with recorded("open_board", by=by) as line:
        board.save()
        point(line, board)
    return board


def write_post(
    *,
    board: Board,
    kind: str,
    by: Person,
    title: str = "",
    text: str = "",
    language: str = "",
    voice: UploadedFile | None = None,
    picture: UploadedFile | None = None,
    alt: str = "",
    parent: Post | None = None,
    is_demo: bool = False,
) -> Post:
    """A question, an announcement or an answer, with a voice note or a picture. Raises ValidationError, in words."""
    with recorded("write_post", by=by) as line:
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two posts at once are counted one after the other
        _check_pace(by)
        made = Post(
            board=board, parent=parent, kind=kind, title=title.strip(), text=text.strip(), alt=alt.strip(),
            language=language or current(), person=by, said_at=now(), is_demo=is_demo,
        )  # fmt: skip
        if voice:
            made.voice, made.seconds = store_voice(upload=voice, owner=by)
        if picture:
            made.picture = store_picture(upload=picture, owner=by)
        made.search = fold(f"{made.title} {made.text} {made.alt}")
        made.save()
        point(line, made)
        _after(made)
    return made


def _check_pace(person: Person) -> None:
    if Post.objects.filter(person=person, said_at__gt=now() - A_WHILE).count() >= MOST_IN_A_WHILE:
        raise ValidationError(
            _("You have written %(n)s times in an hour. Send this a little later.") % {"n": MOST_IN_A_WHILE}
        )


def _after(post: Post) -> None:
    """Who asked is told of an answer, once a day and thread."""
    if post.parent is None:
        return
    asker = post.parent.person
    if asker and asker.pk != post.person_id:
        subject, body = phrases.answered_letter(post.parent, asker)
        key = f"board-answer:{post.parent_id}:{today().isoformat()}"
        queue_news(topic=TOPIC, key=key, person=asker, subject=subject, body=body)


def mark_helped(*, answer: Post, by: Person) -> Post:
    """The answer that helped who asked; a second time takes the mark away. Returns the question."""
    with recorded("mark_helped", by=by, subject=answer):
        question = Post.objects.select_for_update().get(answers=answer)
        question.helped_by = None if question.helped_by_id == answer.pk else answer
        question.save(update_fields=["helped_by"])
    return question


def report_post(*, post: Post, why: str, by: Person) -> PostReport:
    """Asks the keepers to look; while a reader's report waits, another of theirs returns the first."""
    with recorded("report_post", by=by, subject=post):
        Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        if known := PostReport.objects.filter(post=post, by=by, settled_at__isnull=True).first():
            return known
        made = PostReport.objects.create(post=post, by=by, why=why.strip(), made_at=now())
        for keeper in keepers_of(post.board):
            subject, body = phrases.reported_letter(made, keeper)
            queue_message(key=f"board-report:{made.pk}:{keeper.pk}", person=keeper, subject=subject, body=body)
    return made


def take_off_post(*, post: Post, by: Person) -> Post:
    """Its writer takes it off the board; the row stays for the keepers."""
    return _hide(post, "take_off_post", "", by)


def hide_post(*, post: Post, reason: str, by: Person) -> Post:
    """A keeper hides it, for a reason its writer is told. Raises ValidationError without one."""
    if not reason.strip():
        raise ValidationError(_("Say why: the person who wrote it reads this."))
    hidden = _hide(post, "hide_post", reason.strip(), by)
    writer = hidden.person
    if writer and writer.is_active and hidden.hidden_at:
        subject, body = phrases.hidden_letter(hidden, writer)
        key = f"board-hidden:{hidden.pk}:{hidden.hidden_at.isoformat()}"
        queue_message(key=key, person=writer, subject=subject, body=body)
    return hidden


def _hide(post: Post, act: str, reason: str, by: Person) -> Post:
    with recorded(act, by=by, subject=post, why=reason):
        locked = Post.objects.select_for_update(of=("self",)).select_related("person", "parent").get(pk=post.pk)
        locked.hidden_at, locked.hidden_by, locked.reason = now(), by, reason
        locked.save(update_fields=["hidden_at", "hidden_by", "reason"])
        _settle(locked, by)
    return locked


def show_post(*, post: Post, by: Person) -> None:
    """A keeper shows it again, or leaves it as it is; what was reported is settled."""
    with recorded("show_post", by=by, subject=post):
        # what its writer took off stays off
        Post.objects.filter(pk=post.pk).exclude(reason="").update(hidden_at=None, hidden_by=None, reason="")
        _settle(post, by)


def _settle(post: Post, by: Person) -> None:
    PostReport.objects.filter(post=post, settled_at__isnull=True).update(settled_at=now(), settled_by=by)


def export_posts(person: Person) -> list[dict[str, Any]]:
    """What a person said on the boards, as data; voice notes and pictures by their addresses."""
    rows = Post.objects.filter(person=person).order_by("said_at")
    return [
        {
            "id": str(row.pk), "kind": row.kind, "title": row.title, "text": row.text, "said_at": row.said_at,
            "voice": phrases.file_address("post_voice", row) if row.voice_id else "",
            "seconds": row.seconds, "picture": phrases.file_address("post_picture", row) if row.picture_id else "",
            "alt": row.alt, "hidden_at": row.hidden_at, "reason": row.reason,
        }
        for row in rows
    ]  # fmt: skip


def erase_posts(person: Person) -> None:
    """Answers kept in words stay without the person; what nobody answered goes. Files go with the person's others."""
    PostReport.objects.filter(by=person).update(by=None)
    mine = Post.objects.filter(person=person)
    mine.filter(parent__isnull=True, answers__isnull=True).delete()
    mine.filter(parent__isnull=False, text="").delete()
    mine.update(person=None, voice=None, seconds=0, picture=None, alt="")
