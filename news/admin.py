"""Press releases and news in the back office."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing import languages
from publishing.admin import PUBLICATION, PUBLICATION_WITHOUT_PAGE, PortalAdmin, PublishedAdmin, StackedInline
from publishing.languages import columns

from .models import (
    Article,
    Attachment,
    Boilerplate,
    Coverage,
    Event,
    Picture,
    PressContact,
    PressRelease,
    Quote,
    ReleaseBoilerplate,
    ReleaseContact,
)

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
class PressReleaseAdmin(PublishedAdmin):
    publish_permission = "news.publish_pressrelease"
    list_display = ("title", "dated")
    search_fields = (*columns("title"), *columns("lead"))
    ordering = ("-dated", "-pk")
    slug_from = ("title",)
    autocomplete_fields = RELATED
    inlines = (QuoteInline, ReleaseBoilerplateInline, ReleaseContactInline, PictureInline, AttachmentInline)
    fieldsets = (
        (_("Texts"), {"fields": ("title", "subtitle", "place", "lead", "body")}),
        (None, {"fields": ("dated",)}),
        PUBLICATION,
        RELATED_FIELDSET,
    )


@admin.register(Boilerplate)
class BoilerplateAdmin(PortalAdmin):
    list_display = ("title", "key", "as_of")
    search_fields = ("key", *columns("title"))
    ordering = ("rank", "pk")
    fieldsets = (
        (_("Texts"), {"fields": ("title", "body")}),
        (_("Details"), {"fields": (("key", "as_of", "rank"), "is_example")}),
    )


@admin.register(PressContact)
class PressContactAdmin(PortalAdmin):
    list_display = ("name", "languages_spoken", "email", "valid_until", "last_confirmed")
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
