"""What is typed when colleagues work together on a record: who looks after it, a comment, a task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .collaboration_access import name_of
from .collaboration_tables import LONGEST_COMMENT, RecordCare
from .fields import DayFormField
from .no_choice import name_no_choice


class ColleagueField(forms.ModelChoiceField):
    """A colleague, by name. Whoever is not among those that may be chosen is refused like one that does not exist."""

    def __init__(self, **given: Any) -> None:
        super().__init__(queryset=User.objects.none(), **given)
        name_no_choice(self)

    def label_from_instance(self, obj: User) -> str:
        return name_of(obj)


class _AmongColleagues(forms.Form):
    """Every choice of a colleague is one among those who may see the record."""

    use_required_attribute = False

    def __init__(self, staff: QuerySet[User], data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        for field in self.fields.values():
            if isinstance(field, ColleagueField):
                field.queryset = staff


class CareForm(_AmongColleagues):
    """Who looks after a record, and when it is to be read again; both may be empty."""

    prefix = "care"
    owner = ColleagueField(label=_("Looked after by"), required=False, empty_label=_("nobody"))
    review_on = DayFormField(label=_("To be reviewed on"), required=False)

    @classmethod
    def of(cls, care: RecordCare, staff: QuerySet[User], data: Any = None) -> CareForm:
        return cls(staff, data, initial={"owner": care.owner_id, "review_on": care.review_on})


class CommentForm(_AmongColleagues):
    """A new thread."""

    prefix = "comment"
    text = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only staff read it. “@” and the name by which a colleague signs in tells them, too."),
    )
    field = forms.ChoiceField(label=_("About the field"), required=False)
    told = ColleagueField(label=_("Tell"), required=False, empty_label=_("nobody in particular"))

    def __init__(self, staff: QuerySet[User], fields: dict[str, str], data: Any = None) -> None:
        super().__init__(staff, data)
        self.fields["field"].choices = [("", _("the whole")), *fields.items()]  # type: ignore[attr-defined]  # a choice field


class ReplyForm(forms.Form):
    """An answer in a thread."""

    use_required_attribute = False
    text = forms.CharField(label=_("Your reply"), max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 2}))


class TaskForm(_AmongColleagues):
    """A task about the record."""

    prefix = "task"
    title = forms.CharField(label=_("What there is to do"), max_length=200)
    assignee = ColleagueField(label=_("Given to"))
    due_on = DayFormField(label=_("To be done by"), required=False)
    details = forms.CharField(
        label=_("Details"), required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 2})
    )
