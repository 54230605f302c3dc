from modeltranslation.translator import TranslationOptions, register

from .models import (
    Article,
    Attachment,
    Boilerplate,
    Correction,
    Coverage,
    Event,
    FindingDecision,
    GlossaryPair,
    Logo,
    Picture,
    PressContact,
    PressRelease,
    Quote,
    ReadingLink,
    ReadingOpening,
    ReleaseBoilerplate,
    ReleaseCheck,
    ReleaseContact,
    StateChange,
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
    fields = ("title", "summary", "body", "place")


@register(Coverage)
class CoverageTranslation(TranslationOptions):
    fields = ("summary",)


# Without translated fields of their own; registered so that look-ups through them read the language columns.
@register(
    [
        FindingDecision,
        ReadingLink,
        ReadingOpening,
        ReleaseBoilerplate,
        ReleaseCheck,
        ReleaseContact,
        StateChange,
    ]
)
class LinkTranslation(TranslationOptions):
    fields = ()
