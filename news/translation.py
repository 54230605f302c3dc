from modeltranslation.translator import TranslationOptions, register

from .models import (
    Approval,
    Article,
    Attachment,
    Boilerplate,
    Contribution,
    Correction,
    Coverage,
    Edition,
    EditionContact,
    EditionFile,
    EditionReference,
    Event,
    FindingDecision,
    GlossaryPair,
    Logo,
    Picture,
    PressContact,
    PressRelease,
    QuotationReading,
    Quote,
    ReadingLink,
    ReadingOpening,
    ReleaseBoilerplate,
    ReleaseCheck,
    ReleaseContact,
    SignOffAnswer,
    SignOffLink,
    StateChange,
    Strike,
)


@register(Boilerplate)
class BoilerplateTranslation(TranslationOptions):
    fields = ("title", "body")


@register(GlossaryPair)
class GlossaryPairTranslation(TranslationOptions):
    fields = ("term", "acronym")


@register(PressContact)
class PressContactTranslation(TranslationOptions):
    fields = ("role",)


@register(PressRelease)
class PressReleaseTranslation(TranslationOptions):
    fields = ("title", "subtitle", "place", "lead", "body", "withdrawal_notice")


@register(Quote)
class QuoteTranslation(TranslationOptions):
    fields = ("role", "text")


@register(Picture)
class PictureTranslation(TranslationOptions):
    fields = ("alt", "caption")


@register(Attachment)
class AttachmentTranslation(TranslationOptions):
    fields = ("title",)


@register(Correction)
class CorrectionTranslation(TranslationOptions):
    fields = ("said", "says")


@register(Logo)
class LogoTranslation(TranslationOptions):
    fields = ("title", "rules", "alt")


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "lead", "body")


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "summary", "body", "place", "organiser", "audience")


@register(Coverage)
class CoverageTranslation(TranslationOptions):
    fields = ("summary",)


# Without translated fields of their own; registered so that look-ups through them read the language columns.
@register(
    [
        Approval,
        Contribution,
        Edition,
        EditionContact,
        EditionFile,
        EditionReference,
        FindingDecision,
        QuotationReading,
        ReadingLink,
        ReadingOpening,
        ReleaseBoilerplate,
        ReleaseCheck,
        ReleaseContact,
        SignOffAnswer,
        SignOffLink,
        StateChange,
        Strike,
    ]
)
class LinkTranslation(TranslationOptions):
    fields = ()
