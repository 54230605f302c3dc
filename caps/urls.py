from django.urls import path
from django.utils.translation import pgettext_lazy

from . import opportunity_views as opportunities
from . import publication_views, training_views, views
from .feeds import OpportunityFeed

urlpatterns = [
    path(pgettext_lazy("address", "programmes/"), views.CAPList.as_view(), name="cap-list"),
    path(pgettext_lazy("address", "programmes/matrix/"), views.MatrixView.as_view(), name="matrix"),
    path(pgettext_lazy("address", "programmes/<slug:slug>/"), views.CAPDetail.as_view(), name="cap-detail"),
    path(pgettext_lazy("address", "opportunities/"), opportunities.OpportunityList.as_view(), name="opportunity-list"),
    path(pgettext_lazy("address", "opportunities/feed/"), OpportunityFeed(), name="opportunity-feed"),
    path(
        pgettext_lazy("address", "opportunities/deadlines.ics"),
        opportunities.DeadlineCalendar.as_view(),
        name="deadline-calendar",
    ),
    path(
        pgettext_lazy("address", "opportunities/<slug:slug>.ics"),
        opportunities.OpportunityCalendar.as_view(),
        name="opportunity-calendar",
    ),
    path(
        pgettext_lazy("address", "opportunities/<slug:slug>/"),
        opportunities.OpportunityDetail.as_view(),
        name="opportunity-detail",
    ),
    path(pgettext_lazy("address", "training/"), training_views.CourseList.as_view(), name="course-list"),
    path(pgettext_lazy("address", "training/<slug:slug>/"), training_views.CourseDetail.as_view(), name="course-detail"),
    path(pgettext_lazy("address", "publications/"), publication_views.PublicationList.as_view(), name="publication-list"),
    path(
        pgettext_lazy("address", "publications/list.bib"),
        publication_views.ListBibTeX.as_view(),
        name="publication-list-bibtex",
    ),
    path(pgettext_lazy("address", "publications/list.ris"), publication_views.ListRIS.as_view(), name="publication-list-ris"),
    path(
        pgettext_lazy("address", "publications/<slug:slug>/"),
        publication_views.PublicationDetail.as_view(),
        name="publication-detail",
    ),
    path(
        pgettext_lazy("address", "publications/<slug:slug>.bib"),
        publication_views.PublicationBibTeX.as_view(),
        name="publication-bibtex",
    ),
    path(
        pgettext_lazy("address", "publications/<slug:slug>.ris"),
        publication_views.PublicationRIS.as_view(),
        name="publication-ris",
    ),
]
