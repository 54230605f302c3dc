"""Press releases and news in the back office."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from publishing import languages
from publishing.admin import PUBLICATION, PUBLICATION_WITHOUT_PAGE, PortalAdmin, PublishedAdmin, StackedInline
from publishing.admin_languages import SideBySide
from publishing.editing import session_of
from publishing.languages import columns

from . import embargo_links, services
from .backoffice import LifeAdmin, life_words
from .models import (
    Article,
    Attachment,
    Boilerplate,
    Correction,
    Coverage,
    Event,
    FindingDecision,
    GlossaryPair,
    Logo,
    Picture,
    PressContact,
    PressRelease,
    Quote,
    ReadingLink,
    ReadingOpening,
    ReleaseBoilerplate,
    ReleaseCheck,
    ReleaseContact,
    StateChange,
)
from .release_checks.admin import CheckAdmin

RELATED = ("caps", "institutions", "partners")
RELATED_FIELDSET = (_("About whom"), {"fields": RELATED})


def _language_choices():
    return [(code, languages.name(code)) for code in languages.codes()]


class SpokenField(forms.MultipleChoiceField):
    """The languages somebody speaks, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        kwargs = {name: value for name, value in kwargs.items() if name in {"label", "help_text", "required", "initial"}}
        super().__init__(choices=_language_choices, **kwargs)

    def has_changed(self, initial, data):
        return super().has_changed(initial() if callable(initial) else initial, data)


class PortalLanguageMixin:
    """For rows that may be in one language only: a choice instead of a code to type."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "language":
            label, text = capfirst(db_field.verbose_name), db_field.help_text
            choices = [("", _("every language")), *_language_choices()]
            return forms.ChoiceField(label=label, help_text=text, required=False, choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class QuoteInline(StackedInline):
    model = Quote
    fields = (("speaker", "person", "rank"), "role", "text")
    autocomplete_fields = ("person",)


class ReleaseBoilerplateInline(StackedInline):
    model = ReleaseBoilerplate
    fields = (("boilerplate", "rank"),)
    autocomplete_fields = ("boilerplate",)


class ReleaseContactInline(PortalLanguageMixin, StackedInline):
    model = ReleaseContact
    fields = (("contact", "language", "rank"),)
    autocomplete_fields = ("contact",)


class PictureInline(StackedInline):
    model = Picture
    fields = (("image", "rank"), "alt", "caption", ("credit", "licence"))


class AttachmentInline(PortalLanguageMixin, StackedInline):
    model = Attachment
    fields = (("file", "language", "rank"), "title")


@admin.register(PressRelease)
class PressReleaseAdmin(CheckAdmin, LifeAdmin):
    """A release's texts. Its state, its moments and its withdrawal are set on the page of its life, and nowhere else."""

    change_form_template = "admin/news/pressrelease/change_form.html"
    list_display = ("title", "dated", "life")
    search_fields = (*columns("title"), *columns("lead"))
    ordering = ("-dated", "-pk")
    slug_from = ("title",)
    autocomplete_fields = RELATED
    inlines = (QuoteInline, ReleaseBoilerplateInline, ReleaseContactInline, PictureInline, AttachmentInline)
    set_elsewhere = ("public_from", "withdrawn_at", "withdrawal_notice")
    fieldsets = (
        (_("Texts"), {"fields": ("title", "subtitle", "place", "lead", "body")}),
        (None, {"fields": ("dated",)}),
        (_("Publication"), {"fields": ("slug", "is_example")}),
        RELATED_FIELDSET,
    )

    def get_queryset(self, request):
        corrections = Correction.objects.filter(release=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_corrections=Exists(corrections))

    @admin.display(description=_("state"), ordering="state")
    def life(self, release):
        return life_words(release, release.has_corrections)

    def may_publish(self, request):
        """Never from lists and forms: a release is made public by a step of its life."""
        return False

    def has_change_permission(self, request, obj=None):
        """Once approved, a release is changed by whoever may approve it."""
        if not super(PublishedAdmin, self).has_change_permission(request, obj):
            return False
        return obj is None or obj.state != PressRelease.State.APPROVED or request.user.has_perm(services.APPROVE)

    def has_delete_permission(self, request, obj=None):
        """What the public has seen is withdrawn, not deleted: its address and its log stay."""
        seen = obj is not None and any(map(obj.was_public, languages.codes()))
        return not seen and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        """A draft goes with its log, which nobody may delete alone."""
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        kept = {
            model._meta.verbose_name
            for model in (StateChange, Correction, ReadingLink, ReadingOpening, ReleaseCheck, FindingDecision)
        }
        return shown, counts, set(needed) - kept, protected

    def stands_against(self, obj):
        """What a draft lacks in each language; of an approved release, what a language still to come lacks."""
        approved = obj.state == PressRelease.State.APPROVED
        return [
            f"{capfirst(str(languages.name(code)))}: {sentence}"
            for code in languages.codes()
            if not obj.is_public(code) and not obj.withdrawn_at and (obj.public_from(code) or not approved)
            for sentence in services.unready(obj, code)
        ]

    def save_model(self, request, obj, form, change):
        """Whatever a revision brings back, its life goes on from where it stood; a new or recovered release is a draft."""
        session = session_of(request)
        life = (*columns("public_from"), *columns("withdrawal_notice"), "withdrawn_at", "state", "author", "approved_by")
        begins = not change or session.is_recovery
        if session.before_revision is not None:
            for name in life:
                setattr(obj, name, getattr(session.before_revision.record, name))
        elif begins:
            fresh = PressRelease(author=request.user)
            for name in life:
                setattr(obj, name, getattr(fresh, name))
        super().save_model(request, obj, form, change)
        if begins:
            services.created(obj, request.user)


