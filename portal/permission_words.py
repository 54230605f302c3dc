"""Rights and groups in the words of whoever reads them: their stored names are English."""

from django.contrib.auth.models import Group, Permission
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

gettext_noop("Can invite an account to a second factor, and take one away")  # stored as the name of a right

_ACTS = {
    "add": gettext_lazy("add"),
    "change": gettext_lazy("change"),
    "delete": gettext_lazy("delete"),
    "view": gettext_lazy("see"),
    "publish": gettext_lazy("publish"),
    "send": gettext_lazy("send"),
    "translate": gettext_lazy("translate"),
}


def kind_words(permission: Permission) -> str:
    """“News and press › Press releases”: what a right is about."""
    model = permission.content_type.model_class()
    if model is None:
        return permission.content_type.app_label
    app, kind = model._meta.app_config.verbose_name, capfirst(str(model._meta.verbose_name_plural))
    return f"{app} › {kind}"


def permission_words(permission: Permission) -> str:
    """“change”; a right of the house's own by the sentence that names it."""
    model = permission.content_type.model_class()
    act, _sign, rest = permission.codename.partition("_")
    is_plain = model is not None and act in _ACTS and rest == model._meta.model_name
    return str(_ACTS[act]) if is_plain else _(permission.name)


def group_words(group: Group) -> str:
    """A group's name, translated where it is one that the portal makes."""
    return _(group.name) if group.name else ""
