"""The forms of the back office: refused where somebody saved meanwhile or a rule is broken, and nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .admin_form_sets import copy_of, set_fetched
from .admin_languages import label_of, told_of
from .conflicts import Meanwhile, row_words
from .editing import EditingSession
from .exclusive_rows import RowFormSet
from .form_queries import RowsOfAdmin, related, rows_of
from .kept_form_classes import kept_class
from .known_choices import KnownChoiceField, KnownChoicesField, KnownChoicesForm
from .library_choice import PictureChooser
from .merging import place_of
from .records import Record

if TYPE_CHECKING:
    from .admin_doubles import DoubleQuestion
    from .library_pictures import LibraryPicture


def plain_relations(model: type[models.Model]) -> list[str]:
    """The many-to-many fields of a model that no model of the house stands between."""
    return [
        relation.name
        for relation in model._meta.local_many_to_many
        if relation.remote_field.through is not None and relation.remote_field.through._meta.auto_created
    ]


def read_related(record: models.Model, relations: list[str]) -> None:
    """Read plain relations of a record that are not read yet."""
    fetched = vars(record).setdefault("_prefetched_objects_cache", {})
    for name in relations:
        if name not in fetched:
            set_fetched(record, name, related(type(record), name, record=record.pk))


class PortalForm(KnownChoicesForm):
    """A form that is refused where somebody saved meanwhile, or where publication would break a rule.

    ``ModelAdmin.get_form`` makes a class per request; ``PortalAdmin`` gives it the editing session of that request.
    """

    editing = EditingSession()
    double_question: DoubleQuestion | None = None
    shared_media: ClassVar[forms.Media]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance: models.Model | None = kwargs.get("instance")
        relations = []
        if instance is not None and instance.pk is not None:
            relations = plain_relations(type(instance))
            # Read once for all who ask: the form itself, the revision that is made of the record, the index of the search.
            read_related(instance, relations)
        super().__init__(*args, **kwargs)
        for name, choice in self.fields.items():
            # What was read with the record is known to the choices that lead to it.
            if isinstance(choice, KnownChoiceField) and instance is not None and name in instance._state.fields_cache:
                choice.known = list(filter(None, [getattr(instance, name)]))
        for name in relations:
            field = self.fields.get(name)
            if isinstance(field, KnownChoicesField):
                field.known = list(getattr(instance, name).all())

    @property
    def media(self) -> forms.Media:
        """What the fields need, which is the same for each form of a class: put together once."""
        kind: Any = kept_class(type(self))
        if "shared_media" not in vars(kind):
            kind.shared_media = super().media
        return kind.shared_media

    def _save_m2m(self) -> None:
        """Write the relations that were changed; Django would read each of them again to see that nothing is to be done."""
        cleaned = self.cleaned_data
        unchanged = set(plain_relations(self._meta.model)) - set(self.changed_data)
        self.cleaned_data = {name: value for name, value in cleaned.items() if name not in unchanged}
        super()._save_m2m()
        self.cleaned_data = cleaned

    def _post_clean(self) -> None:
        record, session = self.instance, self.editing
        is_stored = isinstance(record, Record) and not record._state.adding
        if not is_stored or session.before_revision is not None or session.is_recovery:
            super()._post_clean()
            return
        with record.held_against_itself():
            super()._post_clean()

    def add_error(self, field: str | None, error: Any) -> None:
        """An error on a field that this editor's form does not hold goes to its top, under the field's name."""
        if field is None and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                self.add_error(None if name == NON_FIELD_ERRORS else name, errors)
        elif field is None or field in self.fields:
            super().add_error(field, error)
        else:
            label = label_of(self._meta.model, field)
            super().add_error(None, [told_of(label, message) for message in ValidationError(error).messages])

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        for refusal in self.editing.refusals:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)
        meanwhile = self.editing.saved_meanwhile
        if meanwhile:
            for name, words in meanwhile.differences(self, meanwhile.record, self.editing.merge).items():
                self.add_error(name, words)
            self.add_error(
                None,
                _(
                    "Somebody saved this while you were editing (%(by)s). Nothing of yours is lost and nothing has been "
                    "saved: where the two differ, the other text stands beside yours. Take over what you want to keep, then "
                    "save again."
                )
                % {"by": meanwhile.signature},
            )
        if self.double_question is not None and not self.errors and (asked := self.double_question.sentence(self.instance)):
            self.add_error(None, asked)


class PortalInlineFormSet(RowFormSet):
    """Rows of an inline that stay on the screen even where their record changed, or they were deleted, meanwhile.

    Django pairs posted rows with stored ones by their place, so a row deleted meanwhile would take the last one off the
    screen with all that was typed in it. Here such rows go on as new ones.
    """

    editing = EditingSession()
    asked: RowsOfAdmin | None = None
    """By whom the rows of a form that is shown are asked for, in a query that is made once."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        instance: models.Model | None = None,
        save_as_new: bool = False,
        prefix: str | None = None,
        queryset: models.QuerySet | None = None,
        **kwargs: Any,
    ) -> None:
        self.gone: set[int] = set()
        self.pictures: dict[str, list[LibraryPicture]] = {}
        self.stored: list[models.Model] = []
        if data is not None:
            prefix = prefix or self.get_default_prefix()
            self.stored = self._read_stored(instance, queryset)
            # A form writes what was typed into its row, saved or not.
            self._untouched = [copy_of(row) for row in self.stored]
            keys = {str(row.pk) for row in self.stored}
            data, files, self.gone = realigned(data, files, prefix, self.model._meta.pk.name, keys)
            if instance is not None and instance.pk is None:
                # The rows of a record that is gone belong to the new one, which has no number yet.
                for place in self.gone:
                    data[f"{prefix}-{place}-{self.fk.name}"] = ""
        super().__init__(data, files, instance, save_as_new, prefix, queryset, **kwargs)

    def _read_stored(self, instance: models.Model | None, queryset: models.QuerySet | None) -> list[models.Model]:
        """The stored rows: read once, for their keys, their forms and the check of their keys."""
        if instance is None or instance.pk is None:
            return []
        rows = self.model._default_manager.all() if queryset is None else queryset
        return list(rows.filter(**{self.fk.name: instance.pk}))

    def rows_as_stored(self) -> list[models.Model] | None:
        """The rows as they are stored; ``None`` where a save has changed them."""
        if not self.is_bound:
            return list(self.get_queryset())
        return self._untouched if not self.has_changed() else None

    def get_queryset(self) -> Any:
        """A bound formset's rows in the order they were posted, since the admin pairs the two by their place."""
        if not self.is_bound:
            if self.asked is not None and self.instance.pk is not None and not hasattr(self, "_queryset"):
                self._queryset = rows_of(self.asked, record=self.instance.pk)
            return super().get_queryset()
        if not hasattr(self, "_as_posted"):
            by_key = {str(row.pk): row for row in self.stored}
            keys = [self.data.get(f"{self.add_prefix(i)}-{self.model._meta.pk.name}") for i in range(self.initial_form_count())]
            self._as_posted = [by_key[key] for key in keys if key in by_key]
        return self._as_posted

    @cached_property
    def empty_form(self) -> Any:
        """The row that scripts copy. Django makes it anew for whoever asks, and seven times for a page."""
        return super().empty_form

    def add_fields(self, form: Any, index: int | None) -> None:
        """Tell the fields what is read already: the row itself, which its key names, and what was read with it."""
        super().add_fields(form, index)
        row, key = form.instance, self.model._meta.pk.name
        for field in form.fields.values():
            if isinstance(field.widget, PictureChooser):
                field.widget.read = self.pictures
        if row.pk is not None and key in form.fields:
            plain = form.fields[key]
            field = KnownChoiceField(plain.queryset, initial=plain.initial, required=plain.required, widget=plain.widget)
            field.known = [row]
            form.fields[key] = field
        for name, field in form.fields.items():
            if name != key and isinstance(field, KnownChoiceField) and row._meta.get_field(name).is_cached(row):
                field.known = list(filter(None, [getattr(row, name)]))

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound:
            return
        if self.instance.pk is not None:
            for place in self.gone:
                self.forms[place].add_error(
                    None, _("This row was deleted meanwhile. Save again to keep it, or remove it to leave it deleted.")
                )
        meanwhile = self.editing.saved_meanwhile
        if meanwhile and self.model in meanwhile.rows:
            self._show_stored(meanwhile, meanwhile.rows[self.model])

    def _show_stored(self, meanwhile: Meanwhile, rows: dict[object, models.Model]) -> None:
        for form in self.initial_forms:
            row = rows.get(form.instance.pk)
            if row is None:
                continue
            if not (self.can_delete and self._should_delete_form(form)):
                for name, words in meanwhile.differences(form, row, self.editing.merge).items():
                    form.add_error(name, words)
            elif self.editing.merge and place_of(form, DELETION_FIELD_NAME) in self.editing.merge.asked:
                why = _("This row is to be deleted, and was changed meanwhile (%(by)s):") % {"by": meanwhile.signature}
                form.add_error(None, format_html('<strong>{}</strong> <span class="stored">{}</span>', why, row_words(row)))
        posted = {form.instance.pk for form in self.initial_forms}
        for pk, row in rows.items():
            if pk not in posted:
                words = format_html(
                    '<strong>{}</strong> <span class="stored">{}</span>',
                    _("Added meanwhile (%(by)s), and kept when you save:") % {"by": meanwhile.signature},
                    row_words(row),
                )
                self._non_form_errors.append(words)


