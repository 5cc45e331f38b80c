"""What the call already holds, so that nobody is entered twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mouakaba.kernel.forms import FormDefinition, QuestionType
from mouakaba.kernel.text import fold
from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.sheets.models import ImportedRow

Key = tuple[str, ...]


@dataclass(slots=True)
class Known:
    """Keys of what is there: of applications by their number, of rows of this sheet by their row number."""

    files: dict[Key, str] = field(default_factory=dict)
    rows: dict[Key, int] = field(default_factory=dict)

    def file_with(self, keys: Iterable[Key]) -> str | None:
        """The number of an application with one of these keys (empty for a draft), None when there is none."""
        return next((self.files[key] for key in keys if key in self.files), None)

    def row_with(self, keys: Iterable[Key]) -> int | None:
        """The earlier row of this sheet with one of these keys."""
        return next((self.rows[key] for key in keys if key in self.rows), None)


def keys_of(*, emails: Iterable[str], title: str, name: str, digest: str = "") -> list[Key]:
    """What makes two applications one: the same e-mail, the same title and name, or a row imported before."""
    keys: list[Key] = [("email", email.strip().lower()) for email in emails if email and email.strip()]
    if fold(title) and fold(name):
        keys.append(("title", fold(title), fold(name)))
    return [*keys, *([("digest", digest)] if digest else [])]


def name_question(form: FormDefinition) -> str:
    """The code of the question that asks the person's name; empty when there is none."""
    named = (q.code for q in form.questions if q.type is QuestionType.SHORT_TEXT and q.code.endswith("name"))
    return next(named, "")


def email_questions(form: FormDefinition) -> list[str]:
    """Codes of the questions that ask an e-mail."""
    return [question.code for question in form.questions if question.type is QuestionType.EMAIL]


def known_files(call: Call, form: FormDefinition) -> Known:
    """Keys of the call's applications, drafts included: their writer may not have two (three queries)."""
    known = Known()
    name, emails = name_question(form), email_questions(form)
    rows = Application.objects.filter(call=call).exclude(state=State.WITHDRAWN)
    answers = [f"answers__{code}" for code in [name, *emails] if code]
    for row in rows.values("number", "title", "applicant__email", *answers).iterator(chunk_size=2000):
        given = [row["applicant__email"] or "", *(str(row[f"answers__{code}"] or "") for code in emails)]
        for key in keys_of(emails=given, title=row["title"], name=str(row.get(f"answers__{name}") or "")):
            known.files.setdefault(key, row["number"])
    imported = ImportedRow.objects.filter(call=call).values_list("digest", "application__number")
    known.files.update({("digest", digest): number for digest, number in imported})
    return known
