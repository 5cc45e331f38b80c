"""A call whose marks are closed, of any size, with everything invented and marked DEMO."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from mouakaba.base.people.models import Person
from mouakaba.kernel import marks as kernel
from mouakaba.select.applications.models import Application, State, Submission
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import call_file
from mouakaba.select.review.models import Juror, Review
from tests import factories

REGIONS = ("MA-01", "MA-02", "MA-03", "MA-09")
LANGUAGES = ("ar", "fr", "en")
File = tuple[Sequence[tuple[int, int]], str, str]  # marks (viability, impact) by juror, region, sex


def rules(*, places: int = 3, reserve: int = 2, quotas: str | None = None) -> str:
    """The call file of the tests with other places and quotas."""
    text = factories.rules_file().replace("places = 3", f"places = {places}")
    text = text.replace("reserve = 2", f"reserve = {reserve}")
    return text if quotas is None else text[: text.index("[[quotas]]")] + quotas


def quota(code: str, attribute: str, value: str, **bounds: int) -> str:
    lines = "".join(f"{name} = {number}\n" for name, number in bounds.items())
    return f'[[quotas]]\ncode = "{code}"\nattribute = "{attribute}"\nvalues = ["{value}"]\n{lines}\n'


def closed_call(
    programme: Any, files: Sequence[File], *, slug: str = "demo-call", kind: str = "incubation", **options: Any
) -> Call:
    """A published call with files before the jury, finished marks and closed scores."""
    call = factories.make_call(programme, slug, rules_file=rules(**options), kind_code=kind)
    jurors = [
        factories.make_juror(call, f"{slug} juror {n}") for n in range(max((len(f[0]) for f in files), default=1))
    ]
    _applications(call, files)
    applications = list(Application.objects.filter(call=call).order_by("number"))
    criteria = call_file(call.version).criteria if call.version else ()
    reviews: list[Review] = []
    for application, file in zip(applications, files, strict=True):
        given = [_marks(*pair) for pair in file[0]]
        reviews += [_review(jurors[n], application, marks, criteria) for n, marks in enumerate(given)]
        score = kernel.score(given, criteria)
        application.score = None if score is None else kernel.rounded(score)
        application.score_exact = "" if score is None else kernel.in_full(score)
    Review.objects.bulk_create(reviews, batch_size=1000)
    Application.objects.bulk_update(applications, ["score", "score_exact"], batch_size=500)
    call.marks_closed_at = factories.at("2024-04-15 12:00:00")
    call.save()
    return call


def _marks(viability: int, impact: int) -> dict[str, dict[str, Any]]:
    return {
        "viability": {"mark": viability, "reason": f"DEMO reason for viability {viability}"},
        "impact": {"mark": impact, "reason": ""},
    }


def _review(juror: Juror, application: Application, marks: dict[str, Any], criteria: Any) -> Review:
    total = kernel.total(marks, criteria)
    return Review(
        juror=juror,
        application=application,
        marks=marks,
        state=Review.State.DONE,
        total=None if total is None else kernel.rounded(total),
        assigned_at=juror.invited_at,
    )


def _applications(call: Call, files: Sequence[File]) -> None:
    start = factories.at("2024-03-02 10:00:00")
    people = Person.objects.bulk_create(
        Person(email=f"{call.slug}-{n}@demo.example", name=f"DEMO Person {n}", language=LANGUAGES[n % 3], is_demo=True)
        for n in range(len(files))
    )
    rows, sent = [], []
    for n, (file, person) in enumerate(zip(files, people, strict=True), start=1):
        when, number = start + timedelta(minutes=n), f"{call.slug.upper()}-{n:04d}"
        facts = {**factories.FACTS, "project.region": file[1], "holder.sex": file[2]}
        row = Application(
            call=call,
            version=call.version,
            applicant=person,
            language=person.language,
            state=State.ADMITTED if call.kind.needs_screening else State.SUBMITTED,
            answers=factories.ANSWERS,
            facts=facts,
            verdict="eligible",
            number=number,
            title=f"DEMO project {n}",
            search=f"demo project {n} {number.lower()}",
            submitted_at=when,
            started_at=when,
            saved_at=when,
            is_demo=True,
        )
        rows.append(row)
        sent.append(_submission(row, facts, number, when))
    Application.objects.bulk_create(rows)
    Submission.objects.bulk_create(sent)
    for row, submission in zip(rows, sent, strict=True):
        row.submission = submission
    Application.objects.bulk_update(rows, ["submission"], batch_size=500)
    call.next_number = len(files) + 1


def _submission(row: Application, facts: dict[str, Any], number: str, when: Any) -> Submission:
    return Submission(
        application=row,
        version=row.version,
        sequence=1,
        answers=row.answers,
        facts=facts,
        verdict={"verdict": "eligible", "rules": []},
        receipt_number=number,
        content_hash="0" * 64,
        submitted_at=when,
    )


def random_files(count: int, seed: int = 1, jurors: int = 3) -> list[File]:
    """Files with marks of their own, spread over four regions."""
    draw = random.Random(seed)
    marks = lambda: (draw.randint(2, 5), draw.randint(1, 5))  # noqa: E731
    return [([marks() for _ in range(jurors)], REGIONS[draw.randrange(4)], draw.choice("fm")) for _ in range(count)]


def one(viability: int, impact: int, region: str = "MA-02", sex: str = "f") -> File:
    """A file that one juror marked."""
    return ([(viability, impact)], region, sex)


# Scores 100 90 80 70 60 50; the best three are all from the Oriental region, which may have two places.
SIX = [
    one(5, 5), one(5, 4), one(4, 4), one(4, 3, "MA-01"), one(3, 3, "MA-03"), one(3, 2, "MA-01"),
]  # fmt: skip


def number(call: Call, n: int) -> str:
    return f"{call.slug.upper()}-{n:04d}"


def application(call: Call, n: int) -> Application:
    return Application.objects.select_related("call", "version", "applicant").get(call=call, number=number(call, n))
