from django.urls import path
from django.utils.translation import pgettext_lazy

from . import training_views, views

urlpatterns = [
    path(pgettext_lazy("address", "programmes/"), views.CAPList.as_view(), name="cap-list"),
    path(pgettext_lazy("address", "programmes/matrix/"), views.MatrixView.as_view(), name="matrix"),
    path(pgettext_lazy("address", "programmes/<slug:slug>/"), views.CAPDetail.as_view(), name="cap-detail"),
    path(pgettext_lazy("address", "training/"), training_views.CourseList.as_view(), name="course-list"),
    path(pgettext_lazy("address", "training/<slug:slug>/"), training_views.CourseDetail.as_view(), name="course-detail"),
]
