from modeltranslation.translator import TranslationOptions, register

from .library_pictures import LibraryPicture


@register(LibraryPicture)
class LibraryPictureTranslation(TranslationOptions):
    fields = ("alt", "credit")
