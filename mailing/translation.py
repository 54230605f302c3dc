from modeltranslation.translator import TranslationOptions, register

from .models import Delivery, ErasedAddress, Mailing, Subscriber


# Without translated fields of their own; registered so that look-ups through them read the language columns.
@register([Delivery, ErasedAddress, Mailing, Subscriber])
class MailingTranslation(TranslationOptions):
    fields = ()
