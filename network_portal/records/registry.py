"""What the apps tell the ground floor, in ``AppConfig.ready()``: everything that must not be imported upwards.

Calls made through the registry run inside the caller's transaction.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from network_portal.records.access.actor import Actor
    from network_portal.records.access.readers import Readers
    from network_portal.records.audit.coverage import Covered
    from network_portal.records.audit.exclusion import OneAtATime
    from network_portal.records.audit.shown import Shown
    from network_portal.records.departures import Departure
    from network_portal.records.models import Notice, Reminder
    from network_portal.records.web.waiting import Waiting
    from network_portal.records.workflow.engine import Workflow


@dataclass(frozen=True)
class Subject:
    """What a decision may be about: how it reads, and what the decision's end causes."""

    label: str
    title: Callable[[Any], str]
    adopted: Callable[[Any, Any, "Actor"], None]
    ended_otherwise: Callable[[Any, Any, "Actor"], None]
    roots: Callable[[Any], list[Any]]
    effect: Callable[[Any, Any], list[str]] = lambda obj, decision: []
    """What the adoption does, in sentences: read beside the text, for the text itself does nothing."""
    stands_in_the_way: Callable[[Any, Any], Any] = lambda obj, decision: None
    """Why this decision can no longer be submitted (an UnmetCondition), or None: another one took its place."""
    in_effect: Any = ""
    """What the adoption put into force, as the paper of the decision says it; {title} is the thing's title."""


@dataclass(frozen=True)
class RowAnswer:
    """A button in a line that does an act at once: its form is sent with these values, and the same page follows."""

    label: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()
    seen: str = ""
    """The digest of what the line shows of the thing that the act says yes to."""


@dataclass(frozen=True)
class DashboardLine:
    """One line on somebody's dashboard: what is asked, of whom, until when, and the button.

    ``answers`` stand in place of the button where the act needs no page of its own.
    """

    title: str
    about: str
    path: str
    action: str
    organization: str = ""
    due_at: dt.datetime | None = None
    day: dt.date | None = None
    state: str = ""
    workflow: str = ""
    answers: tuple[RowAnswer, ...] = ()
    shown: dict[str, str] = field(default_factory=dict)
    """What the answers say yes to, by name, shown under the line."""
    since: dt.datetime | None = None
    """Since when it waits, where it has no date by which it is due."""
    coming: bool = False
    """Nothing is asked of the reader: it comes later on."""
    capacity: "Actor | None" = None
    """The capacity in which it waits, where the reader acts in another one: the button changes to it first."""


@dataclass(frozen=True)
class WaitingRows:
    """What may wait for somebody: rows that one query finds for all apps (``records/web/waiting.py``)."""

    name: str
    asked: Callable[["Actor"], bool]
    """Of whom it is asked; decided without a query."""
    rows: Callable[[], "QuerySet[Any]"]
    """The rows, with PLACEHOLDER_ID and PLACEHOLDER_ORGANIZATION in place of the person's and the organization's id."""
    of: str = "pk"
    """The field with the id of what the line is about."""
    number: str = ""
    """The field with a number that tells one part of it from the others; none where the line is about the whole."""


@dataclass(frozen=True)
class Found:
    """What a search found: its name, what else tells it apart, and its page."""

    name: str
    about: str
    path: str


@dataclass(frozen=True)
class Search:
    """What of an app can be searched: a heading, and the first rows that the actor may read and that hold all words."""

    heading: Any
    find: Callable[["Actor", Sequence[str], int], Iterable[Found]]
    """Given the actor, the words, and how many rows at most."""


@dataclass(frozen=True)
class NoticeKind:
    """How a notice becomes a mail, and whether it is still wanted when the mail goes out."""

    code: str
    still_wanted: Callable[["Notice", Any], bool]
    context: Callable[["Notice", Any], dict[str, Any]]
    template: str
    attachments: Callable[["Notice", Any], list[tuple[str, bytes, str]]] = lambda notice, obj: []
    alternatives: Callable[["Notice", Any], list[tuple[str, str]]] = lambda notice, obj: []
    """The same in another form (content, type with parameters): what a mail program acts on by itself."""
    says: Callable[[Any], str] = lambda obj: ""
    """Who did what and what the reader is asked to do, in sentences about the object; its title where there are none."""


@dataclass(frozen=True)
class JobKind:
    """Work done in the background: one function of the object, and whom to tell when it fails for good."""

    code: str
    model: str
    run: Callable[[Any, Any], None]
    failed: Callable[[Any], None] = lambda obj: None


@dataclass(frozen=True)
class PortalSetting:
    """A rule of the portal's own that is not one step: what holds, and why. The governance page lists it."""

    label: Any
    why: Any


@dataclass(frozen=True)
class PaperKind:
    """Papers of one kind: their name, and the kinds of the same record that take their place."""

    code: str
    label: Any
    replaced_by: tuple[str, ...] = ()
    by_digest: Callable[[str], Any] = lambda _digest: ()
    """The ids of the records whose papers printed a digest of 64 digits, in place of a code, before there were codes."""
    void: Callable[[int], str] = lambda _pk: ""
    """Why the newest paper of a record, of which the id is given, does not hold any more: a sentence, or nothing."""


@dataclass(frozen=True)
class ReminderKind:
    """Reminders of one kind: what is sent when one falls due."""

    code: str
    send: Callable[[Any, "Reminder"], str]
    """Given the object and the row; the result (Reminder.Result), or nothing while the row stays due."""


