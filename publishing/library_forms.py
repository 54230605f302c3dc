"""The forms that bring pictures into the library: one, beside the form of a record, or several at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from . import languages
from .admin_languages import label_of
from .fields import CleanFile, PictureFormField
from .library_pictures import LibraryPicture
from .open_forms import OpenModelForm

MOST_AT_ONCE = 30


class PictureUploadForm(OpenModelForm):
    """A new picture with what is to be known of it, beside the form of the record that it is for."""

    class Meta:
        model = LibraryPicture
        fields = (
            "image",
            "title",
            "kind",
            "is_decorative",
            *languages.columns("alt"),
            *languages.columns("credit"),
            "licence",
            "permission_by",
            "permission_on",
            "permission_until",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = label_of(LibraryPicture, name)


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralPicturesField(PictureFormField):
    """Pictures chosen at once. Each is judged alone: one that is none keeps no other out."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The clean copies, by the names of their files, or what is wrong with each."""
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if not uploads:
            return super().clean(None, initial)
        if len(uploads) > MOST_AT_ONCE:
            raise ValidationError(gettext("%(most)s pictures at once are the most.") % {"most": MOST_AT_ONCE})
        return [(upload.name, self._judged(upload)) for upload in uploads]

    def _judged(self, upload: Any) -> CleanFile | ValidationError:
        try:
            return super().clean(upload)
        except ValidationError as error:
            return error


class SeveralPicturesForm(OpenModelForm):
    """Several new pictures, with what is true of all of them. What each shows is written afterwards, picture by picture."""

    images = SeveralPicturesField(
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP, AVIF, HEIC, TIFF or still GIF; 30 MB each. Each is reduced and cleaned by itself."
        ),
    )
    field_order = ("images",)

    class Meta:
        model = LibraryPicture
        fields = ("kind", *languages.columns("credit"), "licence", "permission_by", "permission_on", "permission_until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._meta.fields or ():
            self.fields[name].label = label_of(LibraryPicture, name)

    def _post_clean(self) -> None:
        """The rules of one picture are asked for each, once it has its file."""

    def pictures(self) -> Iterator[tuple[str, LibraryPicture | ValidationError]]:
        """A record, not saved yet, of each file that is a picture; and what is wrong with each of the others."""
        common = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        for name, judged in self.cleaned_data["images"]:
            if isinstance(judged, ValidationError):
                yield name, judged
                continue
            picture = LibraryPicture(image=judged, **common)
            try:
                picture.full_clean()
            except ValidationError as error:
                yield name, error
            else:
                yield name, picture
