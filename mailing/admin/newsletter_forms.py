"""The forms beside that of a newsletter: what to look at, what to take in, and that it goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cluster.models import Theme
from publishing import languages
from publishing.fields import MomentFormField

from ..newsletter_models import KINDS
from ..newsletters import ReadersStanding


class ShownForm(forms.Form):
    """Which message to look at: in which language, as the readers of which theme get it."""

    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: [(code, capfirst(str(languages.name(code)))) for code in languages.codes()]
    )
    theme: forms.ModelChoiceField[Theme] = forms.ModelChoiceField(
        label=_("Readers of"), queryset=Theme.objects.order_by("rank", "pk"), required=False, empty_label=_("all themes")
    )

    def query(self) -> str:
        """What was chosen, as it stands in an address."""
        theme = self.cleaned_data["theme"]
        return urlencode({"language": self.cleaned_data["language"], "theme": theme.pk if theme else ""})


class SuggestionsForm(forms.Form):
    """What is new since the last newsletter, to be ticked."""

    def __init__(self, found: dict[str, list], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"article": _("News"), "event": _("Events"), "opportunity": _("Opportunities")}
        for kind in KINDS:
            if found[kind]:
                choices = [(str(thing.pk), str(thing)) for thing in found[kind]]
                self.fields[kind] = forms.MultipleChoiceField(
                    label=labels[kind], choices=choices, required=False, widget=forms.CheckboxSelectMultiple
                )

    def chosen(self) -> list[tuple[str, int]]:
        """The kind and key of each, in the order in which they stand."""
        return [(kind, int(pk)) for kind in KINDS for pk in self.cleaned_data.get(kind, ())]


class SendForm(forms.Form):
    """In which languages a newsletter goes, and from when; each language says how many read it, and what speaks against it."""

    going = forms.MultipleChoiceField(label=_("Goes in"), widget=forms.CheckboxSelectMultiple)
    moment = MomentFormField(label=_("From"), required=False, help_text=_("Empty: now."))
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, standings: Sequence[ReadersStanding], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["going"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  for the type checker
        field.choices = [(one.language, words_of(one)) for one in standings if one.can_go]


def words_of(standing: ReadersStanding) -> str:
    """“French: 120 readers, 5 items. Its text is behind the main language.”"""
    readers = ngettext("%(n)s reader", "%(n)s readers", standing.readers) % {"n": standing.readers}
    items = ngettext("%(n)s item", "%(n)s items", len(standing.reading.items)) % {"n": len(standing.reading.items)}
    said = [f"{capfirst(str(languages.name(standing.language)))}{_now(':')} {readers}, {items}."]
    if standing.left_out:
        left = ngettext(
            "%(n)s item is left out: not public in this language, or over.",
            "%(n)s items are left out: not public in this language, or over.",
            standing.left_out,
        )
        said.append(left % {"n": standing.left_out})
    if standing.is_behind:
        said.append(_now("Its text is behind the main language."))
    return " ".join(said)
