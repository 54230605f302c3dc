"""The addresses of the press list, of the newsletter and of the contact form, and those by which people register for events."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from . import contact_views, newsletter_views, registration_views, views
from .newsletter_feed import NewsletterFeed

urlpatterns = [
    path(pgettext_lazy("address", "press/subscribe/"), views.SubscribeView.as_view(), name="press-subscribe"),
    path(pgettext_lazy("address", "press/subscribe/confirm/<str:token>/"), views.ConfirmView.as_view(), name="press-confirm"),
    path(pgettext_lazy("address", "press/unsubscribe/<str:token>/"), views.LeaveView.as_view(), name="press-leave"),
    path(pgettext_lazy("address", "newsletter/"), newsletter_views.NewsletterListView.as_view(), name="newsletter-list"),
    path(pgettext_lazy("address", "newsletter/feed/"), NewsletterFeed(), name="newsletter-feed"),
    path(
        pgettext_lazy("address", "newsletter/<int:pk>/"),
        newsletter_views.NewsletterDetailView.as_view(),
        name="newsletter-detail",
    ),
    path(
        pgettext_lazy("address", "newsletter/subscribe/"), views.NewsletterSubscribeView.as_view(), name="newsletter-subscribe"
    ),
    path(
        pgettext_lazy("address", "newsletter/confirm/<str:token>/"),
        views.NewsletterConfirmView.as_view(),
        name="newsletter-confirm",
    ),
    path(
        pgettext_lazy("address", "newsletter/choices/<str:token>/"),
        views.NewsletterChoicesView.as_view(),
        name="newsletter-own",
    ),
    path(
        pgettext_lazy("address", "newsletter/leave/<str:token>/"), views.NewsletterLeaveView.as_view(), name="newsletter-leave"
    ),
    path(pgettext_lazy("address", "contact/write/"), contact_views.ContactView.as_view(), name="contact-write"),
    path(pgettext_lazy("address", "contact/copy/<str:token>/"), contact_views.ContactCopyView.as_view(), name="contact-copy"),
    path(
        pgettext_lazy("address", "events/registration/confirm/<str:token>/"),
        registration_views.ConfirmRegistrationView.as_view(),
        name="registration-confirm",
    ),
    path(
        pgettext_lazy("address", "events/registration/own/<str:token>/"),
        registration_views.OwnRegistrationView.as_view(),
        name="registration-own",
    ),
    path(
        pgettext_lazy("address", "events/registration/own/<str:token>/event.ics"),
        registration_views.OwnCalendarView.as_view(),
        name="registration-calendar",
    ),
    path(
        pgettext_lazy("address", "events/<slug:slug>/register/"),
        registration_views.RegisterView.as_view(),
        name="event-register",
    ),
]
