"""What is written of a form without a template is what Django's template writes."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, override

from publishing import form_renderer
from publishing.form_renderer import DirectRenderer

WIDGETS = [
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.PasswordInput,
    forms.HiddenInput,
    forms.DateInput,
    forms.DateTimeInput,
    forms.TimeInput,
    forms.FileInput,
    forms.CheckboxInput,
    forms.Textarea,
]
VALUES = [None, "", "plain", 'a "quoted" <b>&amp; é', SafeString("<i>safe</i>"), 0, 12345.5, date(2026, 12, 5)]
ATTRS = [
    {},
    {"id": "id_one", "class": "a b", "disabled": True, "hidden": False, "data-none": None, "maxlength": 12345},
    {"title": gettext_lazy("Close"), "data-safe": SafeString("&nbsp;"), "data-raw": "\"'<&>"},
]
GROUPS = [
    ("", "---------"),
    ("a&b", gettext_lazy("Close")),
    (1234, 1234),
    ("Group <1>", [("x", "X"), ("y", SafeString("<b>Y</b>"))]),
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("widget", WIDGETS)
def test_boxes_are_written_as_by_their_templates(widget, language):
    with override(language):
        for attrs in ATTRS:
            for value in VALUES:
                box = widget(attrs)
                assert box.render("one-0", value, renderer=DirectRenderer()) == box.render(
                    "one-0", value, renderer=TemplatesSetting()
                )


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, forms.NullBooleanSelect, forms.RadioSelect])
def test_choices_are_written_as_by_their_templates(widget):
    for attrs in ATTRS:
        for value in ("", "a&b", ("x", "1234"), None):
            box = widget(attrs) if widget is forms.NullBooleanSelect else widget(attrs, choices=GROUPS)
            assert box.render("one", value, renderer=DirectRenderer()) == box.render("one", value, renderer=TemplatesSetting())


class _Form(forms.Form):
    one = forms.CharField(label=gettext_lazy("Close"), help_text="<b>help</b>")
    two = forms.BooleanField(label="<b>", required=False)


@pytest.mark.parametrize("data", [None, {}, {"one": "x"}])
def test_labels_and_faults_are_written_as_by_their_templates(data):
    written = []
    for renderer in (DirectRenderer(), TemplatesSetting()):
        form = _Form(data, renderer=renderer, error_class=ErrorList)
        fields = [form[name] for name in form.fields]
        written.append(
            [[str(field.label_tag()), str(field.label_tag("<i>", {"class": "c"}, "")), str(field.errors)] for field in fields]
            + [str(form.non_field_errors()), form.as_div()]
        )
    assert written[0] == written[1]


def test_a_template_of_the_portals_own_is_rendered(monkeypatch):
    class _Found:
        origin = type("Origin", (), {"name": "/somewhere/templates/django/forms/widgets/text.html"})

    monkeypatch.setattr(form_renderer, "get_template", lambda name: _Found())
    form_renderer._writer.cache_clear()
    try:
        assert form_renderer._writer("django/forms/widgets/text.html") is None
    finally:
        form_renderer._writer.cache_clear()


def test_every_name_is_one_of_djangos_templates():
    assert [name for name in form_renderer._WRITERS if not (form_renderer._OF_DJANGO / name).is_file()] == []
