"""What several sentences about missing conditions need."""

from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _


def listed(organizations: Any, most: int = 12) -> str:
    names = [str(o) for o in organizations]
    more = [_("{n} more").format(n=len(names) - most)] if len(names) > most else []
    return str(get_text_list([*names[:most], *more], _("and")))
