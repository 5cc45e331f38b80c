"""A call as a file: out, and in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from mouakaba.base.people.queries import me
from mouakaba.base.words.models import LANGUAGES
from mouakaba.select import registry
from mouakaba.select.calls.actions import import_call, imported_draft, imported_kind
from mouakaba.select.calls.forms.importing import MakeForm, UploadForm, free_slug, packed
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.phrases import STEP_NAMES
from mouakaba.select.calls.queries.bundles import MOST_BYTES, Bundle, read_bundle, write_bundle
from mouakaba.select.calls.queries.reading import digest_of, read_draft
from mouakaba.select.calls.views.desk import Desk, by_field, open_desk
from mouakaba.select.programmes.models import Programme
from mouakaba.select.programmes.queries import programmes_run_by


@login_required
def call_export(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The published call (or one of its versions, or a complete draft) as call file or zip."""
    desk = open_desk(request, slug)
    number = request.GET.get("version", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 6):
        raise Http404
    if desk.call.version is None:
        return _export_draft(request, desk, form)
    version = get_object_or_404(desk.call.versions, number=int(number)) if number else desk.call.version
    readme = f"{slug}, version {version.number}, sha256 {version.digest}"
    return _download(f"{slug}-v{version.number}", form, version.rules_file, version.content, readme)


def _export_draft(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    if not desk.read.rules_file:
        messages.error(request, _("This call is not complete enough to be a call file yet. Here is what is missing."))
        return redirect("call_setup_step", desk.call.slug, "check")
    digest = digest_of(desk.read.rules_file, desk.read.content)
    readme = f"{desk.call.slug}, draft, sha256 {digest}"
    return _download(f"{desk.call.slug}-draft", form, desk.read.rules_file, desk.read.content, readme)


def _download(name: str, form: str, rules_file: str, content: Any, readme: str) -> HttpResponse:
    if form == "toml":
        response = HttpResponse(rules_file, content_type="application/toml; charset=utf-8")
    elif form == "zip":
        body = write_bundle(rules_file=rules_file, content=content, readme=readme)
        response = HttpResponse(body, content_type="application/zip")
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@login_required
def call_import(request: HttpRequest, slug: str) -> HttpResponse:
    """A new call from a file: choose it, read what it would make, then make it."""
    programme = get_object_or_404(programmes_run_by(me(request)), slug=slug)
    if request.method == "POST" and "packed" in request.POST:
        return _make(request, programme)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        bundle = _read(form)
        if not bundle.faults:
            return _dry_run(request, programme, bundle, MakeForm({"packed": packed(bundle), "slug": free_slug(bundle)}))
        context = {"programme": programme, "form": form, "faults": bundle.faults}
        return render(request, "select/calls/import.html", context, status=422)
    status = 422 if form.errors else 200
    return render(request, "select/calls/import.html", {"programme": programme, "form": form}, status=status)


def _read(form: UploadForm) -> Bundle:
    data: bytes = form.cleaned_data["file"].read(MOST_BYTES + 1)
    return read_bundle(data, kinds=[kind.code for kind in registry.kinds()])


def _make(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = MakeForm(request.POST)
    bundle = form.bundle()
    if bundle is None:
        messages.error(request, _("This page is too old. Choose the file again."))
        return redirect("call_import", programme.slug)
    if form.is_valid():
        try:
            call = import_call(programme=programme, bundle=bundle, slug=form.cleaned_data["slug"], by=me(request))
        except ValidationError as error:
            for name, found in by_field(error).items():
                form.add_error(name if name in form.fields else None, found)
        else:
            messages.success(request, _("The call is made, in preparation."))
            return redirect("call_setup", call.slug)
    return _dry_run(request, programme, bundle, form)


def _dry_run(request: HttpRequest, programme: Programme, bundle: Bundle, form: MakeForm) -> HttpResponse:
    kind = imported_kind(bundle)
    draft = imported_draft(bundle, kind)
    read = read_draft(Call(programme=programme, kind_code=kind, slug=form.data["slug"]), draft)
    problems = [(label, read.of_step(code)) for code, label in STEP_NAMES.items()]
    context = {
        "programme": programme,
        "form": form,
        "kind": registry.kind(kind),
        "header": draft.header,
        "languages": [language for language in LANGUAGES if (draft.header.get("title") or {}).get(language)],
        "counts": {step: len(draft.items(step)) for step in ("rules", "criteria", "quotas", "questions")},
        "borrowed": bundle.content is None,
        "problems": [group for group in problems if group[1]],
    }
    return render(request, "select/calls/import_check.html", context, status=422 if form.errors else 200)