def iso_moment(field: str, words):
    """A column or line that says a moment as it is typed everywhere, in Paris time."""

    @admin.display(description=words, ordering=field)
    def shown(record):
        moment = getattr(record, field)
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else "–"

    shown.__name__ = f"{field}_iso"
    return shown


class ReadOnlyAdmin(SideBySide, TranslationAdmin):
    """What happened: it is read, never written by hand."""

    list_per_page = 50
    show_full_result_count = False
    actions = None
    view_on_site = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(StateChange)
class StateChangeAdmin(ReadOnlyAdmin):
    list_display = ("release", iso_moment("at", _("when")), "kind", "by", "note")
    list_select_related = ("release", "by")
    list_filter = ("kind",)
    ordering = ("-at", "-pk")
    readonly_fields = (iso_moment("at", _("when")),)
    fields = ("release", *readonly_fields, "by", "kind", "old", "new", "note")


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ("release", iso_moment("at", _("corrected on")), "by")
    list_select_related = ("release", "by")
    ordering = ("-at", "-pk")
    readonly_fields = (iso_moment("at", _("corrected on")),)
    fieldsets = ((None, {"fields": ("release", (*readonly_fields, "by"), "said", "says")}),)


class ReadingLinkForm(forms.ModelForm):
    """A key is given to what is still under embargo, and for a time to come."""

    def clean(self):
        given = super().clean()
        release, language, until = given.get("release"), given.get("language"), given.get("expires_at")
        if until and until <= timezone.now():
            self.add_error("expires_at", gettext("This moment is over: choose a later one."))
        if release and release.withdrawn_at:
            self.add_error("release", gettext("This release is withdrawn: nothing more can be done with it."))
        elif release and language and release.is_public(language):
            self.add_error("language", gettext("This language is public: give the address of its page."))
        return given


