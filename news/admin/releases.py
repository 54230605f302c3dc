"""Press releases in the back office: their form with its rows. Their life and their check have pages of their own beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from news import services, sign_offs
from news.models import (
    Approval,
    Attachment,
    Contribution,
    Correction,
    Edition,
    EditionContact,
    EditionFile,
    EditionReference,
    FindingDecision,
    Picture,
    PressRelease,
    QuotationReading,
    Quote,
    ReadingLink,
    ReadingOpening,
    ReleaseBoilerplate,
    ReleaseCheck,
    ReleaseContact,
    SignOffAnswer,
    SignOffLink,
    StateChange,
    Strike,
)
from publishing import languages
from publishing.admin import FieldSet, StackedInline
from publishing.admin_languages import told_of
from publishing.document_files import CHECKS
from publishing.editing import session_of, signed_in
from publishing.language_fields import OneLanguageInline
from publishing.languages import columns
from publishing.models import Record
from publishing.slugs import is_made_of

from .bringing_in import BroughtRows, embargo_asked_of
from .checks import CheckAdmin
from .life import LifeAdmin, life_words
from .picture_rows import PictureRowForm
from .release_lists import WaitsFilter, stage_column, stage_filter
from .text_checks import TextCheckAdmin

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KEPT_BESIDE = (Approval, Contribution, Edition, EditionContact, EditionFile, EditionReference, Strike)
WITH_IT = (
    StateChange,
    Correction,
    ReadingLink,
    ReadingOpening,
    SignOffAnswer,
    SignOffLink,
    ReleaseCheck,
    FindingDecision,
    QuotationReading,
)
LIFE = (
    *columns("public_from"),
    *columns("withdrawal_notice"),
    *columns("edition"),
    *columns("review"),
    "withdrawn_at",
    "author",
)
"""What the steps of a release's life set, and nothing else does."""
RELATED = ("caps", "institutions", "partners")
RELATED_FIELDSET: FieldSet = (_("Who is involved"), {"fields": RELATED})


