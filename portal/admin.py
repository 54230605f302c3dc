"""Accounts in the back office: who signs in, and which group they are in."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from publishing.admin_search import BoundedSearch, FoldedSearch
from publishing.editing import signed_in
from publishing.known_choices import OffersKnownChoices
from publishing.mail_addresses import normalised

from . import invitations
from .models import AccountEvent, Invitation
from .permission_words import group_words, kind_words, permission_words
from .signin import MAIN_FACTORS

admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)
for _model in (SocialAccount, SocialApp, SocialToken):
    # Their tables are written by signing in and by settings; nobody edits them, and a secret typed in here would be in backups.
    admin.site.unregister(_model)


class GroupFilter(admin.RelatedFieldListFilter):
    """Groups by their names in the reader's language."""

    def field_choices(self, field: models.Field, request: HttpRequest, model_admin: admin.ModelAdmin) -> Any:
        return [(str(group.pk), group_words(group)) for group in Group.objects.order_by("name")]


class AccountForm(UserChangeForm):
    """An account, its address kept as the portal keeps every address."""

    class Meta(UserChangeForm.Meta):
        labels: ClassVar = {"is_staff": _("Access to the back office"), "is_superuser": _("All rights")}
        help_texts: ClassVar = {
            "username": _("At most 150 characters: letters, digits and @ . + - _"),
            "groups": _("Rights come from the groups that are ticked."),
            "is_active": _("Untick it rather than delete the account: the person can no longer sign in."),
            "is_staff": _("May open the back office of the portal."),
            "is_superuser": _("Has every right, without each being granted."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password" in self.fields:
            self.fields["password"].help_text = _("Nobody can read it: it is kept in a form that cannot be turned back.")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        return normalised(email) if email else ""


class NewAccountForm(AdminUserCreationForm):
    """A new account, which may do without a password."""

    class Meta(AdminUserCreationForm.Meta):
        help_texts: ClassVar = {"username": AccountForm.Meta.help_texts["username"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usable_password"].help_text = _(
            "Disable it for somebody who is to sign in by other means alone, such as the account of their institution."
        )


@admin.register(User)
class StaffAdmin(FoldedSearch, UserAdmin):
    """An account. Rights come from groups alone; only who holds every right can hand every right on."""

    form, add_form = AccountForm, NewAccountForm
    list_display = ("username", "first_name", "last_name", "email", "is_active", "second_factor", "last_seen")
    list_filter = ("is_active", ("groups", GroupFilter))
    change_form_template = "admin/auth/user/change_form.html"
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": (("first_name", "last_name"), "email")}),
        (_("Rights"), {"fields": ("groups", ("is_active", "is_staff", "is_superuser"))}),
        (_("Dates"), {"fields": (("last_login", "date_joined"),), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """With whether each account has a second factor, in the list's own query."""
        factors = Authenticator.objects.filter(user=models.OuterRef("pk"), type__in=MAIN_FACTORS)
        return super().get_queryset(request).annotate(has_factor=models.Exists(factors))

    def get_urls(self) -> list[URLPattern]:
        sign_in = self.admin_site.admin_view(self.sign_in_view)
        return [path("<int:pk>/sign-in/", sign_in, name="auth_user_sign_in"), *super().get_urls()]

    def sign_in_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How an account signs in: its factors, its invitation and its log; and what an administrator may do about them."""
        account = get_object_or_404(User, pk=pk)
        if not request.user.has_perm("portal.manage_sign_in") or not _may_touch(request, account):
            raise PermissionDenied
        link = self._change_sign_in(request, account) if request.method == "POST" else ""
        context = {
            **self.admin_site.each_context(request),
            "title": _("How this account signs in"),
            "account": account,
            "opts": self.opts,
            "factors": Authenticator.objects.filter(user=account)
            .exclude(type=Authenticator.Type.RECOVERY_CODES)
            .order_by("pk"),
            "ties": SocialAccount.objects.filter(user=account),
            "provider": settings.OIDC_NAME,
            "invitation": Invitation.objects.open().filter(account=account).first(),
            "events": AccountEvent.objects.filter(account_key=account.pk)[:20],
            "link": link,
            "hours": int(invitations.HOLDS.total_seconds() // 3600),
            "is_needed": settings.SECOND_FACTOR,
        }
        response = TemplateResponse(request, "admin/auth/user/sign_in.html", context)
        response["Cache-Control"] = "no-store"
        return response

    @staticmethod
    def _change_sign_in(request: HttpRequest, account: User) -> str:
        """Do what the button says; gives the link of a new invitation, which is shown this once."""
        by, asked = signed_in(request), request.POST.get("do")
        if asked == "revoke":
            invitations.revoke(account, by)
        if not account.is_active or asked not in {"invite", "free"}:
            return ""
        return invitations.free(account, by) if asked == "free" else invitations.invite(account, by)

    @admin.display(description=_("second factor"), boolean=True, ordering="has_factor")
    def second_factor(self, user: User) -> bool:
        return user.has_factor  # type: ignore[attr-defined]  # annotated by get_queryset

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str] | tuple[str, ...]:
        readonly = super().get_readonly_fields(request, obj)
        return readonly if request.user.is_superuser else (*readonly, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An account with every right is kept by such accounts alone: its password would hand its rights on."""
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple()
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        return said_by(field, group_words) if field and db_field.name == "groups" else field

    @admin.display(description=_("last seen"), ordering="last_login")
    def last_seen(self, user: User) -> str | None:
        return user.last_login.date().isoformat() if user.last_login else None


def said_by(field: forms.ModelMultipleChoiceField, words: Callable[[Any], str]) -> forms.ModelMultipleChoiceField:
    """The field, whose choices are named by ``words``."""
    field.label_from_instance = words  # type: ignore[method-assign, assignment]  # Django takes a class for each field
    return field


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    return user is None or not user.is_superuser or request.user.is_superuser


class RightsByKind(ModelChoiceIterator):
    """Rights under what they are about."""

    def __iter__(self) -> Iterator[Any]:
        rights = self.queryset.select_related("content_type").order_by("content_type__app_label", "content_type__model", "pk")
        for kind, of_kind in groupby(rights, key=kind_words):
            yield kind, [self.choice(right) for right in of_kind]


class RightsOfGroup(forms.CheckboxSelectMultiple):
    template_name = "admin/auth/group/rights.html"


@admin.register(Group)
class PlainGroupAdmin(FoldedSearch, GroupAdmin):
    list_display = ("name_here",)
    filter_horizontal = ()
    change_form_template = "admin/auth/group/change_form.html"

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        group = kwargs.get("obj")
        named = {"group_name": group_words(group) if group else ""}
        return super().render_change_form(request, context | named, *args, **kwargs)

    @admin.display(description=_("name"), ordering="name")
    def name_here(self, group: Group) -> str:
        return group_words(group)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest | None = None, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and db_field.name == "permissions":
            field.iterator = RightsByKind
            field.widget = RightsOfGroup()
            field.choices = RightsByKind(field)
            field.help_text = ""
            return said_by(field, permission_words)
        return field


@admin.register(AccountEvent)
class AccountLogAdmin(BoundedSearch, OffersKnownChoices, admin.ModelAdmin):
    """The log of accounts: read, never written by hand."""

    list_display = ("moment", "account_name", "action", "by", "detail")
    list_filter = ("action",)
    search_fields = ("account_name", "by_name")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    @admin.display(description=_("when"), ordering="at")
    def moment(self, event: AccountEvent) -> str:
        return f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}"

    @admin.display(description=_("by"), ordering="by_name")
    def by(self, event: AccountEvent) -> str | Promise:
        return event.by_name or _("a command on the server")