@admin.register(ReadingLink)
class ReadingLinkAdmin(admin.ModelAdmin):
    """Personal keys: given once, shown once, revoked here. Nobody can read a key again."""

    form = ReadingLinkForm
    moments = (
        iso_moment("created_at", _("given")),
        iso_moment("expires_at", _("valid until")),
        iso_moment("revoked_at", _("revoked")),
    )
    list_display = ("reader", "release", "in_language", *moments[:2], "times_opened", "stands")
    list_filter = ("language",)
    list_select_related = ("release",)
    search_fields = ("reader",)
    ordering = ("-created_at", "-pk")
    actions = None
    view_on_site = False
    autocomplete_fields = ("release",)
    readonly_fields = ("in_language", "created_by", *moments)
    change_form_template = "admin/news/readinglink/change_form.html"

    class Media:
        # Gives searchable choices their accessible name.
        js = ["publishing/admin.js"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(openings_count=Count("openings"))

    def get_fields(self, request, obj=None):
        if obj is None:
            return ("release", "reader", "language", "expires_at")
        return ("release", "reader", "in_language", "created_by", *self.moments)

    @admin.display(description=_("language"), ordering="language")
    def in_language(self, link):
        return languages.name(link.language) if link.language in languages.codes() else link.language

    @admin.display(description=_("opened"))
    def times_opened(self, link):
        return link.openings_count

    @admin.display(description=_("state"))
    def stands(self, link):
        if link.revoked_at:
            return gettext("revoked")
        return gettext("open") if link.is_alive() else gettext("closed")

    def has_add_permission(self, request):
        return super().has_add_permission(request) and request.user.has_perm("news.share_pressrelease")

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and request.user.has_perm("news.share_pressrelease")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "language":
            return forms.ChoiceField(label=capfirst(db_field.verbose_name), choices=_language_choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        until = timezone.localtime(timezone.now() + timedelta(days=7)).replace(second=0, microsecond=0, tzinfo=None)
        return {"expires_at": timezone.make_aware(until)} | super().get_changeform_initial_data(request)

    def get_urls(self):
        revoke = self.admin_site.admin_view(self.revoke_view)
        return [path("<int:pk>/revoke/", revoke, name="news_readinglink_revoke"), *super().get_urls()]

    def revoke_view(self, request, pk):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm("news.share_pressrelease"):
            raise PermissionDenied
        ReadingLink.objects.filter(pk=pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
        messages.success(request, gettext("The link opens nothing any more."))
        return HttpResponseRedirect(reverse("admin:news_readinglink_change", args=(pk,)))

    def save_model(self, request, obj, form, change):
        obj.created_by = request.user
        embargo_links.give(obj)

    def response_add(self, request, obj, post_url_continue=None):
        """The address, once: it is kept nowhere, not even in a message that waits in a cookie."""
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Reading link given"),
            "opts": self.opts,
            "link": obj,
            "address": obj.address,
        }
        response = TemplateResponse(request, "admin/news/readinglink/given.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and not add:
            context["openings"] = obj.openings.all()
            context["alive"] = obj.is_alive()
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(Logo)
class LogoAdmin(PublishedAdmin):
    list_display = ("title", "rank")
    search_fields = columns("title")
    ordering = ("rank", "pk")
    fieldsets = (
        (_("Texts"), {"fields": ("title", "rules", "alt")}),
        (None, {"fields": (("image", "rank"),)}),
        PUBLICATION_WITHOUT_PAGE,
    )


@admin.register(GlossaryPair)
class GlossaryPairAdmin(PortalAdmin):
    list_display = ("term", "acronym", "is_organisation")
    search_fields = (*columns("term"), *columns("acronym"))
    ordering = ("pk",)
    fieldsets = ((None, {"fields": ("term", "acronym")}), (_("Details"), {"fields": (("is_organisation", "is_example"),)}))


@admin.register(Boilerplate)
class BoilerplateAdmin(PortalAdmin):
    list_display = ("title", "key", "as_of")
    search_fields = ("key", *columns("title"))
    ordering = ("rank", "pk")
    fieldsets = (
        (_("Texts"), {"fields": ("title", "body")}),
        (_("Details"), {"fields": (("key", "as_of", "rank"), "is_example")}),
    )


class ConfirmationFilter(admin.SimpleListFilter):
    """Lists the contacts that somebody should ring up and confirm."""

    title = _("confirmation")
    parameter_name = "confirmation"

    def lookups(self, request, model_admin):
        return [("due", _("to be confirmed: not for six months"))]

    def queryset(self, request, queryset):
        return queryset.to_confirm() if self.value() == "due" else queryset


@admin.register(PressContact)
class PressContactAdmin(PortalAdmin):
    list_display = ("name", "languages_spoken", "email", "valid_until", "last_confirmed", "is_confirmed")
    list_filter = (ConfirmationFilter,)
    search_fields = ("name", "email")
    ordering = ("rank", "pk")
    fieldsets = (
        (None, {"fields": (("name", "email"), "phone", "spoken")}),
        (_("Texts"), {"fields": ("role",)}),
        (_("Details"), {"fields": (("valid_from", "valid_until", "last_confirmed"), ("rank", "is_example"))}),
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "spoken":
            # Required by the model, which says so in a sentence of its own.
            label, text = capfirst(db_field.verbose_name), _("In which journalists may call.")
            return SpokenField(required=False, label=label, help_text=text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("confirmed within six months"), boolean=True)
    def is_confirmed(self, contact):
        return contact.is_confirmed()

    @admin.display(description=_("languages spoken"))
    def languages_spoken(self, contact):
        return ", ".join(str(languages.name(code)) for code in contact.spoken if code in languages.codes())


@admin.register(Article)
class ArticleAdmin(PublishedAdmin):
    list_display = ("title",)
    search_fields = (*columns("title"), *columns("lead"))
    ordering = ("-pk",)
    slug_from = ("title",)
    autocomplete_fields = RELATED
    fieldsets = ((_("Texts"), {"fields": ("title", "lead", "body")}), PUBLICATION, RELATED_FIELDSET)


@admin.register(Event)
class EventAdmin(PublishedAdmin):
    list_display = ("title", "begins")
    search_fields = (*columns("title"), *columns("place"))
    ordering = ("-starts_at", "-pk")
    slug_from = ("title",)
    autocomplete_fields = RELATED
    fieldsets = (
        (_("When"), {"fields": (("starts_at", "ends_at"), "all_day")}),
        (_("Texts"), {"fields": ("title", "summary", "body")}),
        PUBLICATION,
        (_("Where"), {"fields": ("place", ("address", "online_url"))}),
        RELATED_FIELDSET,
    )

    @admin.display(description=_("begins"), ordering="starts_at")
    def begins(self, event):
        return timezone.localtime(event.starts_at).strftime("%Y-%m-%d %H:%M")


@admin.register(Coverage)
class CoverageAdmin(PublishedAdmin):
    list_display = ("outlet", "title", "date", "language")
    list_filter = ("language", "subscribers_only", "is_example")
    search_fields = ("outlet", "title", *columns("summary"))
    ordering = ("-date", "-pk")
    fieldsets = (
        (None, {"fields": (("outlet", "date"), "title", ("url", "language"), "subscribers_only")}),
        (_("Texts"), {"fields": ("summary",)}),
        PUBLICATION_WITHOUT_PAGE,
    )
