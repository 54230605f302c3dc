"""The addresses of the press list and of the contact form."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import contact_views, views

urlpatterns = [
    path(pgettext_lazy("address", "press/subscribe/"), views.SubscribeView.as_view(), name="press-subscribe"),
    path(pgettext_lazy("address", "press/subscribe/confirm/<str:token>/"), views.ConfirmView.as_view(), name="press-confirm"),
    path(pgettext_lazy("address", "press/unsubscribe/<str:token>/"), views.LeaveView.as_view(), name="press-leave"),
    path(pgettext_lazy("address", "contact/write/"), contact_views.ContactView.as_view(), name="contact-write"),
    path(pgettext_lazy("address", "contact/copy/<str:token>/"), contact_views.ContactCopyView.as_view(), name="contact-copy"),
]
