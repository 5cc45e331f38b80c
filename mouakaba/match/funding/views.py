"""Finding money, for anybody; and the entries of instruments, for who keeps them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.people.queries import me, me_if_any
from mouakaba.kernel.eligibility import Answer
from mouakaba.kernel.funding import FundingAnswer, Plan
from mouakaba.match.funding import actions, queries
from mouakaba.match.funding.forms import EntryForm, FundingForm
from mouakaba.match.funding.phrases import FORMS, LEFT_OUT, LIMITS, amount, fact_label, reasons
from mouakaba.match.funding.rules import FACTS
from mouakaba.match.pairing.rules import FEWEST

ORDER = (Answer.YES, Answer.CANNOT_TELL, Answer.NO)


@never_cache
def funding(request: HttpRequest) -> HttpResponse:
    """A few questions once, then what every instrument answers and a plan. Nothing is stored unless it is asked."""
    instruments = queries.instruments_shown()
    person = me_if_any(request)
    told = queries.told_before(person) if person else {}
    asked = queries.facts_asked(instruments)
    form = FundingForm(
        request.POST or None, asked=asked, may_keep=person is not None, initial=as_initial(told) | asked_with(request)
    )
    context: dict[str, Any] = {"form": form, "instruments": instruments, "prefilled": bool(told)}
    context["helps"] = queries.helps_for(told | asked_with(request))
    context["keeps"] = person is not None and queries.instruments_kept_by(person).exists()
    if request.method == "POST" and form.is_valid():
        context |= _answered(form.facts())
        context["helps"] = queries.helps_for(form.facts())
        if person is not None and form.cleaned_data.get("keep"):
            actions.keep_facts(person=person, facts=form.facts())
            messages.success(request, _("Your answers are kept. You see, export and erase them with your data."))
    return render(request, "match/funding/finder.html", context, status=422 if form.errors else 200)


def asked_with(request: HttpRequest) -> dict[str, str]:
    """Answers that the address already gives, as other pages link here."""
    return {name: str(value)[:100] for name, value in request.GET.items() if name in FACTS}


def as_initial(facts: dict[str, Any]) -> dict[str, Any]:
    """Kept facts as the form shows them."""
    return {name: ("yes" if value else "no") if isinstance(value, bool) else value for name, value in facts.items()}


def _answered(facts: dict[str, Any]) -> dict[str, Any]:
    answers = queries.answers_to(facts)
    plan = queries.plan_for(answers, facts)
    shown = [_shown(one) for kind in ORDER for one in answers if one.answer is kind]
    counts = {str(kind): sum(one.answer is kind for one in answers) for kind in ORDER}
    return {"answers": shown, "counts": counts, "plan": _plan(plan, answers) if plan else None}


def _shown(answer: FundingAnswer) -> dict[str, Any]:
    instrument = answer.instrument
    return {
        "instrument": instrument,
        "form": FORMS[instrument.form],
        "answer": str(answer.answer),
        "reasons": [reason["text"] for reason in reasons(answer)],
        "missing": [fact_label(name) for name in answer.missing],
        "at_most": amount(answer.at_most) if answer.at_most is not None else "",
        "limit": LIMITS[answer.limit],
        "grant": amount(instrument.amount.grant) if instrument.amount.grant else "",
    }


def _plan(plan: Plan, answers: list[FundingAnswer]) -> dict[str, Any]:
    titles = {one.instrument.code: one.instrument.title for one in answers}
    lines = [(titles[share.code], FORMS[share.form], amount(share.amount)) for share in plan.shares]
    return {
        "lines": lines,
        "cash": amount(plan.cash) if plan.cash else "",
        "in_kind": amount(plan.in_kind) if plan.in_kind else "",
        "gap": amount(plan.gap) if plan.gap else "",
        "cost": amount(plan.cost),
        "left_out": [(titles[code], LEFT_OUT[why]) for code, why in plan.left_out],
    }


@login_required
@require_POST
def funding_forget(request: HttpRequest) -> HttpResponse:
    """Forgets the kept answers."""
    actions.forget_facts(person=me(request))
    messages.success(request, _("Your answers are forgotten."))
    return redirect("funding")


@login_required
@never_cache
def funding_office(request: HttpRequest) -> HttpResponse:
    """The instruments this person keeps."""
    rows = queries.instruments_kept_by(me(request))
    if not rows.exists():
        raise Http404
    return render(request, "match/funding/office.html", {"rows": rows, "forms": FORMS})


@login_required
@never_cache
def funding_entry(request: HttpRequest, code: str) -> HttpResponse:
    """The entry of one instrument: read, changed, hidden."""
    row = get_object_or_404(queries.instruments_kept_by(me(request)), code=code)
    form = EntryForm(request.POST or None, initial={"text": row.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_instrument(instrument=row, text=form.cleaned_data["text"], by=me(request))
        except ValidationError as error:
            form.add_error("text", error)
        else:
            messages.success(request, _("Saved."))
            return redirect("funding_entry", row.code)
    context = {"form": form, "row": row, "demand": queries.demand_for(row), "fewest": FEWEST}
    return render(request, "match/funding/entry.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def funding_show(request: HttpRequest, code: str) -> HttpResponse:
    """Shows or hides an instrument."""
    row = get_object_or_404(queries.instruments_kept_by(me(request)), code=code)
    actions.show_instrument(instrument=row, shown=request.POST.get("shown") == "yes", by=me(request))
    messages.success(request, _("Saved."))
    return redirect("funding_entry", row.code)
