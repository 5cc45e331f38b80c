"""News for anybody, with a feed and letters, and in the office."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from mouakaba.accompany.news import actions, queries
from mouakaba.accompany.news.forms import AskForm, NewsForm
from mouakaba.accompany.news.models import NewsItem
from mouakaba.accompany.news.rules import LATEST
from mouakaba.base.people.queries import me
from mouakaba.base.ui.views import done
from mouakaba.base.words.queries import current, said
from mouakaba.select import door as select

PER_PAGE = 20


@never_cache
def news(request: HttpRequest) -> HttpResponse:
    """What was published; a POST asks for it by letter."""
    chosen = request.GET.get("by", "")
    rows = queries.public_news()
    rows = rows.filter(organisation__slug=chosen) if chosen else rows
    form = AskForm(request.POST or None, organisations=queries.organisations_told(), chosen=chosen)
    if request.method == "POST" and form.is_valid():
        actions.ask_for_news(**form.cleaned_data, language=current())
        # The same words whether the address is known or not: nobody learns who reads what.
        messages.success(request, _("A letter is on its way to that address. Open its link to confirm."))
        return redirect("news")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "organisations": queries.organisations_with_news(),
        "chosen": chosen,
        "form": form,
    }
    return render(request, "accompany/news/news.html", context, status=422 if form.errors else 200)


@never_cache
def news_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One piece of news, with what other sites show when its address is shared."""
    item = get_object_or_404(queries.public_news(), pk=pk)
    context = {"item": item, "address": f"{settings.PUBLIC_URL}{request.path}"}
    return render(request, "accompany/news/item.html", context)


class NewsFeed(Feed):
    """The latest news as Atom, in the language of its address."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """What the feed holds."""
        return _("News")

    def subtitle(self) -> str:
        """The same in a sentence."""
        return _("News and press releases of the organisations that support projects here.")

    def link(self) -> str:
        """The page."""
        return reverse("news")

    def items(self) -> list[NewsItem]:
        """The latest."""
        return list(queries.public_news()[:LATEST])

    def item_title(self, item: NewsItem) -> str:
        """Its title."""
        return said(item.title)

    def item_description(self, item: NewsItem) -> str:
        """Its summary."""
        return said(item.summary)

    def item_link(self, item: NewsItem) -> str:
        """Its page."""
        return reverse("news_item", args=[item.pk])

    def item_author_name(self, item: NewsItem) -> str:
        """The organisation."""
        return said(item.organisation.name)

    def item_pubdate(self, item: NewsItem) -> datetime | None:
        """When it was published."""
        return item.published_at

    item_updateddate = item_pubdate


@never_cache
def news_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Asks before it confirms: programs that check mail follow links by themselves."""
    subscription = queries.to_confirm(token)
    if subscription is None:
        raise Http404
    if request.method == "POST":
        actions.confirm_news(subscription=subscription)
        subscription.refresh_from_db()
    return render(request, "accompany/news/confirm.html", {"subscription": subscription})


# The signed address is the proof; mail programs post to it without having opened a page (RFC 8058).
@csrf_exempt
@never_cache
def news_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stops the letters, after one press."""
    number = queries.to_stop(token)
    if number is None:
        raise Http404
    if request.method == "POST":
        actions.stop_news(number=number)
    return render(request, "accompany/news/stop.html", {"stopped": request.method == "POST"})


@login_required
@never_cache
def office_news(request: HttpRequest) -> HttpResponse:
    """Drafts and what was published, of one's organisations."""
    if not select.networks_run_by(me(request)).exists():
        raise Http404
    page = Paginator(queries.news_run_by(me(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accompany/news/office.html", {"page": page})


@login_required
@never_cache
def news_new(request: HttpRequest) -> HttpResponse:
    """Another piece of news."""
    organisations = select.networks_run_by(me(request)).distinct()
    if not organisations.exists():
        raise Http404
    return _form(request, NewsForm(request.POST or None, organisations=organisations), None)


@login_required
@never_cache
def news_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Changes it, publishes it, or takes it back."""
    item = get_object_or_404(queries.news_run_by(me(request)), pk=pk)
    none = select.networks_run_by(me(request)).none()
    return _form(request, NewsForm(request.POST or None, organisations=none, item=item), item)


def _form(request: HttpRequest, form: NewsForm, item: NewsItem | None) -> HttpResponse:
    if request.method == "POST" and (made := done(form, lambda: _kept(request, form, item))):
        return redirect("news_edit", made.pk)
    context = {"form": form, "item": item}
    return render(request, "accompany/news/form.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _kept(request: HttpRequest, form: NewsForm, item: NewsItem | None) -> NewsItem:
    """Saves it and does what the pressed button says, or neither: pressed again, a refused one is not there twice."""
    made = actions.save_news(item=item, values=form.values(), by=me(request))
    _act(request, made)
    return made


def _act(request: HttpRequest, item: NewsItem) -> None:
    """What the pressed button says, after saving."""
    match request.POST.get("act"):
        case "publish":
            sent = actions.publish_news(item=item, by=me(request))
            said_ = ngettext("Published. %(n)s letter goes out.", "Published. %(n)s letters go out.", sent) % {
                "n": sent
            }
            messages.success(request, said_)
        case "withdraw":
            actions.withdraw_news(item=item, by=me(request))
            messages.success(request, _("Taken back: it is a draft again."))
        case _:
            messages.success(request, _("Saved."))
