from django.urls import include, path
from django.utils.translation import pgettext_lazy

from . import document_views as documents
from . import reading_views as reading
from . import sign_off_views, views
from .feeds import PressFeed
from .social import ReleasePicture

behind_a_key = [
    path("", reading.ReadingView.as_view(), name="reading-link"),
    path(pgettext_lazy("address", "release.pdf"), reading.ReadingPDF.as_view(), name="reading-pdf"),
    path(pgettext_lazy("address", "release.txt"), reading.ReadingText.as_view(), name="reading-text"),
    path(pgettext_lazy("address", "release.zip"), reading.ReadingKit.as_view(), name="reading-kit"),
    path(pgettext_lazy("address", "files/<slug:part>/<int:place>/"), reading.ReadingFile.as_view(), name="reading-file"),
]
"""All that a reading link opens begins with its own address."""

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
    path(pgettext_lazy("address", "reading/<str:token>/"), include(behind_a_key)),
    path(pgettext_lazy("address", "sign-off/<str:token>/"), sign_off_views.SignOffView.as_view(), name="sign-off"),
    path(pgettext_lazy("address", "press-coverage/"), views.CoverageList.as_view(), name="coverage-list"),
]
