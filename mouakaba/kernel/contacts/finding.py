"""E-mail addresses, links and names on networks, also disguised: spaces, brackets, signs said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mouakaba.kernel.contacts.phones import spans_in
from mouakaba.kernel.contacts.plain import Plain, plain


class ContactKind(StrEnum):
    """What leads to somebody."""

    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    HANDLE = "handle"  # a name on a network


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach somebody, and where it stands in the text (characters, end excluded)."""

    kind: ContactKind
    start: int
    end: int


_AT = r"(?:at|arobase?|arrobase|آت|أروباز|اروباز|أروباس|اروباس|ارواباز)"
_SAID = r"(?:dot|point|نقطة|نقطه|بوان|دوت)"
_DOT = rf"(?:\s{{0,2}}\.\s{{0,2}}|\s+{_SAID}\s+|\s{{0,2}}[(\[{{]\s?(?:{_SAID}|\.)\s?[)\]}}]\s{{0,2}})"
_ENDINGS = r"(?:com|ma|fr|net|org|info|io|eu|كوم)"
# With a path any of these is an address; without one, an ending that is also a word (me, de, es) is none.
_PATH_ENDINGS = (
    r"(?:com|ma|fr|net|org|info|io|eu|me|co|be|ca|uk|es|de|tn|dz|ly|gl|gg|to|tv|us|link|xyz|tech|online|site|app|dev"
    r"|ai|page)"
)
_EMAILS = tuple(
    re.compile(shape)
    for shape in (
        rf"(?<![\w.+\-])[\w.+\-]+(?:@[\w\-]+|\s{{0,3}}@\s{{0,3}}[\w\-]+(?={_DOT}\w))(?:{_DOT}[\w\-]+)*",
        r"(?:(?<!\w)[^\W\d_]\s)*[^\W\d_]\s{0,3}@(?:\s{0,3}[\w.\-](?!\w))+",  # s a r a @ m a i l . c o m
        rf"(?<![\w.+\-])[\w.+\-]+\s{{0,2}}[(\[{{<]\s?(?:{_AT}|a|@)\s?[)\]}}>]\s{{0,2}}[\w\-]+(?:{_DOT}[\w\-]+)*",
        rf"(?<![\w.+\-])[\w.+\-]+\s+{_AT}\s+[\w\-]+{_DOT}{_ENDINGS}(?!\w)",
    )
)
_LINKS = tuple(
    re.compile(shape)
    for shape in (
        r"(?<!\w)(?:https?|ftp)\s?:\s?/\s?/\s?\S+",
        r"(?<!\w)www\s?\.\s?\S+",
        rf"(?<![\w.\-])(?:[\w\-]+\.)+{_PATH_ENDINGS}/\S+",
        r"(?<![\w.\-])[\w\-]{2,}(?:\s+\.\s*|\s*\.\s+)(?:com|org)(?!\w)",
        rf"(?<![\w.\-])[\w\-]{{2,}}\s+{_SAID}\s+(?:com|org|كوم)(?!\w)",
    )
)
_DOMAIN = re.compile(rf"(?<![\w.\-])(?:[\w\-]+\.)+({_ENDINGS})(?![\w\-])")
_NO_PLACES = {"asp.net", "ado.net", "vb.net", "ml.net", "socket.io", "draw.io"}  # names of techniques
_HANDLES = (
    re.compile(r"(?<![\w@])@\s?(?=\w*[^\W\d_])\w[\w.]{2,}"),
    re.compile(
        r"(?<!\w)(?:instagram|insta|snapchat|snap|telegram|facebook|fb|messenger|skype|discord|linkedin|tiktok|whatsapp"
        r"|واتساب|انستغرام|إنستغرام|انستا|فيسبوك|فايسبوك|تيليغرام|تلغرام|سناب)"
        r"\s*[:=]\s*[a-z0-9]*[a-z][a-z0-9]*(?:[._]\w+|\d\w*)[\w.]*"
    ),
)


def contacts(text: str) -> tuple[Contact, ...]:
    """Every way to reach somebody that a text gives, in its order, none within another.

    It sees through spaces, invisible signs, digits of other scripts, "at" and "dot" in words, and numbers said in words
    (ar, fr, en).
    """
    known = plain(text)
    found = sorted(_all(text, known), key=lambda one: (one.start, -one.end))
    kept: list[Contact] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end:  # two shapes of one address: the longer part of it is hidden too
            kept[-1] = Contact(kept[-1].kind, kept[-1].start, one.end)
    return tuple(kept)


def masked(text: str, mask: str = "…") -> str:
    """The text with every way to reach somebody replaced by the mask."""
    for one in reversed(contacts(text)):
        text = text[: one.start] + mask + text[one.end :]
    return text


def _all(text: str, known: Plain) -> Iterator[Contact]:
    for kind, shapes in ((ContactKind.EMAIL, _EMAILS), (ContactKind.LINK, _LINKS), (ContactKind.HANDLE, _HANDLES)):
        for shape in shapes:
            for found in shape.finditer(known.text):
                yield Contact(kind, *known.span(*found.span()))
    for found in _DOMAIN.finditer(known.text):
        if _is_place(text, known, found):
            yield Contact(ContactKind.LINK, *known.span(*found.span()))
    for start, end in spans_in(known):
        yield Contact(ContactKind.PHONE, *known.span(start, end))


def _is_place(text: str, known: Plain, found: re.Match[str]) -> bool:
    """A sentence that begins without a space (travail.Ma) is no address: its capital tells."""
    start, end = known.span(*found.span(1))
    host = text[known.span(*found.span())[0] : start]
    return found[0] not in _NO_PLACES and (text[start:end].islower() or host.isupper() or not text[start:end].isascii())
