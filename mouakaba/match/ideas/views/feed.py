"""The open feed: the latest ideas as Atom, in the language of its address."""

from __future__ import annotations

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from mouakaba.base.words.queries import said
from mouakaba.match.ideas.models import Idea
from mouakaba.match.ideas.queries import public_ideas

LATEST = 30


class IdeasFeed(Feed):
    """One entry an idea."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """What the feed holds."""
        return _("Bank of cooperative projects")

    def subtitle(self) -> str:
        """The same in a sentence."""
        return _("Ideas of cooperative projects, free to take up.")

    def link(self) -> str:
        """The bank."""
        return reverse("ideas")

    def items(self) -> list[Idea]:
        """The latest."""
        return list(public_ideas()[:LATEST])

    def item_title(self, item: Idea) -> str:
        """Its title."""
        return said(item.title)

    def item_description(self, item: Idea) -> str:
        """The problem it answers."""
        return said(item.problem)

    def item_link(self, item: Idea) -> str:
        """Its page."""
        return reverse("idea", args=[item.pk])

    def item_pubdate(self, item: Idea) -> datetime | None:
        """When it became public."""
        return item.published_at

    def item_updateddate(self, item: Idea) -> datetime:
        """When it last changed."""
        return item.changed_at

    def item_guid(self, item: Idea) -> str:
        """The same in every language."""
        return f"urn:uuid:{item.pk}"
