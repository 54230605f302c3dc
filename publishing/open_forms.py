"""The parts of Django's forms that it keeps to itself and that the back office builds on, in one place for whoever upgrades it.

The two classes are Django's own. To a type checker, whose stubs leave these parts out, they are declared here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.forms.models import BaseInlineFormSet

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError
    from django.db import models
    from django.forms.utils import ErrorList

    class OpenModelForm(forms.ModelForm):
        def _post_clean(self) -> None:
            """Put the cleaned values into the instance and have the instance validate itself."""

        def _get_validation_exclusions(self) -> set[str]:
            """The fields that the instance does not validate, and that do not count where rows must differ."""

        def _update_errors(self, errors: ValidationError) -> None:
            """Take over what the instance found wrong with itself."""

        def _save_m2m(self) -> None:
            """Write the many-to-many relations from ``cleaned_data``."""

    class OpenInlineFormSet(BaseInlineFormSet):
        model: type[models.Model]
        fk: models.ForeignKey
        _non_form_errors: ErrorList

        def _should_delete_form(self, form: forms.BaseForm) -> bool:
            """Whether the row’s box “delete” is ticked."""

else:
    OpenModelForm, OpenInlineFormSet = forms.ModelForm, BaseInlineFormSet
