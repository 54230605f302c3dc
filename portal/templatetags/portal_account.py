"""What messages about accounts show."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django import template
from django.contrib.auth.models import User
from django.urls import reverse

register = template.Library()


@register.simple_tag
def password_reset_path(account: int) -> str:
    """Where an account sets a new password. Made as the message is written, so that no queue and no backup holds the key."""
    user = User.objects.get(pk=account)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )


@register.simple_tag
def account_name(account: int) -> str:
    return User.objects.get(pk=account).get_username()
