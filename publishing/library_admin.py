"""The library of pictures in the back office: as a grid, with what stands against each; uploads of several; and the chooser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from reversion import revisions

from . import languages
from .admin import PortalAdmin
from .enums import LibraryPictureKind, LibraryPictureState
from .fields import small_pictures
from .library_forms import PictureUploadForm, SeveralPicturesForm
from .library_pictures import LibraryPicture, LibraryPictureQuerySet
from .records import Record
from .signals import edited, one_change
from .views import page_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ON_A_PAGE = 24
USED, UNUSED = "used", "unused"


class LibraryStateFilter(SimpleListFilter):
    """Whether a picture may be shown, or what stands against it first."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, _StrPromise]]:
        return list(LibraryPictureState.choices)

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet | None:
        state = self.value()
        return _library(queryset).in_state(state) if state in LibraryPictureState.values else None


class AlternativeTextFilter(SimpleListFilter):
    """In which language a picture says nothing to those who cannot see it."""

    title = gettext_lazy("without alternative text")
    parameter_name = "without"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(code, str(languages.name(code))) for code in languages.codes()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet | None:
        code = self.value()
        return _library(queryset).without_alternative_text(code) if code in languages.codes() else None


class UseFilter(SimpleListFilter):
    """Whether any record names a picture."""

    title = gettext_lazy("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, _StrPromise]]:
        return [(UNUSED, gettext_lazy("used nowhere")), (USED, gettext_lazy("used somewhere"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet | None:
        pictures = _library(queryset)
        if self.value() == UNUSED:
            return pictures.unused()
        return pictures.exclude(pk__in=LibraryPicture.objects.unused().values("pk")) if self.value() == USED else None


def _library(queryset: models.QuerySet) -> LibraryPictureQuerySet:
    """The admin’s own queryset is the manager’s."""
    return cast("LibraryPictureQuerySet", queryset)


@admin.register(LibraryPicture)
class LibraryPictureAdmin(PortalAdmin):
    list_display = ("thumbnail", "title", "kind", "state_in_words")
    list_display_links = ("title",)
    list_filter: ClassVar[tuple[Any, ...]] = (
        LibraryStateFilter,
        AlternativeTextFilter,
        UseFilter,
        "kind",
        "licence",
        "is_example",
    )
    list_per_page = 48
    search_fields = ("title", *languages.columns("alt"), *languages.columns("credit"))
    ordering = ("-pk",)
    change_list_template = "admin/library/change_list.html"
    change_form_template = "admin/library/change_form.html"
    fieldsets = (
        (None, {"fields": (("image", "title"), "kind")}),
        (gettext_lazy("Texts"), {"fields": ("alt", "is_decorative", "credit")}),
        (
            gettext_lazy("Rights"),
            {"fields": ("licence", "permission_by", ("permission_on", "permission_until"))},
        ),
        (
            gettext_lazy("Point to keep in sight"),
            {
                "fields": (("focal_x", "focal_y"),),
                "description": gettext_lazy("Where a page cuts the picture, this point stays in it. Click on it, or type it."),
            },
        ),
        (gettext_lazy("Publication"), {"fields": ("is_example",), "classes": ("collapse",)}),
    )

    class Media:
        css: ClassVar[dict[str, Any]] = {"all": ["publishing/library.css"]}
        js: ClassVar[list[str]] = ["publishing/focal_point.js"]

    # The list

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, picture: LibraryPicture) -> SafeString | str:
        return render_to_string("admin/library/thumbnail.html", {"picture": picture})

    @admin.display(description=gettext_lazy("state"))
    def state_in_words(self, picture: LibraryPicture) -> str:
        return str(picture.state().label)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        upload = reverse("admin:publishing_librarypicture_upload") if self.has_add_permission(request) else ""
        return super().changelist_view(request, {"upload_url": upload, **(extra_context or {})})

    # The form

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if change and obj is not None:
            context["picture"] = obj
        return super().render_change_form(request, context, add, change, form_url, obj)

    def stands_against(self, obj: Record) -> list[str]:
        """What keeps every page from showing the picture: a save is refused for none of it."""
        return obj.faults() if isinstance(obj, LibraryPicture) else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        _say_what_is_missing(request, form.instance)

    # Pages of its own

    def get_urls(self) -> list[URLPattern]:
        stem, wrap = "publishing_librarypicture", self.admin_site.admin_view
        return [
            path("upload/", wrap(self.upload_view), name=f"{stem}_upload"),
            path("choose/", wrap(self.choose_view), name=f"{stem}_choose"),
            path("choose/upload/", wrap(self.upload_one_view), name=f"{stem}_upload_one"),
            path("choose/<int:pk>/", wrap(self.card_view), name=f"{stem}_card"),
            *super().get_urls(),
        ]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Several new pictures at once: those that are in order are kept, and of each other one it is said why not.

        The page's script sends them one by one, so that no request is large, and is told in JSON what came of each.
        """
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = SeveralPicturesForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            kept, refused = self._keep_several(request, form)
            if request.accepts("application/json") and not request.accepts("text/html"):
                return JsonResponse({"kept": len(kept), "refused": refused})
            for sentence in refused:
                messages.error(request, sentence)
            if kept:
                said = ngettext(
                    "%(n)s picture is in the library now. Say what it shows.",
                    "%(n)s pictures are in the library now. Say what each of them shows.",
                    len(kept),
                )
                messages.success(request, said % {"n": len(kept)})
                return HttpResponseRedirect(f"{self._list_url()}?without={languages.main()}")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Upload several pictures"),
            "form": form,
            "media": self.media + form.media,
            "afterwards": f"{self._list_url()}?without={languages.main()}",
        }
        return TemplateResponse(request, "admin/library/upload.html", context)

    def _keep_several(self, request: HttpRequest, form: SeveralPicturesForm) -> tuple[list[LibraryPicture], list[str]]:
        """The pictures that are in the library now, and what is said of each file that is not."""
        kept, refused = [], []
        for name, picture in form.pictures():
            if isinstance(picture, ValidationError):
                refused.append(_("“%(name)s”: %(why)s") % {"name": name, "why": " ".join(picture.messages)})
            else:
                self._keep_new(request, picture)
                kept.append(picture)
        return kept, refused

    def _keep_new(self, request: HttpRequest, picture: LibraryPicture) -> None:
        """Save a new picture as its form would: with a revision and a line in the log, as one change."""
        with transaction.atomic(), one_change(), revisions.create_revision(atomic=False):
            picture.save()
            revisions.set_user(request.user)
            revisions.add_to_revision(picture)
            edited.send(sender=LibraryPicture, instance=picture)
            self.log_addition(request, picture, [{"added": {}}])

    def _list_url(self) -> str:
        return reverse("admin:publishing_librarypicture_changelist")

    # The chooser

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """A page of the library for the dialog of a form: what was asked for, as pictures to take."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("q", "").replace("\x00", " ").strip()
        pictures = LibraryPicture.objects.order_by("-pk")
        kind = request.GET.get("kind", "")
        if kind in LibraryPictureKind.values:
            pictures = pictures.filter(kind=kind)
        if asked:
            pictures = cast("LibraryPictureQuerySet", self.get_search_results(request, pictures, asked)[0])
        page = page_of(pictures, ON_A_PAGE, request.GET.get("page"))
        context = {"page": page, "asked": asked, "kind": kind, "kinds": LibraryPictureKind.choices}
        return _fragment(request, "admin/library/choose.html", context)

    def card_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A picture as the form of a record shows it once it is chosen."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        picture = get_object_or_404(LibraryPicture, pk=min(pk, models.BigIntegerField.MAX_BIGINT))
        return _fragment(request, "admin/library/card.html", {"picture": picture})

    def upload_one_view(self, request: HttpRequest) -> HttpResponse:
        """A new picture from within the form of a record: it is in the library at once, and chosen there."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PictureUploadForm(request.POST or None, request.FILES or None, auto_id="library_%s")
        if request.method == "POST" and form.is_valid():
            picture = form.save(commit=False)
            self._keep_new(request, picture)
            card = render_to_string("admin/library/card.html", {"picture": picture, "notes": small_pictures([form])}, request)
            return JsonResponse({"pk": picture.pk, "name": str(picture), "card": card}, status=201)
        status = 422 if request.method == "POST" else 200
        return _fragment(request, "admin/library/upload_one.html", {"form": form}, status=status)


def _say_what_is_missing(request: HttpRequest, picture: LibraryPicture) -> None:
    if faults := picture.faults():
        messages.warning(request, _("No page shows this picture yet. %(why)s") % {"why": " ".join(faults)})


def _fragment(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
