from django.urls import path
from django.utils.translation import pgettext_lazy

from . import document_views as documents
from . import views
from .feeds import PressFeed
from .social import ReleasePicture

urlpatterns = [
    path(pgettext_lazy("address", "news/"), views.ArticleList.as_view(), name="article-list"),
    path(pgettext_lazy("address", "news/<slug:slug>/"), views.ArticleDetail.as_view(), name="article-detail"),
    path(pgettext_lazy("address", "events/"), views.EventList.as_view(), name="event-list"),
    path(pgettext_lazy("address", "events/calendar.ics"), documents.AgendaCalendar.as_view(), name="agenda-calendar"),
    path(pgettext_lazy("address", "events/<slug:slug>.ics"), documents.EventCalendar.as_view(), name="event-calendar"),
    path(pgettext_lazy("address", "events/<slug:slug>/"), views.EventDetail.as_view(), name="event-detail"),
    path(pgettext_lazy("address", "press/"), views.PressReleaseList.as_view(), name="pressrelease-list"),
    path(pgettext_lazy("address", "press/feed/"), PressFeed(), name="press-feed"),
    path(pgettext_lazy("address", "press/<slug:slug>.pdf"), documents.ReleasePDF.as_view(), name="pressrelease-pdf"),
    path(pgettext_lazy("address", "press/<slug:slug>.txt"), documents.ReleaseText.as_view(), name="pressrelease-text"),
    path(pgettext_lazy("address", "press/<slug:slug>.zip"), documents.ReleaseKit.as_view(), name="pressrelease-kit"),
    path(pgettext_lazy("address", "press/<slug:slug>.png"), ReleasePicture.as_view(), name="pressrelease-picture"),
    path(pgettext_lazy("address", "press/<slug:slug>/"), views.PressReleaseDetail.as_view(), name="pressrelease-detail"),
    path(pgettext_lazy("address", "reading/<str:token>/"), views.ReadingView.as_view(), name="reading-link"),
    path(pgettext_lazy("address", "press-coverage/"), views.CoverageList.as_view(), name="coverage-list"),
]
