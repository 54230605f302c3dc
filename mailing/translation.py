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
    NewsletterDelivery,
    NewsletterIssue,
    NewsletterItem,
    NewsletterReader,
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
        NewsletterDelivery,
        NewsletterItem,
        NewsletterReader,
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


@register(NewsletterIssue)
class NewsletterIssueTranslation(TranslationOptions):
    fields = ("title", "introduction")
