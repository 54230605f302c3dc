"""What every page of the back office shares: languages side by side, conflicts refused, rules in words, revisions kept."""

from __future__ import annotations

from contextlib import nullcontext

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import quote, unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from reversion.admin import VersionAdmin
from reversion.models import Version

from . import admin_states, languages
from .admin_languages import SideBySide, label_of
from .conflicts import STAMP, Meanwhile, PortalForm, PortalInlineFormSet, deletion_words
from .exclusive_rows import RowForm
from .models import Published
from .signals import edited

PUBLICATION = (gettext_lazy("Publication"), {"fields": ("public_from", "slug", "withdrawn_at", "is_example")})
PUBLICATION_WITHOUT_PAGE = (gettext_lazy("Publication"), {"fields": ("public_from", "withdrawn_at", "is_example")})


class RulesBroken(Exception):
    """A record as posted, with its inlines, breaks rules of publication; carries one sentence a rule."""

    def __init__(self, sentences: list[str]):
        super().__init__(*sentences)
        self.sentences = sentences


class PortalInline(SideBySide):
    extra = 0
    form = RowForm
    formset = PortalInlineFormSet

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.meanwhile = getattr(request, "meanwhile", None)
        return formset


class StackedInline(PortalInline, TranslationStackedInline):
    """Rows of a record, each with its languages side by side.

    Django's tables of rows are not used: their fields have no labels, and they do not fit a phone.
    """


