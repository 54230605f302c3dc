from modeltranslation.translator import TranslationOptions, register

from .models import (
    ContactDelivery,
    ContactMessage,
    ContactSubject,
    Delivery,
    ErasedAddress,
    Journalist,
    Mailbox,
    Mailing,
    MailServerTrouble,
    PressList,
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
        Journalist,
        Mailing,
        MailServerTrouble,
        PressList,
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
