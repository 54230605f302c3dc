"""Model and form fields whose values carry a rule."""

from __future__ import annotations

import secrets
import zoneinfo
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.files import ImageFieldFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField, create_sanitizer

from . import drawings, languages, pictures, renditions
from .kept_texts import kept_by_text
from .rich_text_languages import USUAL, without_bare_spans
from .rich_text_links import HREF
from .slugs import slug_of
from .typed_days import UnreadDay, read_day, read_moment, read_period
from .validators import validate_iso_date, validate_slug
from .widgets import DayInput, MomentInput, PeriodInput, RichTextInput

RICH_TEXT = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Heading": {"levels": [2, 3]},
    "Link": {
        "enableTarget": False,
        "protocols": ["http", "https", "mailto", "tel"],
        "href": HREF,
        "words": {
            "title": _("Link"),
            "address": _("Address"),
            "page": _("Address, or words of a page’s title"),
            "pages": _("Pages of the portal"),
            "set": _("Link these words"),
            "cancel": _("Cancel"),
        },
    },
    "HardBreak": True,
    "Subscript": True,
    "Superscript": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
    "PassageLanguage": {
        "languages": [*languages.codes(), *(code for code in USUAL if code not in languages.codes())],
        "words": {
            "title": _("Language of the passage"),
            "label": _("Language"),
            "set": _("Mark"),
            "remove": _("Remove the mark"),
            "cancel": _("Cancel"),
        },
    },
    "CleanPaste": {
        "pictures": _(
            "Pictures cannot be pasted into a text. Left out: %(number)s. Add them in the form’s own picture fields."
        ),
    },
}
SHORT_YEAR = _("Write the year in full, such as 2026.")
NO_YEAR = _("Add the year, such as 2026.")
OTHER_WEEKDAY = _("This day is another day of the week than the one written: check both.")
NO_SUCH_DAY = _("This day does not exist.")
MOST_PASSES = 10
"""Of the cleaner over one text: two are enough for whatever anybody writes."""


class RichTextField(ProseEditorField):
    """Formatted text, cleaned on every way into the database.

    The editor's field cleans what forms send; imports, commands and code do not pass there, so the value is cleaned again
    just before it is written. Headings are levels 2 and 3 only: level 1 is the page's title.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extensions", RICH_TEXT)
        kwargs.setdefault("sanitize", sanitize)
        super().__init__(*args, **kwargs)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if isinstance(value, str) and value:
            value = self.sanitize(value)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**kwargs | {"widget": RichTextInput})


@kept_by_text
def sanitize(html: str) -> str:
    """HTML with nothing left but what ``RichTextField`` allows. What it gives, and so what is stored, it leaves as it is."""
    clean = _cleaner()
    # A parser puts a heading within a heading right only at the second pass.
    for _pass in range(MOST_PASSES):
        before, html = html, without_bare_spans(clean(html))
        if html == before:
            break
    return html


@cache
def _cleaner() -> Callable[[str], str]:
    return create_sanitizer(dict(RICH_TEXT))


class UniqueSlugField(models.SlugField):
    """A slug that may be missing: an empty one is NULL, so that two drafts without an address do not collide."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("db_index", False)
        super().__init__(*args, **kwargs)
        self.validators = [validate_slug]

    def get_prep_value(self, value: Any) -> str | None:
        return super().get_prep_value(value) or None

    def clean(self, value: Any, instance: models.Model | None) -> Any:
        return super().clean(value, instance) or None

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        field = super().formfield(**kwargs)
        if field is not None:
            field.validators = [validate_slug]
        return field


class IsoDateField(models.CharField):
    """A date known to the year, the month or the day, kept as ISO 8601 text, which also sorts by time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_iso_date]

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        for admin_choice in ("form_class", "widget"):
            kwargs.pop(admin_choice, None)
        # What is typed may be longer than what is kept of it.
        return super().formfield(**{"form_class": IsoDateFormField, "max_length": None, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs


class IsoDateFormField(forms.CharField):
    """A year, a month or a day as people type them: ``typed_days.read_period`` reads it, and ISO 8601 is kept."""

    default_error_messages = {
        "invalid": _("Write a year, a month or a day, such as 2026, 12/2026, December 2026, 05/12/2026 or 5 December 2026."),
        "no_year": NO_YEAR,
        "short_year": SHORT_YEAR,
        "other_weekday": OTHER_WEEKDAY,
        "no_such_day": NO_SUCH_DAY,
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = PeriodInput(self.default_error_messages)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return read_period(text)
        except UnreadDay as unread:
            raise ValidationError(self.error_messages[unread.code], code=unread.code) from None


class MomentFormField(forms.DateTimeField):
    """A moment typed as a day and a 24-hour clock, in the portal's time zone (Europe/Paris).

    ``typed_days.read_moment`` reads it. A time that the clock change skips or repeats is refused, since nobody can know which
    moment was meant.
    """

    default_error_messages = {
        "invalid": _("Write a day and a 24-hour clock, such as 2026-12-05 14:00, 05/12/2026 14:00 or 5 December 2026 14:00."),
        "no_year": NO_YEAR,
        "short_year": SHORT_YEAR,
        "other_weekday": OTHER_WEEKDAY,
        "no_such_day": NO_SUCH_DAY,
        "no_time": _("Add the time, such as 14:00."),
        "skipped": _("This time does not exist: the clocks go forward then. Choose an hour later or earlier."),
        "repeated": _("This time comes twice: the clocks go back then. Choose an hour later or earlier."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = MomentInput(self.default_error_messages)
        super().__init__(**kwargs)

    def to_python(self, value: object) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        try:
            naive = read_moment(str(value))
        except UnreadDay as unread:
            raise ValidationError(self.error_messages[unread.code], code=unread.code) from None
        return self._aware(naive)

    def _aware(self, naive: datetime) -> datetime:
        zone = timezone.get_default_timezone()
        early, late = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
        if early.utcoffset() != late.utcoffset():
            exists = early.astimezone(zoneinfo.ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) == naive
            code = "repeated" if exists else "skipped"
            raise ValidationError(self.error_messages[code], code=code)
        return early


class MomentField(models.DateTimeField):
    """A moment, with the portal's one way of typing it."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        for admin_choice in ("form_class", "widget"):
            kwargs.pop(admin_choice, None)
        return models.Field.formfield(self, form_class=MomentFormField, **kwargs)