@dataclass(frozen=True)
class Sweep:
    """Something that falls due: a pass that does it, and the instants at which it will."""

    name: str
    run: Callable[[], int]
    instants: Callable[[dt.datetime, dt.datetime], Iterable[dt.datetime]] = lambda after, until: ()
    order: int = 50


@dataclass(frozen=True)
class IntegrityCheck:
    """A kind of row that must still be what an event said of it: which rows, and the digest over what they say."""

    rows: Callable[[], Any]
    of: Callable[[Any], str]


@dataclass(frozen=True)
class Panel:
    """A block that an app shows on another app's page."""

    page: str
    template: str
    context: Callable[["Actor", Any], dict[str, Any]]


@dataclass(frozen=True)
class EventWords:
    """How an event reads in the history: what was done, and the part of its payload that is read out with it."""

    done: Any
    detail: str = ""


class Capacities(Protocol):
    def __call__(self, user: Any) -> "list[Actor]": ...


@dataclass
class Registry:
    """Filled once at start; read everywhere."""

    workflows: dict[str, "Workflow"] = field(default_factory=dict)
    acts: dict[Any, tuple[Any, ...]] = field(default_factory=dict)
    """The tables of acts beside the workflows, by the plural noun of what they are about."""
    event_words: dict[str, EventWords] = field(default_factory=dict)
    """By the verb that is stored: what services record beside the transitions."""
    subjects: dict[str, Subject] = field(default_factory=dict)
    notice_kinds: dict[str, NoticeKind] = field(default_factory=dict)
    job_kinds: dict[str, JobKind] = field(default_factory=dict)
    reminder_kinds: dict[str, ReminderKind] = field(default_factory=dict)
    sweeps: list[Sweep] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    waiting_rows: list[WaitingRows] = field(default_factory=list)
    dashboard_lines: 'list[Callable[["Actor", Waiting], Iterable[DashboardLine]]]' = field(default_factory=list)
    """The lines of an actor, given what the search for the waiting rows found."""
    dashboard_links: list[Callable[["Actor"], Iterable[tuple[str, str]]]] = field(default_factory=list)
    """What somebody begins from the dashboard in the capacity one acts in: label and address."""
    write_once: set[str] = field(default_factory=set)
    one_at_a_time: "list[OneAtATime]" = field(default_factory=list)
    """Dated rows that never overlap."""
    sql_files: list[Any] = field(default_factory=list)
    invariant_checks: list[Callable[[], Iterable[str]]] = field(default_factory=list)
    integrity_checks: dict[str, IntegrityCheck] = field(default_factory=dict)
    covered: "list[Covered]" = field(default_factory=list)
    """The tables on the record; each says its rows' digests in events."""
    uncovered: dict[str, str] = field(default_factory=dict)
    """The tables that are not on the record, each with the reason."""
    attached: dict[str, Callable[[str], list[tuple[str, bytes, str]]]] = field(default_factory=dict)
    """What is attached to a mail without notices, by its kind and what it is about."""
    readers: "dict[str, Readers]" = field(default_factory=dict)
    """What each kind of reader sees of a table, by its label."""
    shown: "dict[str, Shown]" = field(default_factory=dict)
    """What a person reads of a thing before saying yes to it, by the thing's label."""
    purges: list[Callable[[Callable[[str], dt.datetime]], Any]] = field(default_factory=list)
    """Rows of other apps that are kept for a time only, given the instant before which a kind is old."""
    erasers: list[Callable[[Any, str], None]] = field(default_factory=list)
    data_maps: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    departures: "dict[str, Departure]" = field(default_factory=dict)
    """What becomes of each relation to an organization, a person or a post when that ends."""
    grantable: dict[str, dict[str, Callable[["Actor", Any], bool]]] = field(default_factory=dict)
    meeting_of_call: Callable[[Any], str] = lambda _round: ""
    """The meeting and item in which a call for positions was held, in words; the meetings' app says it."""
    method_in_force: Callable[[str], str] = lambda _rule: ""
    """The working method that carries a rule today, with the decision that adopted it; nothing where none does."""
    portal_settings: list[PortalSetting] = field(default_factory=list)
    paper_kinds: dict[str, PaperKind] = field(default_factory=dict)
    documents_visible: dict[str, Callable[["Actor", int], bool]] = field(default_factory=dict)
    adds_to_the_committee: Callable[[str, Any], bool] = lambda reference, organization: False
    """Whether a reference is that of a decision that the Network adopted and whose text names the organization."""
    current_actors: Capacities = lambda user: []
    confirm: Callable[[Any], Any] = lambda request: None
    """The page that asks who is there before a sensitive act, or None where that is known."""

    def words_of(self, label: str, verb: str) -> EventWords:
        """How an event reads: a transition of the thing with this label, or what a service recorded.

        A verb that no code writes any more reads as it is stored.
        """
        workflow = self.workflows.get(label)
        if workflow is not None and verb in workflow.by_verb:
            return EventWords(workflow.by_verb[verb].done)
        return self.event_words.get(verb) or EventWords(verb)

    def rules(self) -> dict[str, list[Any]]:
        """Every row that carries out a rule, transitions and acts, by what it is about; each says kind and source."""
        found: dict[str, list[Any]] = {}
        for workflow in self.workflows.values():
            found.setdefault(str(workflow.title), []).extend(workflow.transitions)
        for title, table in self.acts.items():
            found.setdefault(str(title), []).extend(row for row in table if not row.transition)
        return found

    def panels_for(self, page: str, actor: "Actor", obj: Any) -> list[tuple[str, dict[str, Any]]]:
        """The panels of a page with their contexts, ready for the template."""
        return [(p.template, p.context(actor, obj)) for p in self.panels if p.page == page]


registry = Registry()
