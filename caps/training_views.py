"""What the members teach: the list, and a page for each course."""

from __future__ import annotations

from typing import Any

from cluster.enums import PageKey
from cluster.models import Page
from publishing.prepared_queries import prepared
from publishing.querysets import PublishedQuerySet
from publishing.views import PublicDetailView, PublicListView

from .models import Course
from .training_filters import CourseFilter
from .written_lists import courses_by_level


@prepared
def _introduction(language: str) -> PublishedQuerySet:
    return Page.objects.public(language).filter(key=PageKey.TRAINING)[:1]


class CourseList(PublicListView):
    """What is offered now, by level, under the words of the page “training” where that page is public."""

    model = Course
    filterset_class = CourseFilter
    template_name = "caps/course_list.html"
    paginate_by = 60

    @classmethod
    def things(cls, language: str) -> PublishedQuerySet:
        return Course.objects.offered(language)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "entries": courses_by_level(context["object_list"]),
            "introduction": next(iter(_introduction(self.language)), None),
        }


class CourseDetail(PublicDetailView):
    model = Course
    template_name = "caps/course_detail.html"
