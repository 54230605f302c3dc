"""What the members teach: the list, and a page for each course."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from cluster.enums import PageKey
from cluster.models import Page
from publishing.querysets import PublishedQuerySet
from publishing.views import PublicDetailView, PublicListView

from .models import Course
from .training_filters import CourseFilter


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
        courses = context["object_list"]
        groups = [(level, list(some)) for level, some in groupby(courses, key=lambda one: one.get_level_display())]
        introduction = Page.objects.public(self.language).filter(key=PageKey.TRAINING).first()
        return context | {"groups": groups, "introduction": introduction}


class CourseDetail(PublicDetailView):
    model = Course
    template_name = "caps/course_detail.html"
