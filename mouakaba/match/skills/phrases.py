"""Sentences about texts that could not be read."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mouakaba.kernel.doctext import Flaw

HELPED_LABEL = _("Fill in the profile and the skills")
ACTS = {
    "save_profile": _("changed the profile"),
    "begin_skills_profile": _("began the list of skills"),
    "give_skills_text": _("gave a text about skills"),
    "answer_skill_proposals": _("confirmed or refused skills"),
    "add_skill": _("added a skill"),
    "remove_skill": _("removed a skill"),
    "set_skill_levels": _("set levels of skills"),
}
_FLAWS: dict[str, Promise] = {
    Flaw.NOT_A_DOCUMENT: _("This is not a document we can read. Send a PDF, a DOCX or an ODT, or paste the text."),
    Flaw.DAMAGED: _("The file is damaged. Open it, save it again as PDF, and send that; or paste the text."),
    Flaw.PASSWORD: _("The file is protected by a password. Save it without one and send it again, or paste the text."),
    Flaw.IMAGE_ONLY: _("The file holds pictures of pages, without words. Paste the text instead."),
    Flaw.EMPTY: _("The file holds no words. Choose another one, or paste the text."),
    Flaw.MACROS: _("The document holds macros, which we do not accept. Save it as PDF and send that."),
    Flaw.TOO_LARGE: _("The document takes too long to read. Send a shorter one, or paste the part on your skills."),
    "not_installed": _("The list of skills is not installed on this server. Tell the people who run it."),
}


def say_flaw(code: str) -> str:
    """Why a text could not be read, and the remedy."""
    return str(_FLAWS[code])
