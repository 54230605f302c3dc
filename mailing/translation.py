from modeltranslation.translator import TranslationOptions, register

from .models import (
    ContactDelivery,
    ContactMessage,
    ContactSubject,
    Delivery,
    ErasedAddress,
    EventPlaces,
    Journalist,
    Mailbox,
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
        ContactDelivery,
        ContactMessage,
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


@register(ContactSubject)
class ContactSubjectTranslation(TranslationOptions):
    fields = ("label",)


@register(Mailbox)
class MailboxTranslation(TranslationOptions):
    fields = ("team",)
