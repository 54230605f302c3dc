"""Public pages, previews and files: each asks the one visibility rule."""

from __future__ import annotations

from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Any, ClassVar, Protocol, runtime_checkable
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.paginator import InvalidPage, Page, Paginator
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views import View
from django.views.generic import DetailView, TemplateView

from . import languages, renditions
from .examples import real_count
from .filters import PublicFilterSet, QuerySetToCome
from .models import Addressed, Published, SlugRecord
from .page_sections import sections_of
from .pictures import PICTURE_FORMATS
from .prepared_queries import prepared
from .querysets import PublishedQuerySet
from .staff import may_edit


class PublicDetailView(DetailView):
    """One public thing at its address in the active language.

    A former address answers with one permanent redirect; anything else that is not public is unknown, whether it is a draft,
    under embargo, withdrawn or never existed.
    """

    by_model: ClassVar[dict[type[Addressed], type[PublicDetailView]]] = {}
    model: type[Addressed]
    object: Addressed
    preview = False
    rows: Sequence[Any]
    """The record as it was read: what the pieces of its page are made of (``kept_entries``). In a preview, a list of it."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.model is not None:
            cls.by_model[cls.model] = cls

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = languages.current()
        found = self.find(language)
        if found is None:
            moved = SlugRecord.objects.moved(self.model, language, self.kwargs["slug"])
            if moved is None:
                raise Http404
            return HttpResponsePermanentRedirect(moved.get_absolute_url(language))
        self.object = found
        return self.render_to_response(self.get_context_data(object=found))

    def find(self, language: str) -> Addressed | None:
        if self.preview:
            self.rows = list(_whole(self.model, language).filter(pk=self.kwargs["pk"])[:1])
            return next(iter(self.rows), None)
        asked = self.lookup(language)
        fixed = tuple((name, value) for name, value in asked.items() if isinstance(value, bool))
        given = {name: value for name, value in asked.items() if not isinstance(value, bool)}
        self.rows = _public_thing.read(self.model, language, fixed, **given)
        return next(iter(self.rows), None)

    def lookup(self, language: str) -> dict[str, Any]:
        return {languages.column("slug", language): self.kwargs["slug"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = languages.current()
        return super().get_context_data(
            preview=self.preview,
            language=language,
            section=self.model.section_url(language),
            sections=sections_of(self.object, language),
            **kwargs,
        )


def _whole(model: type[Addressed], language: str) -> PublishedQuerySet:
    things = model.objects.in_language(language).for_detail()
    return things.select_related(model.pictured_by) if model.pictured_by else things


@prepared
def _public_thing(
    model: type[Addressed], language: str, fixed: tuple[tuple[str, bool], ...], **asked: str
) -> PublishedQuerySet:
    return _whole(model, language).public(language).filter(**dict(fixed), **asked).order_by("pk")[:1]


@prepared
def _page_of_list(view: type[PublicListView], language: str, start: int, stop: int | None) -> PublishedQuerySet:
    return view.things(language).for_list()[start:stop]


@prepared
def _later_page_of_list(view: type[PublicListView], language: str, start: int, stop: int | None) -> PublishedQuerySet:
    """By the keys of its rows: else the database would count what is counted of a row for all that stand before them, too."""
    things = view.things(language).for_list()
    return things.filter(pk__in=things.prefetch_related(None).values("pk")[start:stop])


@prepared
def _page_of_found(
    view: type[PublicListView], language: str, start: int, stop: int | None, *, keys: list[int]
) -> PublishedQuerySet:
    return view.things(language).for_list().filter(pk__in=keys)[start:stop]


@prepared
def _keys_in_order(view: type[PublicListView], language: str) -> models.QuerySet:
    return view.things(language).for_list().prefetch_related(None).values_list("pk", flat=True)


MOST_KEYS = 256
"""Of more, the database looks at each for every row: the keys of one page are found here, by the order of the whole list."""


class _Rows:
    """The things of a list as a paginator takes them: those of one page are read."""

    ordered = True

    def __init__(self, view: type[PublicListView], language: str, keys: list[int] | None) -> None:
        self._view, self._language, self._keys = view, language, keys

    def all(self) -> Sequence[Any]:
        return self[0:None]

    def __getitem__(self, part: slice) -> Sequence[Any]:
        if self._keys is None:
            page = _later_page_of_list if part.start else _page_of_list
            return page.read(self._view, self._language, part.start, part.stop)
        if len(self._keys) <= MOST_KEYS:
            return _page_of_found.read(self._view, self._language, part.start, part.stop, keys=self._keys)
        if part.stop is None:
            return list(self._view.things(self._language).for_list().filter(pk__in=self._keys)[part])
        found = set(self._keys)
        shown = [key for key in _keys_in_order(self._view, self._language) if key in found][part]
        return _page_of_found.read(self._view, self._language, 0, None, keys=shown)


class PublicListView(TemplateView):
    """A filtered list of what is public in the active language.

    Whatever in the address is not understood is left aside, and a page number out of range gives the nearest page; the list
    says so. ``shown`` and ``total`` count no example; ``examples`` counts those of a filtered list.
    """

    model: type[Published]
    filterset_class: type[PublicFilterSet] | None = None
    paginate_by: int | None = None

    @property
    def language(self) -> str:
        return languages.current()

    @classmethod
    def things(cls, language: str) -> PublishedQuerySet:
        """What the list holds."""
        return cls.model.objects.public(language)

    def public(self) -> PublishedQuerySet:
        return self.things(self.language)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {"language": self.language, "section": self.request.path}
        keys, filters = None, None
        if self.filterset_class:
            things = QuerySetToCome(self.model, self.public)
            filters = self.filterset_class(
                self.request.GET, queryset=things, request=self.request, kept_under=(type(self), self.language)
            )
            keys = list(filters.matching) if filters.is_in_force else None
            context |= {"filter": filters, "filtered": filters.is_in_force}
        rows = _Rows(type(self), self.language, keys)
        if self.paginate_by:
            asked = self.request.GET.get("page")
            count = len(filters.matching) if filters else self.public().count()
            page = page_of(rows, self.paginate_by, asked, count=count)
            context |= {"page_obj": page, "object_list": page.object_list}
            context["strayed"] = bool(asked) and asked != str(page.number)
        else:
            context["object_list"] = rows.all()
        if filters:
            context |= {"shown": filters.shown, "examples": filters.examples, "total": filters.total}
        else:
            context["shown"] = context["total"] = real_count(context["object_list"])
        return super().get_context_data(**{**context, **kwargs})


class CountedPaginator(Paginator):
    """A paginator that is told how many things there are, where that is known already."""

    def __init__(self, things: Sequence[object] | models.QuerySet | Sliced, size: int, *, count: int | None) -> None:
        super().__init__(things, size)  # type: ignore[arg-type]  # told how many there are, it asks for a part alone
        if count is not None:
            self.count = count


class Sliced(Protocol):
    """Things of which a part can be had."""

    def __getitem__(self, part: slice, /) -> Any: ...


def page_of(
    things: Sequence[object] | models.QuerySet | Sliced, size: int, number: str | None, *, count: int | None = None
) -> Page:
    """The page asked for, or the nearest that exists."""
    paginator = CountedPaginator(things, size, count=count)
    try:
        return paginator.page(number or 1)
    except InvalidPage:
        text = number or ""
        return paginator.page(paginator.num_pages if text.isdecimal() and text.isascii() and int(text[:9]) > 1 else 1)


class PreviewView(View):
    """A thing as it will be, on the real template, for whoever may edit it; to anyone else the address is unknown."""

    def get(self, request: HttpRequest, label: str, pk: int) -> HttpResponseBase:
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            raise Http404 from None
        view = PublicDetailView.by_model.get(model)
        if view is None or not may_edit(request, model) or pk > models.BigIntegerField.MAX_BIGINT:
            raise Http404
        response = view.as_view(preview=True)(request, pk=pk)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


SHOWN_IN_PAGES = {*PICTURE_FORMATS.values(), *(f".{kind}" for kind in renditions.KINDS)}
"""How the names of pictures and of their renditions end. Not of drawings: a page shows them all the same, by ``<img>``."""


class MediaView(View):
    """An uploaded file, while the thing it belongs to is public in some language; staff who may edit it see it before.

    Files are kept under ``<app>.<model>/<random>/<name>``. The model says by ``file_owner`` (a relation's name, or empty for
    itself) whose publication decides. The renditions of a picture go the way of the picture.
    """

    def get(self, request: HttpRequest, label: str, token: str, name: str) -> HttpResponseBase:
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            raise Http404 from None
        path = f"{label}/{token}/{name}"
        holder = _holder(model, renditions.original_of(path))
        public = holder is not None and holder.file_is_public()
        # Who asks is looked at even where there is no such file, or the answers to a hidden and an unknown one would differ.
        if not public and (not may_edit(request, model) or holder is None):
            raise Http404
        response = _file_response(path)
        response["Cache-Control"] = "public, max-age=5, must-revalidate" if public else "private, no-store"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        # A picture stands in a page; a document is taken along, and never opened under the portal's own name.
        is_document = PurePosixPath(name).suffix.lower() not in SHOWN_IN_PAGES
        response["Content-Disposition"] = content_disposition_header(is_document, name) or "inline"
        return response


def _file_response(path: str) -> HttpResponseBase:
    """The file's bytes; where ``MEDIA_ACCEL`` names nginx's internal place of them, nginx hands them out in our stead."""
    if not default_storage.exists(path):
        raise Http404
    if not settings.MEDIA_ACCEL:
        return FileResponse(default_storage.open(path))
    response = HttpResponse(content_type=guess_type(path)[0] or "application/octet-stream")
    response["X-Accel-Redirect"] = settings.MEDIA_ACCEL + quote(path)
    return response


@runtime_checkable
class FileOwner(Protocol):
    """A record that says whether its uploaded file is public."""

    def file_is_public(self) -> bool: ...


def _holder(model: type[models.Model], path: str) -> FileOwner | None:
    fields = [field.name for field in model._meta.get_fields() if isinstance(field, models.FileField)]
    if not fields:
        return None
    match = models.Q()
    for field in fields:
        match |= models.Q(**{field: path})
    holder = model._default_manager.filter(match).first()
    return holder if isinstance(holder, FileOwner) else None
