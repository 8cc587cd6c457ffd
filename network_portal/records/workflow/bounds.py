"""How much one may add to a record: far above what any matter needs, and low enough that no page is made unusable.

The numbers are the portal's own, no rule of the Terms of Reference.
"""

from django.utils.translation import gettext as _

from network_portal.records.workflow.refusals import ConditionsUnmet, UnmetCondition

COMMENTS = 5000  # a matter, or minutes
OF_ONE_ORGANIZATION = 100  # comments, concerns or positions (a round) of one organization on one matter: none takes
# another's right to speak
DRAFTS = 100  # proposals of one organization that are not yet submitted
CONTACTS = 1000  # a matter
VERSIONS = 200  # of a text, and revisions of a section: 5,000
REVISIONS = 5000
APOLOGIES = 500  # a meeting
PARTICIPANTS = 500  # a meeting, beside the organizations of its body
ITEMS = 100  # an agenda, deliverables of a team
ACTIVITIES = 400  # a plan
ACTIONS = 5000  # a decision, or a body beside its decisions
REQUESTS = 100  # of the committee in one matter


def check(count: int, most: int) -> None:
    """Refuse (ConditionsUnmet) one more where there are as many as may be."""
    if count >= most:
        raise ConditionsUnmet(UnmetCondition(_("No more than {n} entries can be added here.").format(n=most)))
