from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import PreviewView

urlpatterns = [
    path(pgettext_lazy("address", "preview/<str:label>/<int:pk>/"), PreviewView.as_view(), name="preview"),
]
