"""What the jury's pages ask: the sheet of marks, and the office's small forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mouakaba.base.clock.queries import moment
from mouakaba.base.words.forms import WholeField
from mouakaba.kernel import marks as kernel
from mouakaba.kernel.callfile import Criterion
from mouakaba.kernel.text import content_hash
from mouakaba.select.review import phrases
from mouakaba.select.review.actions.marking import COMMENT
from mouakaba.select.review.models import Juror, Review
from mouakaba.select.review.queries import criteria_of

EMPTY: dict[str, Any] = {"mark": None, "reason": ""}


@dataclass(frozen=True, slots=True)
class MarkField:
    """One criterion on a sheet. ``clash``: what another window stored meanwhile, beside what stands here."""

    criterion: Criterion
    label: Mapping[str, str]
    help: Mapping[str, str]
    percent: int  # of the total
    scale: tuple[int, ...]
    mark: int | None
    reason: str
    rule: str
    error: str
    clash: Mapping[str, Any] | None
    seen: str  # of the stored value: a field sent back unchanged is not a change

    @property
    def required_at(self) -> str:
        """Marks that need a reason, for the page's script."""
        return ",".join(map(str, self.criterion.reason_required_at))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A juror's sheet for one file."""

    fields: list[MarkField]
    comment: str
    comment_seen: str
    comment_clash: str | None
    comment_error: str
    revision: int
    total: Any  # Decimal, or None until every criterion has a mark


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page sent: the criteria it changed, the comment if it changed, and the revision it had read."""

    marks: dict[str, dict[str, Any]] = field(default_factory=dict)
    comment: str | None = None
    base: int = 0


def sheet_of(
    review: Review,
    *,
    typed: Typed | None = None,
    errors: Mapping[str, str] | None = None,
    clashes: Mapping[str, Mapping[str, Any]] | None = None,
) -> Sheet:
    """The sheet as it is stored, with what the person typed and is not stored in its place."""
    criteria = criteria_of(review.application)
    typed, errors, clashes = typed or Typed(), errors or {}, clashes or {}
    whole = sum(criterion.weight for criterion in criteria) or 1
    labels = review.application.version.content.get("labels", {}).get("criteria", {})
    total = kernel.total(review.marks, criteria)
    return Sheet(
        fields=[
            _mark_field(
                criterion,
                words=labels.get(criterion.code, {}),
                percent=round(100 * criterion.weight / whole),
                stored=review.marks.get(criterion.code, EMPTY),
                shown=typed.marks.get(criterion.code),
                error=errors.get(criterion.code, ""),
                clash=clashes.get(criterion.code),
            )
            for criterion in criteria
        ],
        comment=review.comment if typed.comment is None else typed.comment,
        comment_seen=_seen(review.comment),
        comment_clash=clashes[COMMENT]["reason"] if COMMENT in clashes else None,
        comment_error=errors.get(COMMENT, ""),
        revision=review.revision,
        total=None if total is None else kernel.rounded(total),
    )


def _mark_field(
    criterion: Criterion,
    *,
    words: Mapping[str, Any],
    percent: int,
    stored: Mapping[str, Any],
    shown: Mapping[str, Any] | None,
    error: str,
    clash: Mapping[str, Any] | None,
) -> MarkField:
    low, high = criterion.scale
    here = stored if shown is None else shown
    return MarkField(
        criterion=criterion,
        label=words.get("label") or {"en": criterion.code},
        help=words.get("help") or {},
        percent=percent,
        scale=tuple(range(low, high + 1)),
        mark=here.get("mark"),
        reason=str(here.get("reason") or ""),
        rule=phrases.reason_rule(criterion),
        error=error,
        clash=clash,
        seen=_seen([stored.get("mark"), stored.get("reason") or ""]),
    )


def _seen(value: Any) -> str:
    return content_hash(value)[:16]


def read_sheet(data: QueryDict, criteria: tuple[Criterion, ...]) -> Typed:
    """What a POST changed. A field that is absent, or comes back as it was drawn, is no change."""
    marks = {}
    for criterion in criteria:
        code = criterion.code
        if f"reason-{code}" not in data and f"mark-{code}" not in data:
            continue
        given = {"mark": _mark(data.get(f"mark-{code}", "")), "reason": _lines(data.get(f"reason-{code}", ""))}
        if data.get(f"seen-{code}") != _seen([given["mark"], given["reason"]]):
            marks[code] = given
    comment = _lines(str(data["comment"])) if "comment" in data else None
    unchanged = comment is not None and data.get("seen-comment") == _seen(comment)
    return Typed(marks, None if unchanged else comment, _whole(data.get("base", "")))


def _mark(text: str) -> int | str | None:
    """A number when it is one; any other text stays, to be refused in words."""
    plain = text.strip()
    digits = plain.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) < 9:
        return int(plain)
    return plain or None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def faults_of(error: ValidationError) -> tuple[dict[str, str], list[str]]:
    """The sentences of a refusal: by field, and for the whole page."""
    if hasattr(error, "error_dict"):
        return {code: messages[0] for code, messages in error.message_dict.items()}, []
    return {}, list(error.messages)


LANGUAGE_CHOICES = [(code, name) for code, name in settings.LANGUAGES]


class SeatForm(forms.Form):
    """The languages a juror reads, and whether they preside."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Reads files written in"),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one language: a juror receives only files they read.")},
    )
    is_president = forms.BooleanField(label=gettext_lazy("Presides over the jury"), required=False)

    @classmethod
    def of(cls, juror: Juror) -> SeatForm:
        """Filled with what is stored."""
        return cls(initial={"languages": juror.languages, "is_president": juror.is_president})


