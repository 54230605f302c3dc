from modeltranslation.translator import TranslationOptions, register

from .models import (
    CAP,
    Course,
    HalQuery,
    Involvement,
    Keyword,
    Membership,
    Opportunity,
    PartnerInvolvement,
    PersonPublication,
    ProgrammePublication,
    Publication,
)


@register(Keyword)
class KeywordTranslation(TranslationOptions):
    fields = ("name",)


@register(CAP)
class CAPTranslation(TranslationOptions):
    fields = ("title", "summary", "research", "education", "innovation", "example_note")


@register(Opportunity)
class OpportunityTranslation(TranslationOptions):
    fields = ("title", "summary", "body", "duration", "place", "apply", "outcome")


@register(Membership)
class MembershipTranslation(TranslationOptions):
    fields = ("title",)


@register(PartnerInvolvement)
class PartnerInvolvementTranslation(TranslationOptions):
    fields = ("contribution",)


# Without translated fields of their own; registered so that look-ups through them read the language columns.
@register(Involvement)
class InvolvementTranslation(TranslationOptions):
    fields = ()


@register(Publication)
class PublicationTranslation(TranslationOptions):
    fields = ()


@register(Course)
class CourseTranslation(TranslationOptions):
    fields = ("title", "summary", "body", "duration", "how_to_apply")


@register(ProgrammePublication)
class ProgrammePublicationTranslation(TranslationOptions):
    fields = ()


@register(PersonPublication)
class PersonPublicationTranslation(TranslationOptions):
    fields = ()


@register(HalQuery)
class HalQueryTranslation(TranslationOptions):
    fields = ()
