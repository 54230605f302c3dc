from modeltranslation.translator import TranslationOptions, register

from .models import Delivery, ErasedAddress, Mailing, MailServerTrouble, Subscriber


# Without translated fields of their own; registered so that look-ups through them read the language columns.
@register([Delivery, ErasedAddress, Mailing, MailServerTrouble, Subscriber])
class MailingTranslation(TranslationOptions):
    fields = ()
