from modeltranslation.translator import TranslationOptions, register

from .models import (
    Delivery,
    ErasedAddress,
    Journalist,
    Mailing,
    MailServerTrouble,
    PressList,
    ReleaseAudience,
    Subscriber,
)


# Without translated fields of their own; registered so that look-ups through them read the language columns.
@register([Delivery, ErasedAddress, Journalist, Mailing, MailServerTrouble, PressList, ReleaseAudience, Subscriber])
class MailingTranslation(TranslationOptions):
    fields = ()
