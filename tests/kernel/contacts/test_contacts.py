"""Ways to reach somebody are found in their disguises, and ordinary sentences are left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.contacts import ContactKind, contacts, masked, phones
from mouakaba.kernel.contacts.plain import plain

PHONES = [
    "0612345678",
    "06 12 34 56 78",
    "06-12-34-56-78",
    "06.12.34.56.78",
    "0 6 1 2 3 4 5 6 7 8",
    "٠٦١٢٣٤٥٦٧٨",
    "٠٦ ١٢ ٣٤ ٥٦ ٧٨",
    "۰۶۱۲۳۴۵۶۷۸",
    "+212612345678",
    "+212 6 12 34 56 78",
    "00212612345678",
    "212 6 12 34 56 78",
    "(+212) 6-12-34-56-78",
    "+212 (0)6 12 34 56 78",
    "0522 98 76 54",
    "+33 6 12 34 56 78",
    "0033612345678",
    "6 12 34 56 78",
    "661 23 45 67",
    "06_12_34_56_78",
    "06 / 12 / 34 / 56 / 78",
    "O6 12 34 56 78",
    "０６１２３４５６７８",
    "06\u200b12\u200b34\u200b5678",
    "0️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
    "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
    "zero six one two three four five six seven eight",
    "صفر ستة اثنا عشر أربعة وثلاثون ستة وخمسون ثمانية وسبعون",
    "ستة واحد جوج تلاتة ربعة خمسة ستة سبعة تمنية",
]
EMAILS = [
    "nom@demo.example",
    "nom @ demo . example",
    "s a r a @ d e m o . c o m",
    "nom (at) demo (dot) com",
    "nom[at]demo.com",
    "nom arobase demo point com",
    "nom at demo dot com",
    "اسم@demo.example",
    "اسم أروباز demo نقطة com",
    "NOM＠DEMO.EXAMPLE",
    "nom+x@demo.co",
    "nom@ demo.ma",
]
LINKS = [
    "https://demo.example/moi",
    "http://demo.example",
    "www.demo.ma",
    "www . demo . ma",
    "linkedin.com/in/demo",
    "t.me/demo",
    "wa.me/212612345678",
    "demo.ma",
    "DEMO.COM",
    "demo . com",
    "demo point com",
    "demo نقطة كوم",
    "bit.ly/x1",
]
HANDLES = ["@demo_moi", "insta: demo_moi", "Telegram : demo.moi", "snap = demo2000", "انستا: demo_1"]
ORDINARY = [
    "Zéro déchet, deux ateliers, trois mois.",
    "نبيع ثلاثة أنواع: واحد، اثنان، ثلاثة.",
    "خمسة وعشرون امرأة وثلاث شابات",
    "Je peux commencer le 01/09/2025 ou le 05/06/2026.",
    "De 2018 2019 2020 2021 2022, cinq ans.",
    "Un budget de 12 000 000 DH.",
    "700 000 000 DH",
    "ICE 001525713000084",
    "Je connais ASP.NET, Node.js, socket.io et .NET.",
    "Bon travail.Ma formation finit.",
    "Sur ce point ma réponse est oui.",
    "J'ai 10 ans d'expérience, 3 diplômes, niveau C1.",
    "Rendez-vous à 10:30 ou 14 h 45.",
    "أستطيع البدء يوم 01/09/2025، ولدي 10 سنوات من الخبرة.",
    "الميزانية ١٢٠٠٠٠ درهم",
    "Instagram : création de contenu",
    "développeur .net depuis 2015",
    "norme ISO 9001:2015 et 14001:2015",
    "2025-03-01",
    "du 05/06/2025 06/07/2026 au 07/08/2026",
    "Facebook: publicités",
    "50 000 - 60 000 DH par an",
    "we meet at 10 at the office",
    "3 @ 5",
]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kind, text)
        for kind, texts in (("phone", PHONES), ("email", EMAILS), ("link", LINKS), ("handle", HANDLES))
        for text in texts
    ],
)
@pytest.mark.parametrize("frame", ["{}", "Bonjour, voici : {} merci", "مرحبا، هذا {} وشكرا", "A\n{}\nB"])
def test_what_leads_to_somebody_is_found(kind: str, text: str, frame: str) -> None:
    written = frame.format(text)
    found = contacts(written)
    assert kind in {one.kind for one in found}
    assert contacts(masked(written)) == ()


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert contacts(text) == ()


def test_the_words_found_can_be_named() -> None:
    text = "Appelez le ٠٦ ١٢ ٣٤ ٥٦ ٧٨ ou écrivez à nom@demo.example."
    assert [text[one.start : one.end] for one in contacts(text)] == ["٠٦ ١٢ ٣٤ ٥٦ ٧٨", "nom@demo.example"]


def test_signs_said_in_brackets_belong_to_the_address() -> None:
    assert masked("à nom (at) demo (dot) com, merci") == "à …, merci"


def test_masking_keeps_the_rest() -> None:
    assert masked("Tél. 06 12 34 56 78, à bientôt") == "Tél. …, à bientôt"


@given(st.text(max_size=120))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    edges = [edge for one in contacts(text) for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert all(one.start < one.end for one in contacts(text))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz éàابتثجحخ,;!\n", max_size=200))
def test_letters_without_digits_dots_and_ats_lead_to_nobody(text: str) -> None:
    assert not {one.kind for one in contacts(text)} & {ContactKind.PHONE, ContactKind.HANDLE}


DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]


@given(
    st.from_regex(r"0[5-8][0-9]{8}", fullmatch=True),
    st.lists(st.sampled_from(["", " ", "-", ".", " - ", "/", "_"]), min_size=9, max_size=9),
    st.sampled_from(DIGITS),
)
def test_a_moroccan_number_is_found_however_it_is_spaced(number: str, between: list[str], script: str) -> None:
    written = number[0] + "".join(gap + digit for gap, digit in zip(between, number[1:], strict=True))
    day = re.compile(r"(?<!\d)(?:\d{1,2}([/.\-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([/.\-])\d\d\2\d\d)(?![\d/.\-])")
    translated = written.translate(str.maketrans(DIGITS[0], script))
    assert bool(phones(translated)) or bool(day.search(written))


def twin(text: str) -> bool:
    """Whether some part of the text is a telephone number, by trying every part. No dates, no plus, no ICE in it."""
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            part = text[start:end]
            if not (part[0].isdigit() and part[-1].isdigit()) or (start and text[start - 1].isdigit()):
                continue
            if re.search(r"[^0-9]{4}", part):
                continue
            digits = re.sub(r"\D", "", part)
            if re.fullmatch(r"0[5-8]\d{8}|2120?[5-8]\d{8}|00[1-9]\d{8,11}", digits):
                return True
            whole = not re.search(r"\d[^0-9]{0,3}$", text[:start]) and not re.match(r"[^0-9]{0,3}\d", text[end:])
            if whole and re.fullmatch(r"[67]\d{8}", digits) and not digits.endswith("000"):
                return True
    return False


@given(st.lists(st.sampled_from(["0", "6", "5", "2", "1", "00", "212", " ", "-", "  ", "    "]), max_size=24))
def test_numbers_are_found_as_by_trying_every_part(pieces: list[str]) -> None:
    text = "".join(pieces)
    longest = max((len(run) for run in re.findall(r"\d+", text)), default=0)
    if longest < 15:
        assert bool(phones(text)) == twin(text)


def test_a_long_text_is_read_in_one_go() -> None:
    text = "a" * 20_000 + " 06 12 34 56 78 " + "1 " * 5_000 + "a." * 5_000
    assert ContactKind.PHONE in {one.kind for one in contacts(text)}


def test_plain_keeps_the_places() -> None:
    known = plain("ﬁ٠\u200bÀ")
    assert (known.text, known.places) == ("fi0à", (0, 0, 1, 3))
