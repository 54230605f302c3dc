"""The addresses of the press list."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns = [
    path(pgettext_lazy("address", "press/subscribe/"), views.SubscribeView.as_view(), name="press-subscribe"),
    path(pgettext_lazy("address", "press/subscribe/confirm/<str:token>/"), views.ConfirmView.as_view(), name="press-confirm"),
    path(pgettext_lazy("address", "press/unsubscribe/<str:token>/"), views.LeaveView.as_view(), name="press-leave"),
]
