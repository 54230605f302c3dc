from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 200
TYPED = 80


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Search the portal"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)
    exact = forms.BooleanField(required=False, widget=forms.HiddenInput)


class SuggestForm(forms.Form):
    """What is typed so far: too little or too much to propose anything is no error, it has no suggestion."""

    q = forms.CharField(min_length=2, max_length=TYPED)