class DayFormField(forms.DateField):
    """A day as people type it, with one meaning in every language: ``typed_days.read_day`` reads it."""

    default_error_messages = {
        "invalid": _("Write the day as 2026-12-05, 05/12/2026 (the day first) or 5 December 2026."),
        "no_year": NO_YEAR,
        "short_year": SHORT_YEAR,
        "other_weekday": OTHER_WEEKDAY,
        "no_such_day": NO_SUCH_DAY,
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = DayInput(self.default_error_messages)
        super().__init__(**kwargs)

    def to_python(self, value: object) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        try:
            return read_day(str(value))
        except UnreadDay as unread:
            raise ValidationError(self.error_messages[unread.code], code=unread.code) from None


class DayField(models.DateField):
    """A day, which means the same however it is typed and whatever the editor's language."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        for admin_choice in ("form_class", "widget"):
            kwargs.pop(admin_choice, None)
        return models.Field.formfield(self, form_class=DayFormField, **kwargs)


def private_path(instance: models.Model, filename: str) -> str:
    """Where an uploaded file is kept: an unguessable folder per file, so its address tells nothing before its time."""
    name = PurePosixPath(filename.replace("\\", "/"))
    stem = slug_of(name.stem, 60) or "file"
    return f"{instance._meta.label_lower}/{secrets.token_urlsafe(18)}/{stem}{name.suffix.lower()[:6]}"


class PictureFormField(forms.FileField):
    """Takes a picture and hands on a clean copy of it; and of a drawing (SVG), where ``drawings`` are taken."""

    def __init__(self, *, drawings: bool = False, **kwargs: Any) -> None:
        self.drawings = drawings
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> CleanFile | None:
        uploaded = super().to_python(data)
        if uploaded is None:
            return None
        return _clean_copy(uploaded.read(pictures.MAX_BYTES + 1), PurePosixPath(uploaded.name or "").stem, self.drawings)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        if not isinstance(widget, forms.FileInput):
            return super().widget_attrs(widget)
        return {
            **super().widget_attrs(widget),
            "accept": f"{pictures.ACCEPTED}{',image/svg+xml,.svg' if self.drawings else ''}",
        }


class CleanFile(ContentFile):
    """The clean copy of a picture, which knows its size."""

    def __init__(self, content: bytes, name: str, size: tuple[int, int], *, is_small: bool) -> None:
        super().__init__(content, name=name)
        self.pixels, self.is_small = size, is_small


def _clean_copy(data: bytes, stem: str, drawings_are_taken: bool) -> CleanFile:
    if not drawings.is_drawing(data):
        picture = pictures.clean_picture(data)
        return CleanFile(
            picture.content, f"{stem}{picture.extension}", (picture.width, picture.height), is_small=picture.is_small
        )
    if not drawings_are_taken:
        raise ValidationError(_("SVG is taken for logos only. Please export this picture as JPEG or PNG."))
    content, *size = drawings.clean_drawing(data)
    return CleanFile(content, f"{stem}{drawings.EXTENSION}", (size[0], size[1]), is_small=False)


def small_pictures(of_forms: Iterable[forms.BaseForm]) -> list[str]:
    """What is told of each picture in valid forms that is too small to be sharp anywhere. It is kept: there may be no other."""
    files = [
        file
        for form in of_forms
        for file in getattr(form, "cleaned_data", {}).values()
        if isinstance(file, CleanFile) and file.is_small
    ]
    said = gettext(
        "The picture “%(name)s” has only %(width)s × %(height)s pixels: it will look blurred. Choose a larger one if you can."
    )
    return [said % {"name": file.name, "width": file.pixels[0], "height": file.pixels[1]} for file in files]


class PictureFile(ImageFieldFile):
    """An uploaded picture. Pillow knows no size of a drawing; a drawing says its own."""

    def _get_image_dimensions(self) -> tuple[int | None, int | None]:
        if not (self.name or "").endswith(drawings.EXTENSION):
            return super()._get_image_dimensions()  # type: ignore[misc]  # Django’s, which its types leave out
        was_closed = self.closed
        self.open()
        size = drawings.size_of(self.read())
        if was_closed:
            self.close()
        else:
            self.seek(0)
        return size


class PictureField(models.ImageField):
    """A picture, kept as a clean copy in a private place; it and its renditions are public only while its owner is.

    ``drawings`` says whether it may be an SVG: a logo may, whatever is typeset or sent may not.
    """

    attr_class = PictureFile
    has_renditions = True

    def __init__(self, *args: Any, drawings: bool = False, **kwargs: Any) -> None:
        self.drawings = drawings
        kwargs.setdefault("upload_to", private_path)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        if not cls._meta.abstract:
            renditions.follow(cls, self)

    def update_dimension_fields(self, instance: models.Model, force: bool = False, *args: Any, **kwargs: Any) -> None:
        """As Django does, but a file that is gone keeps the size that was noted: a record can be saved without it."""
        with suppress(FileNotFoundError):
            super().update_dimension_fields(instance, force, *args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return models.FileField.formfield(self, **{"form_class": PictureFormField, "drawings": self.drawings, **kwargs})