def realigned(
    data: MultiValueDict, files: MultiValueDict | None, prefix: str, key: str, stored: set[str]
) -> tuple[MultiValueDict, MultiValueDict | None, set[int]]:
    """Posted rows with those that are no longer stored moved behind the others, as new ones.

    Returns the data, the files and the places of the rows that were moved. Rows that were to be deleted anyway are left out.
    """
    try:
        total, initial = int(str(data[f"{prefix}-TOTAL_FORMS"])), int(str(data[f"{prefix}-INITIAL_FORMS"]))
    except (KeyError, ValueError):
        return data, files, set()
    total = min(total, initial + 1000)
    missing = [i for i in range(min(initial, total)) if data.get(f"{prefix}-{i}-{key}") not in stored]
    if not missing:
        return data, files, set()
    kept = [i for i in range(initial) if i not in missing]
    back = [i for i in missing if not data.get(f"{prefix}-{i}-DELETE")]
    order = kept + back + list(range(initial, total))
    places = {old: new for new, old in enumerate(order)}
    data, files = _renumbered(data, prefix, places), _renumbered(files or MultiValueDict(), prefix, places)
    gone = {places[i] for i in back}
    for place in gone:
        data[f"{prefix}-{place}-{key}"] = ""
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(order)), str(len(kept))
    return data, files, gone


def _renumbered(values: MultiValueDict, prefix: str, places: dict[int, int]) -> MultiValueDict:
    """A copy with ``prefix-<old>-…`` renamed to ``prefix-<new>-…``, and the places left out left out."""
    copy = values.copy()
    copy.clear()
    for name, posted in values.lists():
        head, _sep, rest = name.removeprefix(f"{prefix}-").partition("-")
        if name.startswith(f"{prefix}-") and head.isdecimal() and rest:
            if int(head) in places:
                copy.setlist(f"{prefix}-{places[int(head)]}-{rest}", posted)
        else:
            copy.setlist(name, posted)
    return copy
