"""The back office as an editor's browser uses it: a form is read from its page, changed, and sent whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.test import Client
from django.urls import reverse


class _Form(HTMLParser):
    """The fields of the page's form of a record, as a browser would send them."""

    def __init__(self, form_id: str):
        super().__init__(convert_charrefs=True)
        self.form_id, self.inside = form_id, False
        self.fields: dict[str, list[str]] = {}
        self.select = self.textarea = None
        self.starts = {"input": self._input, "textarea": self._textarea, "select": self._select, "option": self._option}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        elif self.inside and tag in self.starts:
            self.starts[tag](given.get("name"), given)

    def _input(self, name: str | None, given: dict[str, str | None]) -> None:
        if name and given.get("type") not in {"submit", "file", "button", "checkbox", "radio"}:
            self.fields.setdefault(name, []).append(given.get("value") or "")
        elif name and "checked" in given:
            self.fields.setdefault(name, []).append(given.get("value", "on"))

    def _textarea(self, name: str, given: dict[str, str | None]) -> None:
        self.textarea = name
        self.fields[name] = [""]

    def _select(self, name: str, given: dict[str, str | None]) -> None:
        self.select, self.multiple, self.first = name, "multiple" in given, None

    def _option(self, _name: None, given: dict[str, str | None]) -> None:
        if not self.select:
            return
        value = given.get("value", "")
        if "selected" in given:
            self.fields.setdefault(self.select, []).append(value)
        elif self.first is None:
            self.first = value

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.textarea = None
        elif tag == "select" and self.select:
            if not self.multiple and self.first is not None:
                self.fields.setdefault(self.select, [self.first])
            self.select = None
        elif tag == "form":
            self.inside = False

    def handle_data(self, data):
        if self.textarea:
            self.fields[self.textarea][0] += data


def form_of(response, model: type[models.Model]) -> dict[str, object]:
    """What the record's form on a page would send."""
    parser = _Form(f"{model._meta.model_name}_form")
    parser.feed(response.content.decode())
    assert parser.fields, "the page holds no form of this record"
    return {
        name: values if len(values) > 1 else (values[0].removeprefix("\r\n").removeprefix("\n"))
        for name, values in parser.fields.items()
        if "__prefix__" not in name
    }


def route(model: type[models.Model], name: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def change_url(thing: models.Model) -> str:
    return route(type(thing), "change", thing.pk)


def opened(client: Client, thing: models.Model) -> dict[str, object]:
    """The change form, opened: what it would send if nothing were changed."""
    response = client.get(change_url(thing))
    assert response.status_code == 200
    return form_of(response, type(thing))


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done within is undone, so that the next thing is tried in the same state."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def staff(name: str = "claire", group: str | None = None, language: str = "en", **given) -> Client:
    """A signed-in client: with a group's rights, or all rights where none is named."""
    user = get_user_model().objects.create_user(name, password="x", is_staff=True, is_superuser=group is None, **given)
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    client.cookies["language"] = language
    return client
