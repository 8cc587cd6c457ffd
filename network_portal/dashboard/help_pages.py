"""What each role does in the portal: one page a role, in ten lines at most, each with the page where it is done."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network_portal.records.access.actor import REPRESENTATIVE_CAPACITIES, Actor


class Line(NamedTuple):
    """One sentence, the page where it is done (an address name, or nothing), and the paragraph that it comes from."""

    words: Any
    page: str = ""
    cites: str = ""

    @property
    def path(self) -> str:
        return reverse(self.page) if self.page else ""


@dataclass(frozen=True)
class Help:
    """The page of a role."""

    title: Any
    lines: tuple[Line, ...]


MEMBER = Help(
    _("Representatives of members"),
    (
        Line(_("Your dashboard lists what is requested of your organization, the most urgent first. Open it first."), "dashboard:home"),
        Line(_("When a consultation is open, you comment on the paragraphs of the text or state that you have no comments."), "decisions:list", "regional decision-making 1"),
        Line(_("When positions are invited, you submit the position of your organization by the deadline. An objection needs its reason and a proposed solution."), "decisions:list", "regional decision-making 1"),
        Line(_("A position without objection does not stand in the way of consensus. No reply is not agreement, unless a working method says otherwise."), "decisions:list", "global ¶7"),
        Line(_("You propose a decision in the name of your organization: the Secretariat opens the consultation of all members."), "decisions:propose", "regional decision-making 1"),
        Line(_("You reply to invitations to meetings on the dashboard, and may name another representative."), "meetings:list"),
        Line(_("You comment on circulated minutes until the date that they state; each comment receives a response."), "meetings:list"),
        Line(_("As lead of an activity you report progress after each quarter; contributors confirm their part and add their own report."), "workplans:current", "regional work plan 1"),
        Line(_("You complete action points with the evidence, and the Secretariat confirms them."), "decisions:actions", "regional coordination b3"),
        Line(_("If you represent several organizations or have several functions, choose the capacity in which you act in the upper right corner."), "dashboard:capacity"),
    ),
)  # fmt: skip
SECRETARIAT = Help(
    _("Network Secretariat"),
    (
        Line(_("Your dashboard lists what is requested of the Secretariat; the buttons in its head begin a meeting, a proposal or a plan."), "dashboard:home"),
        Line(_("You plan a meeting, add its agenda items and convene it: the portal invites all members and sends the calendar entry."), "meetings:plan", "regional coordination b3"),
        Line(_("In session you record attendance, then each item with its minutes, outcome and action points on one page."), "meetings:list"),
        Line(_("You circulate the minutes, respond to each comment, and publish them after their approval."), "meetings:list"),
        Line(_("You open the consultation on a proposal and record a contact with each member that the portal could not notify."), "decisions:list", "regional decision-making 1"),
        Line(_("You record replies received by letter or telephone; their organizations are notified and can correct them."), "decisions:list"),
        Line(_("You prepare the annual work plan with the inputs of members, and submit it for guidance and adoption."), "workplans:current", "regional work plan 1"),
        Line(_("You review progress reports in one queue: accept them, or return them with a question."), "workplans:current"),
        Line(_("You register organizations, their memberships and their focal points, and complete what is incomplete."), "members:incomplete", "regional coordination b4"),
        Line(_("You confirm action points that their representatives report as completed."), "decisions:actions"),
    ),
)  # fmt: skip
COORDINATOR = Help(
    _("Coordinator"),
    (
        Line(_("Your dashboard lists the decisions, calls and minutes that await your act."), "dashboard:home"),
        Line(_("You call for positions once the consultation is complete and each comment has received its response."), "decisions:list", "regional decision-making 1"),
        Line(_("You record the adoption by consensus when every organization invited has replied and no objection is unresolved."), "decisions:list", "global ¶7"),
        Line(_("Without consensus you consult the organizations concerned, then refer the matter to the Principals."), "decisions:list", "global ¶7"),
        Line(_("You record what the Principals reached. When their effort failed, the Regional Executive Committee refers the matter through you to the Secretary-General."), "decisions:list", "global ¶7"),
        Line(_("You chair meetings or name who chairs, and record the approval of minutes."), "meetings:list"),
    ),
)  # fmt: skip
ADMIN = Help(
    _("Administrators"),
    (
        Line(_("You register organizations, memberships, people and functions. Every change is recorded with your name."), "admin:index"),
        Line(_("One form registers an organization with its membership and its focal point, and invites the focal point."), "members:register", "regional membership 1"),
        Line(_("The list of incomplete entries shows members without representatives and invitations that were not used."), "members:incomplete"),
        Line(_("Entries are not deleted: a membership or a function ends with an end date."), "admin:index"),
        Line(_("The page of recent changes shows who changed what, with the values before and after."), "members:changes"),
        Line(_("The page of operations shows whether emails, jobs and the record are in order."), "dashboard:operations"),
        Line(_("Administration alone opens no consultation, meeting or position to you."), "dashboard:governance"),
    ),
)  # fmt: skip
AUDITOR = Help(
    _("Auditors"),
    (
        Line(_("You read every record of the Network and change none."), "decisions:list"),
        Line(_("The history under each page says who did what, when and for whom."), "decisions:list"),
        Line(_("The governance page shows the Terms of Reference, and each page cites the paragraph that it carries out."), "dashboard:governance"),
    ),
)  # fmt: skip
GUEST = Help(
    _("Partners and guests"),
    (
        Line(_("You see the page of your own organization with its representatives."), "members:directory"),
        Line(_("If the Secretariat asks you to draft minutes, your dashboard lists them until the access ends."), "dashboard:home"),
        Line(_("The governance page explains the Network and its Terms of Reference."), "dashboard:governance"),
    ),
)  # fmt: skip
OF = {"secretariat": SECRETARIAT, "coordinator": COORDINATOR, "admin": ADMIN, "auditor": AUDITOR, "guest": GUEST}


def for_reader(actor: Actor) -> Help:
    """The help of the capacity one acts in."""
    if actor.capacity in REPRESENTATIVE_CAPACITIES:
        return MEMBER if "members" in actor.audiences else GUEST
    return OF[actor.capacity]


TOUR = (
    (_("Your dashboard"), _("What is requested of you comes first, with its date. A button leads to the act itself.")),
    (_("Your records"), _("Meetings, decisions, the work plan, task teams and members are in the menu. The head of each page states the next step and who takes it.")),
    (_("Your role"), _("The page “Help” states what you do here. You find it in the menu of your name.")),
)  # fmt: skip
