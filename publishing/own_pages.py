"""What has a page of its own: at an address in words, or at its number."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from . import languages
from .kept_values import path_in, path_to
from .models import Addressed

if TYPE_CHECKING:
    from django.db.models.options import Options


class NumberedPage:
    """A record whose page stands at its number, without moments of its own: what is asked of ``Addressed``, answered so.

    ``url_name`` is the stem of its routes: ``<url_name>-list`` and ``<url_name>-detail``, which takes its number as ``pk``. A
    subclass says when it is public, and its query set has ``public``, ``public_anywhere``, ``freshness`` and ``for_sitemap``.
    """

    if TYPE_CHECKING:
        pk: Any
        _meta: Options[Any]
        modified_at: datetime

    url_name: str = ""
    shared_as: str = "article"
    picture_route: str = ""
    pictured_by: str = ""
    shared_number: str = ""
    shared_tone: str = ""

    def is_public(self, language: str, at: datetime | None = None) -> bool:
        raise NotImplementedError

    def public_languages(self, at: datetime | None = None) -> list[str]:
        return [code for code in languages.codes() if self.is_public(code, at)]

    def changed_in_public(self, language: str) -> datetime:
        return self.modified_at

    def url_kwargs(self, language: str) -> dict[str, Any]:
        return {"pk": self.pk}

    def get_absolute_url(self, language: str | None = None) -> str:
        """The page's path in ``language`` (the active one unless given), whether it is public or not."""
        language = language or languages.current()
        return path_to(f"{self.url_name}-detail", language, self.url_kwargs(language))

    @classmethod
    def section_url(cls, language: str) -> str:
        return path_in(f"{cls.url_name}-list", language)

    def shared_kind(self) -> str:
        name = str(self._meta.verbose_name)
        return name[:1].upper() + name[1:]


OwnPage = Addressed | NumberedPage
"""What pages, their heads, the sitemap and the search take for a thing with a page of its own."""
