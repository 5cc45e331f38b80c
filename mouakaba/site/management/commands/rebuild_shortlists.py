"""``manage.py rebuild_shortlists``: makes anew from what the people who fit an opening are found."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from mouakaba.match import door


class Command(BaseCommand):
    help = "Makes the lists of who has which skill anew from the profiles. Running it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{door.rebuild_segments()} profiles")
