"""Form widgets of the admin."""

from django import forms
from django.utils import timezone


class MomentInput(forms.DateTimeInput):
    """One text box for a moment, with the moment said again in words beneath it, in Paris time and in UTC."""

    template_name = "publishing/widgets/moment.html"

    class Media:
        css = {"all": ["publishing/moments.css"]}
        js = ["publishing/moments.js"]

    def __init__(self, attrs=None):
        super().__init__(
            attrs={"class": "vTextField moment", "placeholder": "2026-12-05 14:00", "autocomplete": "off", **(attrs or {})},
            format="%Y-%m-%d %H:%M",
        )

    def format_value(self, value):
        if hasattr(value, "tzinfo") and value is not None:
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
        return value

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["moment"] = value if hasattr(value, "tzinfo") else None
        return context


class DayInput(forms.DateInput):
    def __init__(self, attrs=None):
        super().__init__(
            attrs={"class": "vTextField day", "placeholder": "2026-12-05", "autocomplete": "off", **(attrs or {})},
            format="%Y-%m-%d",
        )

    def format_value(self, value):
        return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else value
