from modeltranslation.translator import TranslationOptions, register

from .models import Partner, Pledge


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("description", "logo_alt")


# Without translated fields of its own; registered so that look-ups through it read the language columns.
@register(Pledge)
class PledgeTranslation(TranslationOptions):
    fields = ()
