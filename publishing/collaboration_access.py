"""Who works together on which records: the rights, asked alike by pages, lists, the first page and mails."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from .account_names import display_name
from .models import Addressed, Record


def may_see_kind(user: User, model: type[models.Model] | None) -> bool:
    """Whether somebody may view every record of a kind, by the right to view it or to change it."""
    if model is None or not (user.is_active and user.is_staff):
        return False
    label, name = model._meta.app_label, model._meta.model_name
    return user.has_perm(f"{label}.view_{name}") or user.has_perm(f"{label}.change_{name}")


def is_kept(model: type[models.Model]) -> bool:
    """Whether colleagues work together on records of a kind: on all that have a form in the back office."""
    return issubclass(model, Record) and model in admin.site._registry


def is_looked_after(model: type[models.Model]) -> bool:
    """Whether records of a kind have somebody who looks after them, and a day of review: those with a public page."""
    return is_kept(model) and issubclass(model, Addressed)


def kinds_seen_by(user: User) -> list[ContentType]:
    """The kinds whose every record somebody may view; no query, once Django knows the kinds."""
    models_seen = [model for model in admin.site._registry if is_kept(model) and may_see_kind(user, model)]
    return sorted(ContentType.objects.get_for_models(*models_seen).values(), key=lambda kind: kind.pk)


def name_of(account: User | None) -> str:
    """How colleagues know somebody; in words where the account is gone."""
    return display_name(account) if account else _("somebody whose account is gone")


def colleagues(model: type[models.Model] | None = None) -> models.QuerySet[User]:
    """The staff who may view every record of a kind; without one, all staff. One query."""
    staff = User.objects.filter(is_active=True, is_staff=True).order_by("last_name", "first_name", "username")
    if model is None:
        return staff
    label, name = model._meta.app_label, model._meta.model_name
    holders = Q(pk__in=User.objects.with_perm(f"{label}.view_{name}").values("pk"))
    return staff.filter(holders | Q(pk__in=User.objects.with_perm(f"{label}.change_{name}").values("pk")))
