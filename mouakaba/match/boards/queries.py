"""Boards and posts a reader may see. Fetching is authorising."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from mouakaba.base.organisations.models import LegalForm
from mouakaba.base.people.models import Membership, Person
from mouakaba.base.people.rules import WRITERS
from mouakaba.kernel.text import fold
from mouakaba.match.boards.models import Board, Post, PostReport
from mouakaba.match.boards.rules import SIMILAR
from mouakaba.match.entries.models import Away, Entry
from mouakaba.match.listings.queries import organisations_of
from mouakaba.match.skills.rules import LEAST_LIKE

Audience = Board.Audience
OPEN = (Audience.COOPERATIVES, Audience.PARTNERS)


def _boards() -> QuerySet[Board]:
    return Board.objects.select_related("region", "province", "keeper")


def boards_read_by(person: Person | None) -> QuerySet[Board]:
    """Public boards for anybody; members' boards for members of cooperatives and for those who keep them."""
    if person is None:
        return _boards().filter(audience__in=OPEN)
    return _boards().filter(Q(audience__in=OPEN) | Q(keeper__in=organisations_of(person)) | Q(_is_member(person)))


def boards_written_by(person: Person) -> QuerySet[Board]:
    """Boards this person may write on: cooperatives' members on all, others who belong somewhere on partners' ones."""
    belongs = Exists(Membership.objects.filter(person=person))
    return _boards().filter(
        Q(keeper__in=organisations_of(person)) | Q(_is_member(person)) | (Q(audience=Audience.PARTNERS) & Q(belongs))
    )


def _is_member(person: Person) -> Exists:
    rows = Membership.objects.filter(person=person, organisation__legal_form=LegalForm.COOPERATIVE)
    return Exists(rows)


def boards_kept_by(person: Person) -> QuerySet[Board]:
    """Boards this person moderates."""
    return _boards().filter(keeper__in=organisations_of(person))


def keepers_of(board: Board) -> QuerySet[Person]:
    """Who moderates a board."""
    rows = Membership.objects.filter(organisation=board.keeper_id, role__in=WRITERS)
    return Person.objects.filter(pk__in=rows.values("person"), is_active=True).order_by("email")


def posts_seen_by(person: Person | None) -> QuerySet[Post]:
    """What is said on the boards a reader may read. Hidden: for its writer and the keepers alone, answers with it."""
    rows = Post.objects.filter(board__in=boards_read_by(person)).select_related(
        "board__region", "board__province", "person", "parent"
    )
    shown = Q(hidden_at__isnull=True) & (Q(parent__isnull=True) | Q(parent__hidden_at__isnull=True))
    if person is None:
        return rows.filter(shown)
    return rows.filter(shown | Q(person=person) | Q(board__keeper__in=organisations_of(person)))


def threads(person: Person | None) -> QuerySet[Post]:
    """Questions and announcements that are not hidden, the latest first, with their number of answers."""
    shown = Post.objects.filter(parent=OuterRef("pk"), hidden_at__isnull=True).order_by()
    answered = Coalesce(Subquery(shown.values("parent").annotate(n=Count("pk")).values("n")), 0)  # of those listed
    rows = posts_seen_by(person).filter(parent__isnull=True, hidden_at__isnull=True)
    return rows.annotate(answered=answered).order_by("-said_at", "pk")


def narrowed(rows: QuerySet[Any], words: str, region: str = "", *, unanswered: bool = False) -> QuerySet[Post]:
    """Of these threads, those with every word (in the thread or one of its answers), of the region, without answer."""
    for word in fold(words[:200].replace("\0", " ")).split():
        told = Post.objects.filter(parent=OuterRef("pk"), hidden_at__isnull=True, search__contains=word)
        rows = rows.filter(Q(search__contains=word) | Exists(told))
    if region:
        rows = rows.filter(board__region=region)
    if not unanswered:
        return rows
    shown = Post.objects.filter(parent=OuterRef("pk"), hidden_at__isnull=True)
    return rows.filter(~Exists(shown), kind=Post.Kind.QUESTION)


def answers_to(post: Post, person: Person | None) -> QuerySet[Post]:
    """The answers a reader sees: the one that helped first, then as they came."""
    helped = Case(When(pk=post.helped_by_id, then=0), default=1)
    return posts_seen_by(person).filter(parent=post).order_by(helped, "said_at", "pk")


def similar(post: Post, person: Person | None) -> list[Post]:
    """Threads most like this one that the reader may see, in whatever language; none until a worker has placed it."""
    here = Entry.objects.filter(post=post, vector__isnull=False).values_list("vector", flat=True).first()
    if here is None:
        return []
    placed = threads(person).exclude(pk=post.pk).filter(entry__vector__isnull=False)
    near = placed.annotate(away=Away(F("entry__vector"), Value(here))).filter(away__lte=1 - LEAST_LIKE)
    return list(near.order_by("away", "pk")[:SIMILAR])


def said_in(posts: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Title and text of threads, whoever may read them, for the index; the text for one without a title."""
    rows = Post.objects.filter(pk__in=list(posts)).values_list("pk", "title", "text")
    return {pk: (title, text) if title else (text, "") for pk, title, text in rows}


def posts_kept_by(person: Person) -> QuerySet[Post]:
    """Everything on the boards this person moderates, reported first."""
    waiting = Exists(PostReport.objects.filter(post=OuterRef("pk"), settled_at__isnull=True))
    rows = Post.objects.filter(board__in=boards_kept_by(person)).select_related("board", "person", "parent")
    return rows.annotate(waiting=waiting).order_by("-waiting", "-said_at", "pk")
