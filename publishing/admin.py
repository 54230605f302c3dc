"""What every page of the back office shares: languages side by side, conflicts refused, rules in words, revisions kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from reversion import revisions
from reversion.admin import VersionAdmin

from . import admin_links, admin_states, clock, languages, publication_rules, tasks  # noqa: F401  admin_links registers its list
from .admin_collaboration import WorksTogether
from .admin_deletion import PlainDeletion
from .admin_doubles import LooksForDoubles
from .admin_form_sets import RowsShown, give_rows
from .admin_forms import PortalForm, PortalInlineFormSet, plain_relations
from .admin_languages import label_of
from .admin_restoring import TakesBack
from .admin_search import FoldedSearch
from .admin_slugs import ProposedSlugs
from .admin_tasks import RowsByTask
from .admin_translations import TranslationsInForm
from .bulk_undo import UndoesActions
from .conflicts import STAMP, Meanwhile, deletion_words, parent_key
from .editing import Refusal, session_of
from .exclusive_rows import RowForm
from .fields import small_pictures
from .form_queries import ReadsRecord, RowsOfAdmin
from .kept_form_classes import KeptFormClass, KeptFormSetClass
from .kept_forms import KeepsTyped
from .known_choices import KnownAutocomplete, KnownChoiceField, OffersKnownChoices
from .library_choice import PictureFields, kept_back, picture_fields
from .models import Published, Record
from .record_faults import faults_of
from .signals import edited, one_change
from .site_state import AttentionFilter
from .tasks import Task

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldOpts
    from django.utils.functional import _StrPromise

FieldSet: TypeAlias = "tuple[str | _StrPromise | None, _FieldOpts]"
"""A field set of a form: its title, and its fields by their base names."""

PUBLICATION: FieldSet = (gettext_lazy("Publication"), {"fields": ("public_from", "slug", "withdrawn_at", "is_example")})
PUBLICATION_WITHOUT_PAGE: FieldSet = (gettext_lazy("Publication"), {"fields": ("public_from", "withdrawn_at", "is_example")})


class RulesBroken(Exception):
    """A record as posted, with its inlines, breaks rules of publication; carries one sentence a rule."""

    def __init__(self, sentences: list[str]):
        super().__init__(*sentences)
        self.sentences = sentences


class StackedInline(PictureFields, RowsByTask, KeptFormSetClass, TranslationStackedInline):
    """Rows of a record, each with its languages side by side.

    Django's tables of rows are not used: their fields have no labels, and they do not fit a phone.
    """

    extra = 0
    form = RowForm
    formset = PortalInlineFormSet

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """The rows with what they lead to, which their choices show."""
        return super().get_queryset(request).select_related(*self.autocomplete_fields, *picture_fields(self.model))

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name in self.autocomplete_fields:
            kwargs["form_class"] = KnownChoiceField
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> type[PortalInlineFormSet]:
        formset = cast("type[PortalInlineFormSet]", super().get_formset(request, obj, **kwargs))
        session = formset.editing = session_of(request)
        if request.method == "GET" and session.before_revision is None and not session.is_recovery:
            formset.asked = RowsOfAdmin(self, request)
        return formset


class PortalAdmin(
    WorksTogether,
    UndoesActions,
    PictureFields,
    KeepsTyped,
    LooksForDoubles,
    FoldedSearch,
    ProposedSlugs,
    TranslationsInForm,
    PlainDeletion,
    TakesBack,
    OffersKnownChoices,
    KeptFormClass,
    ReadsRecord,
    TranslationAdmin,
    VersionAdmin,
):
    """A record in the back office."""

    form = PortalForm
    view_on_site = False
    save_on_top = False
    list_per_page = 50
    show_full_result_count = False
    history_latest_first = True
    list_filter: ClassVar[tuple[Any, ...]] = ("is_example",)

    class Media:
        js = ["publishing/admin.js", "publishing/row_order.js"]

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        if self.change_form_template is None:
            room, name = self.opts.app_label, self.opts.model_name
            templates = f"admin/{room}/{name}/change_form.html", f"admin/{room}/change_form.html"
            with_uses = [*templates, "admin/change_form_where_used.html"]
            self.change_form_template = with_uses  # type: ignore[misc]  # by the kind of record, as Django itself chooses

    # Rights

    def tasks_in_form(self, request: HttpRequest, obj: models.Model | None) -> frozenset[Task]:
        return self.tasks_of(request, obj) if obj is not None else tasks.in_making(request.user, self.model)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_view_permission(request, obj) or bool(self.tasks_of(request, obj) & tasks.HANDS_ON)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whoever may edit; in the form, whoever has some task on the record: its fields are those of their tasks alone."""
        opened = self.tasks_of(request, obj)
        return Task.EDIT in opened or (session_of(request).is_form and bool(opened & tasks.HANDS_ON))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return session_of(request).record_is_gone or super().has_add_permission(request)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """What the first page of the back office offers: “change” to all who have a task in the form."""
        return {**super().get_model_perms(request), "change": bool(self.tasks_of(request) & tasks.HANDS_ON)}

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whoever may not see a field does not guess it from what a list finds either."""
        return not tasks.hides(request.user, self.model, lookup) and super().lookup_allowed(lookup, value, request)

    # Lists

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        return (*self.list_display, *self.translation_columns, "example")

    @admin.display(description=gettext_lazy("example"), ordering="is_example", empty_value="")
    def example(self, record: Record) -> str | None:
        return _("example") if record.is_example else None

    # Forms

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        return (AttentionFilter, *super().get_list_filter(request))

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[PortalForm]:
        form = cast("type[PortalForm]", super().get_form(request, obj, change=change, **kwargs))
        form.editing = session_of(request)
        return form

    def get_inline_formsets(
        self, request: HttpRequest, formsets: list[Any], inline_instances: list[Any], obj: models.Model | None = None
    ) -> list[Any]:
        """The rows of a record as its form shows them; whoever looks at the record after this finds them in it."""
        if request.method == "GET" and obj is not None and obj.pk is not None:
            give_rows(obj, formsets)
        return [RowsShown.of(made) for made in super().get_inline_formsets(request, formsets, inline_instances, obj)]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        # The rich-text editor's import map is an inline script: it needs the request's nonce.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))  # type: ignore[attr-defined]  # django-csp’s
        context |= self.slug_context()
        context["stamp_name"] = STAMP
        context["stamp"] = self._stamp_shown(request, obj) if change and obj else ""
        if change and obj and request.method == "GET" and "stands_against" not in context:
            context["stands_against"] = self.stands_against(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def stands_against(self, obj: Record) -> list[str]:
        """What the rules of publication say against a record, in one sentence each."""
        return publication_rules.breaks_of(obj)

    @staticmethod
    def _stamp_shown(request: HttpRequest, obj: Record) -> UUID:
        """The stamp that a form is opened on: the stored one, even where the form shows an older revision."""
        stored = session_of(request).stored
        return stored.record.stamp if stored else obj.stamp

    # Saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a form, or save it; where it cannot be saved, show it again with all that was typed and the reasons.

        Rules over a record and its rows can be read only once both are written. So a save writes everything and then asks
        (``save_related``). Where a rule is broken, ``RulesBroken`` takes back the savepoint in which Django's own view has
        written, and the view runs once more with a form that is refused from the start: it writes nothing, and tells why.
        A revision is made of the saved whole alone, never of what was taken back.

        Whoever calls this with a POST has opened a transaction: ``create_revision`` does, and so do the views of revisions.
        """
        session_of(request).is_form = object_id is not None
        parts = session_of(request).restored_parts
        if parts:
            # What is posted must say again which parts it takes back. In one value: Django drops what is repeated.
            form_url = f"{request.path}?{urlencode({'parts': ' '.join(sorted(parts))})}"
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        if object_id is not None:
            record = session_of(request).locked = self._locked(unquote(object_id))
            if record is not None:
                session_of(request).saved_meanwhile = self._saved_meanwhile(request, record)
            elif STAMP in request.POST:
                return self._gone(request, unquote(object_id), extra_context)
        try:
            with one_change(), revisions.create_revision(manage_manually=True, atomic=False):
                return super().changeform_view(request, object_id, form_url, extra_context)
        except RulesBroken as broken:
            self._refuse(request, broken.sentences)
            return super().changeform_view(request, object_id, form_url, extra_context)

    @staticmethod
    def _refuse(request: HttpRequest, sentences: Iterable[str]) -> None:
        """Make the form invalid from the start, and its files readable from their beginning again."""
        moment = languages.column("public_from", languages.main())
        session_of(request).refusals = tuple(Refusal(sentence, moment) for sentence in sentences)
        for _name, uploads in request.FILES.lists():
            for upload in uploads:
                upload.seek(0)

    def _saved_meanwhile(self, request: HttpRequest, record: Record) -> Meanwhile | None:
        """What was saved since the form was opened, if anything."""
        stored = session_of(request).before_revision
        if request.POST.get(STAMP) == str(stored.record.stamp if stored else record.stamp):
            return None
        return stored or Meanwhile.read(record, self.get_inline_instances(request, record))

    def _gone(self, request: HttpRequest, pk: str, extra_context: dict[str, Any] | None) -> HttpResponse:
        """The form of a record that was deleted while it was open: all that was typed, to be saved as a new one."""
        may_add = self.has_add_permission(request)
        session = session_of(request)
        session.refusals = (Refusal(deletion_words(self.model, pk)),)
        session.record_is_gone = True
        context = {"show_save": may_add, "show_save_and_continue": may_add, "show_save_and_add_another": False}
        form_url = reverse(self._route("add"), current_app=self.admin_site.name)
        return super().changeform_view(request, None, form_url, {**context, **(extra_context or {})})

    def save_related(self, request: HttpRequest, form: PortalForm, formsets: Iterable[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        record = form.instance
        give_rows(record, formsets)
        self._read_whole(record)
        if sentences := self.broken_by_saving(record):
            raise RulesBroken(sentences)
        small = small_pictures([form, *(row for rows in formsets for row in rows.forms)])
        for sentence in [*small, *kept_back(record)]:
            messages.warning(request, sentence)
        revisions.add_to_revision(record)
        edited.send(sender=type(record), instance=record)

    def broken_by_saving(self, record: Record) -> list[str]:
        """What stands against a save because the public would see it."""
        return self.stands_against(record) if publication_rules.is_shown(record) else []

    def _read_whole(self, record: Record) -> None:
        """Read the saved rows of a record and what they lead to, once for all who ask: its rules, its revision, the search."""
        rows = []
        for inline in self.inlines:
            key = parent_key(inline.model, self.model, inline.fk_name)
            stored = inline.model._default_manager.select_related(*inline.autocomplete_fields)
            rows.append(models.Prefetch(key.remote_field.get_accessor_name(), stored))
        models.prefetch_related_objects([record], *rows, *plain_relations(self.model))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """One by one, so that each lets go of its addresses."""
        for record in queryset:
            record.delete()


class PublishedAdmin(PortalAdmin):
    """A thing that the public sees, per language, from a moment on: lists and forms say what the public sees now."""

    def __init__(self, model: type[Published], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.state_columns: tuple[Any, ...] = tuple(admin_states.state_column(code) for code in languages.codes())
        self.state_filters: tuple[Any, ...] = tuple(admin_states.state_filter(code) for code in languages.codes())

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        queryset = super().get_queryset(request)
        return admin_states.with_shown(queryset) if self.asks_what_is_shown(request) else queryset

    def asks_what_is_shown(self, request: HttpRequest) -> bool:
        """Whether what the public sees of a record is read with it."""
        return True

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        return (*self.list_display, *self.state_columns, *self.translation_columns, "example")

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        return (*self.state_filters, *super().get_list_filter(request))

    def may_publish(self, request: HttpRequest) -> bool:
        """Whether lists make things public for whoever asks."""
        return Task.PUBLISH in self.tasks_of(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What is public, or will be, goes by the right to publish: it is gone for its readers, too."""
        if not super().has_delete_permission(request, obj):
            return False
        return not isinstance(obj, Published) or not obj.is_settled() or Task.PUBLISH in self.tasks_of(request, obj)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if change and obj and not context.get("revert") and not context.get("recover"):
            context["sights"] = admin_states.sights(obj, may_preview=self.has_change_permission(request))
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Actions

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        offered = self.actions is not None and IS_POPUP_VAR not in request.GET
        if offered and self.may_publish(request):
            for code in languages.codes():
                name = languages.column("publish", code)
                words = format_lazy(gettext_lazy("Make public now: {language}"), language=languages.name(code))
                actions[name] = (_publish_in(code), name, str(words))
        return actions

    def publish(self, request: HttpRequest, queryset: models.QuerySet[Published], language: str) -> None:
        """Make public now what may be, and say of each other one what is missing. Nothing that breaks a rule is published."""
        for pk in list(queryset.values_list("pk", flat=True)):
            record = self.model._base_manager.select_for_update().get(pk=pk)
            if record.is_withdrawn():
                messages.warning(request, _("%(thing)s: withdrawn; clear “withdrawn from” first.") % {"thing": record})
            elif record.public_from(language) and record.public_from(language) <= clock.now():
                messages.info(request, _("%(thing)s: already public in this language.") % {"thing": record})
            else:
                self._publish_record(request, record, language)

    def _publish_record(self, request: HttpRequest, record: Published, language: str) -> None:
        name = str(record)
        moment = languages.column("public_from", language)
        setattr(record, moment, clock.now().replace(microsecond=0))
        sentences = [*faults_of(record), *self.stands_against(record)]
        if sentences:
            messages.error(request, _("%(thing)s is not made public. %(why)s") % {"thing": name, "why": " ".join(sentences)})
            return
        with one_change():
            record.save()
            edited.send(sender=type(record), instance=record)
        self.log_change(request, record, [{"changed": {"fields": [label_of(self.model, moment)]}}])
        messages.success(request, _("%(thing)s is public now.") % {"thing": name})


def _publish_in(language: str) -> Callable[[PublishedAdmin, HttpRequest, models.QuerySet[Published]], None]:
    def publish(model_admin: PublishedAdmin, request: HttpRequest, queryset: models.QuerySet[Published]) -> None:
        model_admin.publish(request, queryset, language)

    return publish
