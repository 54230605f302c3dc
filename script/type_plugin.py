"""What mypy is told of Django: django-stubs' own plugin, which reads the house's models as they run.

modeltranslation lays a class of its own, made on the spot, over each manager of a translated model. mypy finds no such
class and would take the manager for anything at all; here it sees the one that the model declares.
"""

from __future__ import annotations

from django.apps import apps
from django.db.models import Manager
from mypy.options import Options
from mypy_django_plugin.main import NewSemanalDjangoPlugin


class HousePlugin(NewSemanalDjangoPlugin):
    def __init__(self, options: Options) -> None:
        super().__init__(options)
        for model in apps.get_models():
            for manager in {*model._meta.managers, model._meta.default_manager}:
                manager.__class__ = declared(type(manager))


def declared(kind: type[Manager]) -> type[Manager]:
    """The class of a manager, without one that modeltranslation laid over it."""
    own = (base for base in kind.__mro__ if not base.__module__.startswith("modeltranslation."))
    return next(base for base in own if issubclass(base, Manager))


def plugin(_version: str) -> type[HousePlugin]:
    return HousePlugin