class PortalAdmin(SideBySide, TranslationAdmin, VersionAdmin):
    """A record in the back office.

    ``slug_from`` names the fields from which a new record's addresses are proposed, language by language.
    """

    form = PortalForm
    view_on_site = False
    save_on_top = False
    list_per_page = 50
    show_full_result_count = False
    history_latest_first = True
    slug_from: tuple[str, ...] = ()
    list_filter = ("is_example",)

    class Media:
        js = ["publishing/admin.js"]

    def get_list_display(self, request):
        return (*self.list_display, "example")

    @admin.display(description=gettext_lazy("example"), ordering="is_example", empty_value="")
    def example(self, thing):
        return _("example") if thing.is_example else None

    def get_prepopulated_fields(self, request, obj=None):
        """On new records only: an address that follows its title later on would break links."""
        if obj is not None or not self.slug_from:
            return {}
        sources = self.rows(self.slug_from)
        return {
            languages.column("slug", code): tuple(
                languages.column(name, code) if isinstance(row, tuple) else name
                for name, row in zip(self.slug_from, sources, strict=True)
            )
            for code in languages.codes()
        }

    # Forms

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.meanwhile = getattr(request, "meanwhile", None)
        form.faults = getattr(request, "faults", ())
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        # The rich-text editor's import map is an inline script: it needs the request's nonce.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        context["stamp_name"] = STAMP
        context["stamp"] = self._stamp_shown(request, obj) if change and obj else ""
        if change and obj and request.method == "GET":
            context["stands_against"] = self.stands_against(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def stands_against(self, obj) -> list[str]:
        """What the rules of publication say against a record, in one sentence each."""
        return obj.rule_breaks() if hasattr(obj, "rule_breaks") else []

    @staticmethod
    def _stamp_shown(request, obj):
        """The stamp that a form is opened on: the stored one, even where the form shows an older revision."""
        stored = getattr(request, "stored_before", None) or getattr(request, "meanwhile", None)
        return stored.record.stamp if stored else obj.stamp

    # Saving

    def add_view(self, request, form_url="", extra_context=None):
        return self._under_rules(request, lambda: super(PortalAdmin, self).add_view(request, form_url, extra_context))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self._under_rules(
            request, lambda: super(PortalAdmin, self).change_view(request, object_id, form_url, extra_context)
        )

    def _under_rules(self, request, view):
        """Save, look at the saved whole, and where it breaks a rule take everything back and show the form with the sentences.

        Rules over a record and its rows can only be read once both are written. The first pass ends in ``RulesBroken``, which
        rolls its transaction and its revision back; in the second the form is invalid from the start.
        """
        try:
            return view()
        except RulesBroken as broken:
            moment = languages.column("public_from", languages.main())
            request.faults = tuple((moment, sentence) for sentence in broken.sentences)
            for file in request.FILES.values():
                file.seek(0)
            return view()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            obj = self.get_object(request, unquote(object_id))
            if obj is None and STAMP in request.POST:
                return self._gone(request, unquote(object_id), extra_context)
            if obj is not None:
                request.meanwhile = self._meanwhile(request, obj)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _meanwhile(self, request, obj) -> Meanwhile | None:
        """What was saved since the form was opened.

        Locks the record, so that of two saves at the same moment the second waits, and sees the first.
        """
        stored = getattr(request, "stored_before", None)
        if stored is None:
            record = self.model._base_manager.select_for_update().get(pk=obj.pk)
            if request.POST.get(STAMP) == str(record.stamp):
                return None
            return Meanwhile.read(record, self.get_inline_instances(request, obj))
        return None if request.POST.get(STAMP) == str(stored.record.stamp) else stored

    def _gone(self, request, pk, extra_context):
        """The form of a record that was deleted while it was open: all that was typed, to be saved as a new one."""
        may_add = self.has_add_permission(request)
        request.faults = ((None, deletion_words(self.model, pk)),)
        request.keep_typed = True
        context = {"show_save": may_add, "show_save_and_continue": may_add, "show_save_and_add_another": False}
        form_url = reverse(self._route("add"), current_app=self.admin_site.name)
        return super().changeform_view(request, None, form_url, {**context, **(extra_context or {})})

    def has_add_permission(self, request):
        return getattr(request, "keep_typed", False) or super().has_add_permission(request)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        thing = form.instance
        if isinstance(thing, Published) and any(map(thing.public_from, languages.codes())) and not thing.is_withdrawn():
            sentences = self.stands_against(thing)
            if sentences:
                raise RulesBroken(sentences)
        edited.send(sender=type(thing), instance=thing)

    def delete_queryset(self, request, queryset):
        """One by one, so that each lets go of its addresses."""
        for thing in queryset:
            thing.delete()

    # Revisions

    def create_revision(self, request):
        """Only what changes something makes a revision; reading takes no lock."""
        return super().create_revision(request) if request.method == "POST" else nullcontext()

    def revision_view(self, request, object_id, version_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        return super().revision_view(request, object_id, version_id, extra_context)

    def recover_view(self, request, version_id, extra_context=None):
        version = get_object_or_404(Version, pk=version_id, content_type=ContentType.objects.get_for_model(self.model))
        if self.model._base_manager.filter(pk=version.object_id).exists():
            messages.info(request, _("This is no longer deleted."))
            return HttpResponseRedirect(reverse(self._route("change"), args=(quote(version.object_id),)))
        return super().recover_view(request, version_id, extra_context)

    def _reversion_revisionform_view(self, request, version, template_name, extra_context=None):
        """A revision's form. The version must be one of this kind of record: its number alone does not say so."""
        if version.content_type_id != ContentType.objects.get_for_model(self.model).pk:
            raise Http404
        view = super()._reversion_revisionform_view

        def show():
            with transaction.atomic():
                record = self.model._base_manager.select_for_update().filter(pk=version.object_id).first()
                if record is not None:
                    request.stored_before = Meanwhile.read(record, self.get_inline_instances(request, record))
                return view(request, version, template_name, extra_context)

        return self._under_rules(request, show)

    def _route(self, name: str) -> str:
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}"


class PublishedAdmin(PortalAdmin):
    """A thing that the public sees, per language, from a moment on: lists and forms say what the public sees now.

    ``publish_permission`` is the right that publication takes where changing is not enough. Without it the moments are only
    shown, and what is public, or will be, cannot be changed.
    """

    publish_permission: str | None = None

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.state_columns = tuple(admin_states.state_column(code) for code in languages.codes())
        self.state_filters = tuple(admin_states.state_filter(code) for code in languages.codes())

    def get_queryset(self, request):
        return admin_states.with_shown(super().get_queryset(request))

    def get_list_display(self, request):
        return (*self.list_display, *self.state_columns, "example")

    def get_list_filter(self, request):
        return (*self.state_filters, *self.list_filter)

    def may_publish(self, request) -> bool:
        return self.publish_permission is None or request.user.has_perm(self.publish_permission)

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        is_draft = obj is None or not any(map(obj.public_from, languages.codes()))
        return is_draft or self.may_publish(request)

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        if self.may_publish(request):
            return readonly
        return (*readonly, *languages.columns("public_from"), "withdrawn_at")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj and not context.get("revert") and not context.get("recover"):
            context["sights"] = admin_states.sights(obj, may_preview=self.has_change_permission(request))
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Actions

    def get_actions(self, request):
        actions = super().get_actions(request)
        offered = self.actions is not None and IS_POPUP_VAR not in request.GET
        if offered and self.has_change_permission(request) and self.may_publish(request):
            for code in languages.codes():
                name = languages.column("publish", code)
                words = format_lazy(gettext_lazy("Make public now: {language}"), language=languages.name(code))
                actions[name] = (_publish_in(code), name, words)
        return actions

    def publish(self, request, queryset, language: str) -> None:
        """Make public now what may be, and say of each other one what is missing. Nothing that breaks a rule is published."""
        for pk in list(queryset.values_list("pk", flat=True)):
            thing = self.model._base_manager.select_for_update().get(pk=pk)
            if thing.is_withdrawn():
                messages.warning(request, _("%(thing)s: withdrawn; clear “withdrawn from” first.") % {"thing": thing})
            elif thing.public_from(language) and thing.public_from(language) <= timezone.now():
                messages.info(request, _("%(thing)s: already public in this language.") % {"thing": thing})
            else:
                self._publish_one(request, thing, language)

    def _publish_one(self, request, thing, language: str) -> None:
        name = str(thing)
        moment = languages.column("public_from", language)
        setattr(thing, moment, timezone.now().replace(microsecond=0))
        sentences = [*_faults(thing), *self.stands_against(thing)]
        if sentences:
            messages.error(request, _("%(thing)s is not made public. %(why)s") % {"thing": name, "why": " ".join(sentences)})
            return
        thing.save()
        edited.send(sender=type(thing), instance=thing)
        self.log_change(request, thing, [{"changed": {"fields": [label_of(self.model, moment)]}}])
        messages.success(request, _("%(thing)s is public now.") % {"thing": name})


def _publish_in(language: str):
    def publish(model_admin, request, queryset):
        model_admin.publish(request, queryset, language)

    return publish


def _faults(thing: Published) -> list[str]:
    """What a thing's own rules say against it, each with the name of its field."""
    try:
        thing.full_clean()
    except ValidationError as error:
        named = {field.name for field in thing._meta.concrete_fields}
        return [
            f"{label_of(type(thing), name)}: {sentence}" if name in named else sentence
            for name, sentences in error.message_dict.items()
            for sentence in sentences
        ]
    return []
