"""Files before a jury, and what one juror may see of them. Conflicts are enforced here and nowhere later."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from mouakaba.base.people.models import Person
from mouakaba.select import registry
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.review.models import Conflict, Juror, Review
from mouakaba.select.review.rules import shown_states


def before_jury(prefix: str = "") -> Q:
    """Files that are or were before a jury, neither refused nor withdrawn; ``prefix`` leads to the application."""
    kinds = (
        Q(**{f"{prefix}call__kind_code": kind.code, f"{prefix}state__in": shown_states(kind)})
        for kind in registry.kinds()
    )
    found = Q(pk__in=[])
    for kind in kinds:
        found |= kind
    return found


def files_of_jury(call: Call) -> QuerySet[Application]:
    """The files of a call that are or were before its jury."""
    return Application.objects.filter(before_jury(), call=call)


def untied_reviews() -> QuerySet[Review]:
    """Reviews that may be seen and may count: the juror still sits, and has no tie with the file.

    A person's own file is a tie whether or not anybody entered it.
    """
    tie = Conflict.objects.filter(juror=OuterRef("juror"), application=OuterRef("application"))
    reviews = Review.objects.filter(~Exists(tie), juror__removed_at=None)
    return reviews.exclude(application__applicant=F("juror__person"))


def reviews_of(person: Person) -> QuerySet[Review]:
    """What a person has to mark or has marked. Fetch a file for a juror through this, or not at all."""
    return untied_reviews().filter(before_jury("application__"), juror__person=person)


def files_visible_to(juror: Juror) -> QuerySet[Application]:
    """The files a juror may open: assigned, before the jury, without a tie."""
    mine = untied_reviews().filter(juror=juror, application=OuterRef("pk"))
    return Application.objects.filter(before_jury(), Exists(mine), call=juror.call_id)
