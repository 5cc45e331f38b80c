"""The sentences of screening: letters, prefilled reasons, and the trace in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mouakaba.base.words.phrases import deadline_in_words, isolated
from mouakaba.base.words.queries import said
from mouakaba.select.applications.models import Application
from mouakaba.select.screening.models import PaperRequest
from mouakaba.select.screening.queries import Rule

# What an officer reads who acts without the reason that is needed.
MISSING = {
    "admitted": gettext_lazy(
        "Write why you admit a file the verdict does not call eligible. The reason stays in the office."
    ),
    "refused": gettext_lazy("Write the reason of the refusal. The applicant will read it."),
    "taken_back": gettext_lazy("Write why the decision is taken back."),
}
# The trace of a file, in words; an act that is not here is shown by its name.
ACTS = {
    "start_application": gettext_lazy("began the application"),
    "save_answers": gettext_lazy("changed answers"),
    "attach_file": gettext_lazy("attached a file"),
    "remove_file": gettext_lazy("removed a file"),
    "submit_application": gettext_lazy("sent the application"),
    "withdraw_application": gettext_lazy("took the application back"),
    "answer_paper_request": gettext_lazy("answered a request"),
    "admit_application": gettext_lazy("admitted the file"),
    "refuse_application": gettext_lazy("confirmed that the file is not eligible"),
    "ask_paper": gettext_lazy("asked for a paper"),
    "take_back_decision": gettext_lazy("took the decision back"),
    "import_application": gettext_lazy("entered the file from a sheet"),
}


def act_in_words(act: str) -> str:
    """What was done, after the name of who did it."""
    return str(ACTS.get(act, act))


def reason_from(rules: Iterable[Rule]) -> str:
    """The reason an officer starts from: the sentences of the rules that are not met, one a line."""
    return "\n".join(rule.sentence for rule in rules if rule.answer == "no")


def request_from(labels: Sequence[str]) -> str:
    """The request an officer starts from where the rules cannot tell: what is missing, in the active language."""
    return _("To examine your application we need your answer to: %(facts)s.") % {"facts": _listed(labels)}


def common_reason(labels: Sequence[str]) -> str:
    """The reason many files share, in the active language; each letter adds the sentences of its own file."""
    return _("Your file does not meet these conditions of the call: %(rules)s.") % {"rules": _listed(labels)}


def _listed(labels: Sequence[str]) -> str:
    return _("; ").join(labels)


def refusal_letter(application: Application, reason: str, rules: Sequence[Rule]) -> tuple[str, str]:
    """Subject and body of a refusal at screening, in the active language.

    Every rule that is not met is told, whatever the officer wrote.
    """
    unsaid = [rule.sentence for rule in rules if rule.answer == "no" and rule.sentence not in reason]
    lines = [
        _opening(application),
        _("We have examined it. It does not meet the conditions of the call, and will not go to the jury."),
        _("Reason:") + "\n" + reason.strip(),
        *([_("The rules as they apply to your file:") + "\n" + "\n".join(unsaid)] if unsaid else []),
        _appeal(application),
        *_ending(application),
    ]
    subject = _("Your application %(number)s: not eligible") % {"number": application.number}
    return subject, "\n\n".join(lines)


def paper_letter(application: Application, request: PaperRequest) -> tuple[str, str]:
    """Subject and body of a request for a missing paper, in the active language."""
    due = deadline_in_words(request.due_at, application.call.zone)
    lines = [
        _opening(application),
        _("To examine it, we need this from you:") + "\n" + request.text.strip(),
        _("Please answer before %(moment)s.") % {"moment": due},
        *_ending(application),
    ]
    subject = _("Your application %(number)s: something is missing") % {"number": application.number}
    return subject, "\n\n".join(lines)


def reopened_letter(application: Application) -> tuple[str, str]:
    """Subject and body of the message that a refusal was taken back, in the active language."""
    lines = [_opening(application), reopened_note(), *_ending(application)]
    subject = _("Your application %(number)s is being examined again") % {"number": application.number}
    return subject, "\n\n".join(lines)


def reopened_note() -> str:
    """What the applicant reads when a refusal was taken back."""
    return _("The decision we told you has been taken back. Your file is being examined again.")


def _opening(application: Application) -> str:
    return _("You applied to “%(call)s” (application %(number)s).") % {
        "call": said(application.call.title),
        "number": isolated(application.number),
    }


def _appeal(application: Application) -> str:
    contact = str(application.version.content.get("contact") or "").strip()
    if not contact:
        return _("If you think this is a mistake, answer the organisation and give the number of your application.")
    return _("If you think this is a mistake, write to %(contact)s and give the number of your application.") % {
        "contact": isolated(contact)
    }


def _ending(application: Application) -> list[str]:
    address = settings.PUBLIC_URL + reverse("application_page", args=[application.pk])
    return [_("Your application is here:") + "\n" + address, said(application.call.programme.organisation.name)]
