"""``manage.py demo load`` and ``mouakaba demo applications --count N``."""

from __future__ import annotations

from argparse import ArgumentTypeError
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from mouakaba.base.people.models import Person
from mouakaba.select import door
from mouakaba.site.demo.definitions import SLUGS
from mouakaba.site.demo.judging import admit_eligible, judge
from mouakaba.site.demo.loading import SEED, load
from mouakaba.site.demo.logins import FILE_NAME
from mouakaba.site.demo.receiving import add_applications


class Command(BaseCommand):
    help = "The demonstration: public calls with their sources, and invented people marked DEMO."

    def add_arguments(self, parser: CommandParser) -> None:
        tools = parser.add_subparsers(dest="tool", required=True, title="tools")
        tools.add_parser("load", help="load what is missing, and print the logins")
        more = tools.add_parser("applications", help="add invented applications to a call of the demonstration")
        more.add_argument("--count", type=_count, required=True, metavar="N", help="how many to add")
        more.add_argument("--call", choices=SLUGS, default="kawaliss-2", help="to which call (kawaliss-2)")
        more.add_argument("--judged", action="store_true", help="admit the eligible ones and mark them too")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["tool"] == "load":
            self._load()
        else:
            self._add(options["call"], options["count"], judged=options["judged"])

    def _load(self) -> None:
        if not settings.DEMO:
            raise CommandError("Set MOUAKABA_DEMO=1 first: the demonstration never stands beside real people.")
        done = load(settings.DATA)
        self.stdout.write(f"Loaded: {', '.join(done)}." if done else "The demonstration is loaded already.")
        self.stdout.write((settings.DATA / FILE_NAME).read_text(encoding="utf-8"))

    def _add(self, slug: str, count: int, *, judged: bool) -> None:
        call = _call(slug)
        if judged and call.marks_closed_at:
            raise CommandError(f"The marks of {slug} are closed: reopen them in the office, or leave out --judged.")
        with transaction.atomic():
            numbers = add_applications(call=call, count=count, seed=SEED)
            reviews = _judge(call, numbers) if judged else 0
        marked = f", {reviews} reviews" if judged else ""
        self.stdout.write(f"{slug}: {len(numbers)} applications added{marked}.")


def _call(slug: str) -> door.Call:
    with suppress(ObjectDoesNotExist):
        call = door.call_named(slug)
        if call.is_demo:
            return call
    raise CommandError(f"There is no demonstration call {slug}: run `manage.py demo load` first.")


def _judge(call: door.Call, numbers: list[int]) -> int:
    officer = Person.objects.get(email="officer@demo.example")
    admit_eligible(call=call, by=officer)
    return judge(call=call, numbers=numbers, seed=SEED, by=officer)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a number of applications; give a whole number, 1 or more")
    return int(text)
