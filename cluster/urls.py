from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns = [
    path(pgettext_lazy("address", "consortium/"), views.InstitutionList.as_view(), name="institution-list"),
    path(pgettext_lazy("address", "consortium/<slug:slug>/"), views.InstitutionDetail.as_view(), name="institution-detail"),
    path(pgettext_lazy("address", "people/"), views.PersonList.as_view(), name="person-list"),
    path(pgettext_lazy("address", "people/<slug:slug>/"), views.PersonDetail.as_view(), name="person-detail"),
    path(pgettext_lazy("address", "themes/"), views.ThemeList.as_view(), name="theme-list"),
    path(pgettext_lazy("address", "themes/<slug:slug>/"), views.ThemeDetail.as_view(), name="theme-detail"),
    path(pgettext_lazy("address", "pillars/"), views.PillarList.as_view(), name="pillar-list"),
    path(pgettext_lazy("address", "pillars/<slug:slug>/"), views.PillarDetail.as_view(), name="pillar-detail"),
    path(pgettext_lazy("address", "key-figures/"), views.KeyFigureList.as_view(), name="keyfigure-list"),
    path(pgettext_lazy("address", "key-figures/<slug:slug>/"), views.KeyFigureDetail.as_view(), name="keyfigure-detail"),
    path(pgettext_lazy("address", "timeline/"), views.MilestoneList.as_view(), name="milestone-list"),
    path(pgettext_lazy("address", "cite/"), views.CiteView.as_view(), name="cite"),
    path(pgettext_lazy("address", "national-network/"), views.NationalClusterList.as_view(), name="nationalcluster-list"),
    path(
        pgettext_lazy("address", "national-network/<slug:slug>/"),
        views.NationalClusterDetail.as_view(),
        name="nationalcluster-detail",
    ),
]

# Last of all in the portal: an editorial page answers at the root, where no route stands.
page_patterns = [
    path("<slug:slug>/", views.PageDetail.as_view(), name="page-detail"),
    path("<slug:parent>/<slug:slug>/", views.PageDetail.as_view(), name="page-detail"),
]
