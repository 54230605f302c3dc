from django.urls import path
from django.utils.translation import pgettext_lazy

from . import views

urlpatterns = [
    path(pgettext_lazy("address", "partners/"), views.PartnerList.as_view(), name="partner-list"),
    path(pgettext_lazy("address", "partners/<slug:slug>/"), views.PartnerDetail.as_view(), name="partner-detail"),
]
