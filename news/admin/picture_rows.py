"""The pictures of a release in its form: uploaded, or taken from the library with their words."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import languages
from publishing.enums import PictureLicence
from publishing.exclusive_rows import RowForm
from publishing.library_pictures import LibraryPicture


class PictureRowForm(RowForm):
    """A row whose empty fields are filled from the picture of the library that is chosen in it.

    The file is copied, byte by byte: what a release has sealed no longer hangs on the library, and is known again by its hash.
    Another choice replaces the file, and whatever words were not typed anew with it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = (*languages.columns("alt"), "credit", "licence")
        self.needed = [name for name in ("image", *columns) if name in self.fields and self.fields[name].required]
        for name in self.needed:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen: LibraryPicture | None = cleaned.get("library")
        is_new = chosen is not None and "library" in self.changed_data and "image" not in self.changed_data
        if chosen is not None:
            for name, words in _words(chosen).items():
                if name in self.fields and (not cleaned.get(name) or (is_new and name not in self.changed_data)):
                    cleaned[name] = words
            if "image" in self.fields and "image" not in self.errors and (is_new or not cleaned.get("image")):
                cleaned["image"] = _copy(chosen)
        for name in self.needed:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


def _words(picture: LibraryPicture) -> dict[str, str]:
    """What a row says of a picture, by its columns; credit and licence, which it has once, in the main language."""
    texts = {name: getattr(picture, name) or "" for name in languages.columns("alt")}
    credit = getattr(picture, languages.column("credit", languages.main())) or ""
    return texts | {"credit": credit, "licence": printed_licence(picture)}


def printed_licence(picture: LibraryPicture) -> str:
    """The licence as it is printed beside a picture."""
    with override(languages.main()):
        if picture.licence in (PictureLicence.OWN, PictureLicence.PERMISSION):
            return _("all rights reserved")
        return str(picture.get_licence_display()) if picture.licence else ""


def _copy(picture: LibraryPicture) -> ContentFile | None:
    """The file of a picture, to be kept by whoever takes it; none of a lost one."""
    try:
        with picture.image.open() as file:
            return ContentFile(file.read(), name=str(picture.image.name).rpartition("/")[2])
    except OSError:
        return None
