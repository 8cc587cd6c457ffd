"""How objects elsewhere are named: by label and id, so that nothing cascades into the record."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models


def label_of(obj: models.Model | type[models.Model]) -> str:
    """The plain label under which the record names a row's kind, such as ``decisions.decision``.

    It is never renamed: a model that gets another name says its old label in ``record_label``.
    """
    return str(getattr(obj, "record_label", "") or obj._meta.label_lower)


@cache
def model_of(label: str) -> type[models.Model]:
    """The model behind a label of the record; a label that nothing has is a LookupError."""
    for model in apps.get_models():
        if label_of(model) == label:
            return model
    raise LookupError(label)


def root_of(obj: Any) -> tuple[str, int]:
    """The root that a row's events belong to: its own unless it names another row, or a root by label and id."""
    owner = obj.record_root() if hasattr(obj, "record_root") else obj
    return owner if isinstance(owner, tuple) else (label_of(owner), owner.pk)