class QuoteInline(BroughtRows):
    model = Quote
    fields = (("speaker", "person", "rank"), "role", "text", "signed_off")
    autocomplete_fields = ("person",)
    readonly_fields = ("signed_off",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("release").prefetch_related(sign_offs.with_sign_offs())

    @admin.display(description=_("What the person quoted says"))
    def signed_off(self, quote: Quote) -> str:
        states = sign_offs.of_quote(quote).states if quote.pk else []
        return render_to_string("admin/news/_sign_offs.html", {"states": states})


class ReleaseBoilerplateInline(BroughtRows):
    model = ReleaseBoilerplate
    fields = (("boilerplate", "rank"),)
    autocomplete_fields = ("boilerplate",)


class ReleaseContactInline(BroughtRows, OneLanguageInline):
    model = ReleaseContact
    fields = (("contact", "language", "rank"),)
    autocomplete_fields = ("contact",)


class PictureInline(StackedInline):
    model = Picture
    form = PictureRowForm
    fields = ("library", ("image", "rank"), "alt", "caption", ("credit", "licence"))


class AttachmentInline(OneLanguageInline):
    model = Attachment
    fields = (("file", "language", "rank"), "title")

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """The browser's dialog offers the kinds of file that are taken."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(db_field, models.FileField):
            field.widget.attrs["accept"] = ",".join(CHECKS)
        return field


class AloneFilter(admin.SimpleListFilter):
    """Lists the releases of which one person approved their own words alone."""

    title = _("two people")
    parameter_name = "confirmation"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str | _StrPromise]]:
        return [("due", _("approved alone, to be confirmed"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(awaits_confirmation=True) if self.value() == "due" else queryset


@admin.register(PressRelease)
class PressReleaseAdmin(TextCheckAdmin, CheckAdmin, LifeAdmin):
    """A release's texts. Its state, its moments and its withdrawal are set on the page of its life, and nowhere else."""

    change_form_template = "admin/news/pressrelease/change_form.html"
    change_list_template = "admin/news/pressrelease/change_list.html"
    list_display = ("title", "day", "life")
    list_filter = (AloneFilter, "is_example")
    search_fields = (*columns("title"), *columns("lead"))
    ordering = ("-dated", "-pk")
    autocomplete_fields = RELATED
    inlines = (QuoteInline, ReleaseBoilerplateInline, ReleaseContactInline, PictureInline, AttachmentInline)
    set_elsewhere = ("public_from", "withdrawn_at", "withdrawal_notice")
    fieldsets = (
        (_("Texts"), {"fields": ("title", "subtitle", "place", "lead", "body")}),
        (None, {"fields": ("dated",)}),
        (_("Publication"), {"fields": ("slug", "is_example")}),
        RELATED_FIELDSET,
    )

    def __init__(self, model: type[PressRelease], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.state_columns = tuple(stage_column(code) for code in languages.codes())
        self.state_filters = (WaitsFilter, *(stage_filter(code) for code in languages.codes()))

    def reversion_register(self, model: type[models.Model], **options: Any) -> None:
        """What is approved, and from when it is public, is in no revision: none brings it back."""
        if model is PressRelease:
            options["exclude"] = LIFE
        super().reversion_register(model, **options)

    def asks_what_is_shown(self, request: HttpRequest) -> bool:
        """Not in the form: a release that is read tells by itself what the public sees of it."""
        return not session_of(request).is_form

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With the marks of the list, which the form does not show."""
        if session_of(request).is_form:
            return super().get_queryset(request)
        corrections = Correction.objects.filter(release=OuterRef("pk"))
        alone = PressRelease.objects.awaiting_confirmation().filter(pk=OuterRef("pk"))
        marks = {"has_corrections": Exists(corrections), "awaits_confirmation": Exists(alone)}
        return super().get_queryset(request).annotate(**marks)

    @admin.display(description=PressRelease._meta.get_field("dated").verbose_name, ordering="dated")
    def day(self, release: PressRelease) -> str:
        """As the states beside it write theirs."""
        return release.dated.isoformat() if release.dated else "–"

    @admin.display(description=_("state"))
    def life(self, release: PressRelease) -> str | Promise:
        words = life_words(release, release.has_corrections)
        return format_lazy("{} – {}", words, _("to be confirmed")) if release.awaits_confirmation else words

    def may_publish(self, request: HttpRequest) -> bool:
        """Never from lists and forms: a release is made public by a step of its life."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What the public has seen is withdrawn, not deleted: its address and its log stay."""
        seen = isinstance(obj, PressRelease) and any(map(obj.was_public, languages.codes()))
        return not seen and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[Any], dict[str, int], set[Any], list[Any]]:
        """A draft goes with its log, which nobody may delete alone."""
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        if not any(release.was_public(code) for release in objs for code in languages.codes()):
            protected = []  # its editions, which the release takes with it
        kept = {model._meta.verbose_name for model in (*KEPT_BESIDE, *WITH_IT)}
        return shown, counts, set(needed) - kept, protected

    def broken_by_saving(self, record: Record) -> list[str]:
        """Nothing: a save changes the working text alone, and the public sees what was approved."""
        return []

    def stands_against(self, obj: Record) -> list[str]:
        """What a draft lacks in each language; of an approved release, what a language still to come lacks."""
        if not isinstance(obj, PressRelease):
            return super().stands_against(obj)
        approved = any(map(obj.is_sealed, languages.codes()))
        return [
            told_of(capfirst(str(languages.name(code))), sentence)
            for code in languages.codes()
            if not obj.is_public(code) and not obj.withdrawn_at and (obj.public_from(code) or not approved)
            for sentence in services.unready(obj, code)
        ]

    def save_model(self, request: HttpRequest, obj: PressRelease, form: forms.BaseForm, change: bool) -> None:
        """Whatever a revision brings back, its life goes on from where it stood; a new or recovered release is a draft."""
        session = session_of(request)
        begins = not change or session.is_recovery
        if session.before_revision is not None:
            for name in LIFE:
                setattr(obj, name, getattr(session.before_revision.record, name))
        elif begins:
            fresh = PressRelease(author=signed_in(request))
            for name in LIFE:
                setattr(obj, name, getattr(fresh, name))
        _readdress(obj, cast("PressRelease | None", session.locked) if change else None)
        super().save_model(request, obj, form, change)
        if begins:
            services.created(obj, signed_in(request), embargo_asked_of(request))


def _readdress(release: PressRelease, stored: PressRelease | None) -> None:
    """Let an address that nobody chose follow its title, until it is approved; one that another has gets a number."""
    for code in languages.codes():
        title, slug = getattr(release, languages.column("title", code)) or "", release.slug(code) or ""
        before = getattr(stored, languages.column("title", code)) or "" if stored else title
        chosen = stored is not None and slug != (stored.slug(code) or "")
        if not title or chosen or release.is_sealed(code) or not is_made_of(slug, before):
            continue
        if made := release.propose_slug(code):
            setattr(release, languages.column("slug", code), made)
