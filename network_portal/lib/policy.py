"""Grants that roles cannot express: a named person may see or edit one object. Only this module asks guardian.

guardian knows no end of a permission and lets superusers see everything, so a live permission counts only together
with a dated row that says until when: the caller hands in the ids that are still in time.
"""

from typing import Any, cast

from django.db.models import Model, QuerySet
from guardian.shortcuts import assign_perm, remove_perm
from guardian.utils import get_user_obj_perms_model


def give(user: Any, permission: str, obj: Model) -> None:
    """Make the live half of a grant; giving twice is giving once."""
    assign_perm(permission, user, obj)


def take(user: Any, permission: str, obj: Model) -> None:
    """Remove the live half of a grant, if it is there."""
    remove_perm(permission, user, obj)


def live_ids(user: Any, permission: str, model: type[Model]) -> QuerySet[Any, Any]:
    """The ids of the objects of a model for which the user holds the permission in person, superuser or not."""
    table = get_user_obj_perms_model(cast(Any, model))
    return table._default_manager.filter(user=user, permission__codename=permission).values_list(
        "content_object_id", flat=True
    )