class InviteForm(SeatForm):
    """Somebody to invite. The language ticked first in the list is the one we write to them in, if they are new."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("If they have an account, their own name stays."),
    )
    field_order = ("email", "name", "languages", "is_president")


class SpreadForm(forms.Form):
    """How many jurors read each file."""

    reviews_per_file = WholeField(
        label=gettext_lazy("Jurors for each file"),
        min_value=1,
        max_value=20,
        initial=3,
    )


class WhyForm(forms.Form):
    """A written reason; whether it is required, the action decides."""

    why = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, label: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["why"].label = label


class NumbersForm(forms.Form):
    """Files named by their numbers, as on the receipts."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers of the files to give"),
        help_text=gettext_lazy("One or several, separated by spaces or commas."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "ltr"}),
    )

    def clean_numbers(self) -> list[str]:
        """The numbers, upper case, each once."""
        words = self.cleaned_data["numbers"].replace(",", " ").replace("،", " ").replace(";", " ").split()
        return list(dict.fromkeys(word.upper() for word in words))


class DeadlineForm(forms.Form):
    """Until when jurors are asked to mark, in the call's wall time; both empty takes it away."""

    day = forms.DateField(
        label=gettext_lazy("Marks due on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    hour = forms.TimeField(label=gettext_lazy("At"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))

    @classmethod
    def of(cls, until: datetime | None, zone: str) -> DeadlineForm:
        """Filled with what is stored."""
        local = until.astimezone(ZoneInfo(zone)) if until else None
        initial = {"day": local.date().isoformat(), "hour": local.strftime("%H:%M")} if local else {}
        return cls(initial=initial)

    def until(self, zone: str) -> datetime | None:
        """The instant; the end of the day when no hour is given."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return moment(datetime.combine(day, hour or time(23, 59)), zone) if day else None

    def clean(self) -> dict[str, Any]:
        """An hour needs its day."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("hour") and not found.get("day") and "day" not in self.errors:
            self.add_error("day", _("Choose the day too, or empty the hour."))
        return found


class MinutesForm(forms.Form):
    """How long a pitch may take."""

    minutes = WholeField(label=gettext_lazy("Minutes for each pitch"), min_value=1, max_value=60)


def unknown_numbers(numbers: list[str]) -> str:
    """The sentence for numbers that name no file before this jury."""
    return _("No file before this jury has the number %(numbers)s. Copy it from the list of files.") % {
        "numbers": _(", ").join(numbers)
    }
