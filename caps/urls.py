from django.urls import path
from django.utils.translation import pgettext_lazy

from . import publication_views, views

urlpatterns = [
    path(pgettext_lazy("address", "programmes/"), views.CAPList.as_view(), name="cap-list"),
    path(pgettext_lazy("address", "programmes/matrix/"), views.MatrixView.as_view(), name="matrix"),
    path(pgettext_lazy("address", "programmes/<slug:slug>/"), views.CAPDetail.as_view(), name="cap-detail"),
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
