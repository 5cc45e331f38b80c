"""``manage.py corrections > FILE.jsonl``: what people said of proposals, of those who agreed, without their names."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from mouakaba.match import door


class Command(BaseCommand):
    help = "Sentences and skills that people confirmed or rejected, JSON Lines, of those who agreed to it."

    def handle(self, *args: Any, **options: Any) -> None:
        for correction in door.corrections():
            self.stdout.write(json.dumps(correction.as_dict(), ensure_ascii=False))
