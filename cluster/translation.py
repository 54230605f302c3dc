from modeltranslation.translator import TranslationOptions, register

from .models import FigureValue, Institution, KeyFigure, Milestone, NationalCluster, Page, Person, Pillar, Role, Theme


@register(Institution)
class InstitutionTranslation(TranslationOptions):
    fields = ("name", "description", "logo_alt")


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("biography", "laboratory", "subjects", "press_topics")


@register(Role)
class RoleTranslation(TranslationOptions):
    fields = ("title",)


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name", "full_name", "summary", "description")


@register(Pillar)
class PillarTranslation(TranslationOptions):
    fields = ("name", "summary", "body")


@register(KeyFigure)
class KeyFigureTranslation(TranslationOptions):
    fields = ("label", "sentence", "period", "source", "note")


@register(FigureValue)
class FigureValueTranslation(TranslationOptions):
    fields = ("source",)


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title", "place")


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "lead", "body")


@register(NationalCluster)
class NationalClusterTranslation(TranslationOptions):
    fields = ("long_name", "objectives")
