"""What a post carried."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from mouakaba.base.resending.rules import CARRIED_MOST, is_secret

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


@dataclass(frozen=True, slots=True)
class Post:
    """One post, as a page can send it again. A file's content cannot be carried: ``files`` is (field, file names)."""

    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def written(self) -> list[tuple[str, str]]:
        """The fields that say something."""
        return [(name, text) for name, text in self.fields if text.strip()]


def post_of(request: HttpRequest) -> Post | None:
    """The post of this request without its token; None where it holds a secret or is too long for a page."""
    fields = tuple((name, text) for name, texts in request.POST.lists() if name != TOKEN for text in texts)
    if is_secret(request) or sum(len(name) + len(text) for name, text in fields) > CARRIED_MOST:
        return None
    files = tuple(
        (name, tuple(upload.name or "" for upload in uploads)) for name, uploads in request.FILES.lists() if uploads
    )
    return Post(request.get_full_path(), fields, files)
