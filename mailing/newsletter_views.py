"""Past newsletters, for everybody: a list, and a page for each. What has not gone, or was stopped, is unknown here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import Http404
from django.views.generic import TemplateView

from publishing import languages
from publishing.examples import real_count
from publishing.prepared_queries import prepared
from publishing.views import page_of

from . import newsletter_reading
from .models import NewsletterIssue


class NewsletterListView(TemplateView):
    """The issues that went in the active language, the latest first."""

    template_name = "mailing/newsletter_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = languages.current()
        asked = self.request.GET.get("page")
        page = page_of(NewsletterIssue.objects.public(language).newest_first(), 20, asked)
        return super().get_context_data(
            language=language,
            section=self.request.path,
            page_obj=page,
            object_list=page.object_list,
            shown=real_count(page.object_list),
            strayed=bool(asked) and asked != str(page.number),
            **kwargs,
        )


@prepared
def _issue(language: str, *, key: int) -> QuerySet:
    return NewsletterIssue.objects.public(language).filter(pk=key)


@prepared
def _earlier(language: str, *, key: int, send_from: datetime) -> QuerySet:
    return NewsletterIssue.objects.public(language).before(key, send_from).newest_first()[:1]


@prepared
def _later(language: str, *, key: int, send_from: datetime) -> QuerySet:
    return NewsletterIssue.objects.public(language).after(key, send_from).newest_first().reverse()[:1]


class NewsletterDetailView(TemplateView):
    """One issue with what it told, as far as that is public still, and the way to those before and after it."""

    template_name = "mailing/newsletter_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language, pk = languages.current(), self.kwargs["pk"]
        found = _issue(language, key=pk) if pk <= models.BigIntegerField.MAX_BIGINT else []
        if not found:
            raise Http404
        (issue,) = found
        from_when = {"key": pk, "send_from": issue.send_from}
        return super().get_context_data(
            language=language,
            object=issue,
            reading=newsletter_reading.read_as_gone(issue, language),
            earlier=next(iter(_earlier(language, **from_when)), None),
            later=next(iter(_later(language, **from_when)), None),
            **kwargs,
        )
