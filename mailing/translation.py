from modeltranslation.translator import TranslationOptions, register

from .models import (
    Delivery,
    ErasedAddress,
    EventPlaces,
    Journalist,
    Mailing,
    MailServerTrouble,
    PressList,
    Registration,
    ReleaseAudience,
    Subscriber,
)


# Without translated fields of their own; registered so that look-ups through them read the language columns.
@register(
    [
        Delivery,
        ErasedAddress,
        EventPlaces,
        Journalist,
        Mailing,
        MailServerTrouble,
        PressList,
        Registration,
        ReleaseAudience,
        Subscriber,
    ]
)
class MailingTranslation(TranslationOptions):
    fields = ()
