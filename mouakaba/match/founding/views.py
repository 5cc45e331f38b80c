"""The steps to found a cooperative, and drafts of its papers; for anybody."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.base.documents.views import pdf_response
from mouakaba.base.people.queries import me_if_any
from mouakaba.match.founding.actions import draft_paper, mark_steps
from mouakaba.match.founding.forms import PaperForm
from mouakaba.match.founding.phrases import PAPER_NAMES, STEP_WORDS
from mouakaba.match.founding.queries import steps_done
from mouakaba.match.founding.rules import PAPERS, STEPS


@never_cache
def founding(request: HttpRequest) -> HttpResponse:
    """The steps with their sources; a signed-in person keeps which are done."""
    person = me_if_any(request)
    if request.method == "POST" and person:
        mark_steps(person=person, done=request.POST.getlist("done"))
        messages.success(request, _("Saved."))
        return redirect("founding")
    done = steps_done(person) if person else set()
    steps = [(step, *STEP_WORDS[step.code], step.code in done) for step in STEPS]
    context = {"steps": steps, "done": len(done), "papers": PAPER_NAMES.items()}
    return render(request, "match/founding/steps.html", context)


@never_cache
def founding_paper(request: HttpRequest, code: str) -> HttpResponse:
    """A draft: its questions, then the PDF. What is typed is not stored."""
    if code not in PAPERS:
        raise Http404
    form = PaperForm(request.POST or None, paper=code)
    if request.method == "POST" and form.is_valid():
        pdf = draft_paper(paper=code, language=form.cleaned_data["language"], told=form.cleaned_data)
        return pdf_response(pdf, f"draft-{code}")
    context = {"form": form, "name": PAPER_NAMES[code]}
    return render(request, "match/founding/paper.html", context, status=422 if form.errors else 200)
