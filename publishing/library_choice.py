"""The field of a form by which a record names a picture of the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from .known_choices import KnownChoiceField
from .library_pictures import LibraryPicture, LibraryPictureField
from .prepared_queries import prepared

OFFERED = 100
"""Pictures that the plain box offers where no script runs: the latest. The dialog finds all."""


class PictureChooser(forms.Select):
    """A box of the latest pictures; where scripts run, the chosen one as it looks, and a dialog to choose or upload another."""

    template_name = "admin/picture_chooser.html"

    class Media:
        css = {"all": ["publishing/library.css"]}
        js = ["publishing/picture_chooser.js"]

    def __init__(self, *, may_upload: bool = False, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.may_upload = may_upload
        self.read: dict[str, list[LibraryPicture]] = {}
        """The latest pictures, once they are read: the rows of a form set read them together."""

    def __deepcopy__(self, memo: dict[int, Any]) -> PictureChooser:
        """A box of its own, for a request of its own."""
        made: PictureChooser = super().__deepcopy__(memo)
        made.read = {}
        return made

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """The chosen picture, then the latest."""
        self.chosen = self._picture(next(iter(value), ""))
        pictures = {picture.pk: picture for picture in (self.chosen, *self._latest) if picture is not None}
        options = [self.create_option(name, "", gettext("None chosen"), self.chosen is None, 0)]
        for place, picture in enumerate(pictures.values(), 1):
            options.append(self.create_option(name, picture.pk, str(picture), picture == self.chosen, place))
        return [(None, options, 0)]

    @property
    def _latest(self) -> list[LibraryPicture]:
        if "latest" not in self.read:
            self.read["latest"] = _latest_pictures(OFFERED)
        return self.read["latest"]

    def _picture(self, key: object) -> LibraryPicture | None:
        """The picture of a key: one that is read already, or looked up."""
        written = str(key)
        if not (written.isdecimal() and written.isascii()):
            return None
        known = cast("PictureChoiceField", cast(ModelChoiceIterator, self.choices).field).known
        read = (picture for picture in (*known, *self._latest) if str(picture.pk) == written)
        return cast("LibraryPicture | None", next(read, None)) or LibraryPicture.objects.filter(pk=int(written[:18])).first()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["picture"] = self.chosen
        context["choose_url"] = reverse("admin:publishing_librarypicture_choose")
        context["card_url"] = reverse("admin:publishing_librarypicture_card", args=[0])
        context["upload_url"] = reverse("admin:publishing_librarypicture_upload_one") if self.may_upload else ""
        return context


@prepared
def _latest_pictures(number: int) -> models.QuerySet:
    return LibraryPicture.objects.order_by("-pk")[:number]


class PictureChoiceField(KnownChoiceField):
    """Any picture of the library, whatever the plain box offers."""


class PictureFields(BaseModelAdmin):
    """For the admin of whatever names a picture of the library: its form chooses one, or takes a new one in."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if not isinstance(db_field, LibraryPictureField):
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        may_upload = request.user.has_perm("publishing.add_librarypicture")
        return db_field.formfield(form_class=PictureChoiceField, widget=PictureChooser(may_upload=may_upload))


def picture_fields(model: type[models.Model]) -> list[str]:
    """The names of the fields by which records of a kind name pictures of the library."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, LibraryPictureField)]


def kept_back(record: models.Model) -> list[str]:
    """What is told of each picture that a record names and no page shows, with the reason."""
    pictures = [picture for name in picture_fields(type(record)) if (picture := getattr(record, name)) is not None]
    said = gettext("The picture “%(name)s” is chosen, but no page shows it. %(why)s")
    return [said % {"name": picture, "why": " ".join(faults)} for picture in pictures if (faults := picture.faults())]
