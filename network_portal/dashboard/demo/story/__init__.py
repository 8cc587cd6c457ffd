"""The demonstration's story, lived through the services under the movable clock: relative to today, all fictional.

Last year's closed plan and this year's running one, held and coming meetings, one decision in each interesting
state, a task team, a working method, mails in the outbox, filed minutes.
"""

import datetime as dt

from django.db import transaction

from members.services import installation
from network_portal.dashboard.demo.story.last_year import last_year
from network_portal.dashboard.demo.story.this_year import this_year
from network_portal.dashboard.demo.story.tools import actor, begin, officer_of, send_what_waits, set_up_people
from network_portal.records.jobs import wake
from workplans.services import plans

__all__ = ["actor", "officer_of", "tell"]


def tell(today: dt.date) -> None:
    """Live the whole story, from the January of last year to today."""
    last, this = today.year - 1, today.year
    begin(today)
    prepare()
    with wake.without_publishing():
        with transaction.atomic():
            set_up_people()
        send_what_waits()
        last_year(last, today)
        this_year(last, this, today)


def prepare() -> None:
    """Reference data first; the story needs the bodies and the objectives."""
    installation.install()
    plans.install()
