"""The table of acts, the one page that serves them and the transitions, their addresses, and the menu of a thing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from network_portal.lib.page_cache import page_cache
from network_portal.records.access.actor import Actor
from network_portal.records.access.marks import confirmed, signed_in
from network_portal.records.web.forms import BareForm, PortalForm, answer, transition_page
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow import acts, engine
from network_portal.records.workflow.engine import Guard, Policy, Rule

AGAIN, ONWARD = "_again", "_onward"
"""The names of the second button of a form: it saves and opens the empty form again, or what comes next."""
Words = Any
"""A text, or a function of the thing and the actor that makes one."""
Find = Callable[..., Any]
"""The thing of a request, as its actor sees it; Http404 where there is none."""


def nothing_shown(_obj: Any) -> None:
    """For ``Act.about``: the form itself shows what it changes."""


def _nothing(_obj: Any, _actor: Actor) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Act:
    """One thing that a person can do: its address, its words, its form, and the service that does it.

    Who may and when come from the service (``workflow.acts.service``) unless they are given here. With ``transition``
    the verb, words and conditions come from the workflow, and the row adds service and form.
    """

    name: str
    """The last part of its address, and the name of the address within the app."""
    label: Words = ""
    """In the menu, and on page and button where there is no ``title``."""
    service: Any = None
    form: type[Any] | None = None
    title: Words = ""
    button: Words = ""
    """On the button, where it is not the title."""
    explains: Words = ""
    receipt: Words = ""
    who: Policy | None = None
    when: tuple[Guard, ...] = ()
    offered: Policy | None = None
    """Whether the menu names it where it could be done: where it would be of no use, it is not offered."""
    initial: Callable[[Any, Actor], dict[str, Any]] = _nothing
    form_about: Callable[[Any], Any] | None = None
    """What the form is made for, where it is not the thing itself."""
    context: Callable[[Any, Actor], dict[str, Any]] = _nothing
    """What its template shows beside the form."""
    template: str = "components/act.html"
    back: Callable[[Any], Any] = lambda obj: obj
    """The thing whose page follows."""
    to: Callable[[Any, Any], str] | None = None
    """The address that follows, of the thing and what the service gave back, where it is not that of ``back``."""
    about: Callable[[Any], Any] | None = None
    """What the form says yes to, and shows; that of ``back`` unless given."""
    arguments: Callable[[Any], dict[str, Any]] | None = None
    """What the service is called with, of the form; its cleaned data unless given."""
    again: bool = False
    """Whether a second button saves and leads to the empty form again: for what is entered in a row."""
    onward: Callable[[Any], Any] | None = None
    """What comes after the thing, for a second button that saves and opens it; where nothing does, ``to`` follows."""
    transition: str = ""
    confirmed: bool = False
    address: str = ""
    """The name of the address within the app, where it is not ``name``."""
    rule: Rule | None = None
    """Of which kind the rule is that the act carries out; that of the transition says it itself."""
    cites: tuple[str, ...] = ()
    why: Any = ""
    """The reason of a portal setting, listed on the governance page."""
    method: str = ""
    """The code of the rule of working methods that it carries out; the page names the method in force."""

    def __post_init__(self) -> None:
        if not self.transition and self.who is None and not isinstance(self.service, acts.Service):
            raise TypeError(f"The act {self.name} does not say who may.")
        if not self.transition:
            engine.says_its_source(self.name, self.rule, self.cites, self.why, self.method)

    def allows(self, actor: Actor, obj: Any) -> bool:
        """Whether the menu of the thing names the act for this actor."""
        possible = acts.refusal(obj, actor, *self.rights()) is None
        return possible and (self.offered is None or self.offered(actor, obj))

    def rights(self) -> tuple[Policy, tuple[Guard, ...]]:
        return self.who or self.service.who, self.when or getattr(self.service, "when", ())


def _say(words: Words, obj: Any, actor: Actor) -> str:
    return str(words(obj, actor) if callable(words) else words)


def act_page(request: PortalRequest, obj: Any, act: Act, **shown: Any) -> HttpResponse:
    """The page of an act or a transition: refused before its form is bound; its POST calls the service.

    ``shown``: what its template shows beside what the row says itself.
    """
    actor = request.actor
    if act.transition:
        make = act.service or partial(engine.apply, verb=act.transition)
        leads = act.to
        follows_it = (lambda made: leads(obj, made)) if leads is not None else None
        return transition_page(
            request, obj, act.transition, make, form_class=act.form, to=follows_it,
            context=lambda: {**act.context(obj, actor), **shown},
        )  # fmt: skip
    with page_cache():
        acts.refuse_unless(obj, actor, *act.rights())
        kind: type[PortalForm] = act.form or BareForm
        subject = act.form_about(obj) if act.form_about is not None else obj
        form = kind(request.POST or None, obj=subject, actor=actor, initial=act.initial(obj, actor))

    def do() -> Any:
        given = act.arguments(form) if act.arguments is not None else form.cleaned_data
        return act.service(obj, actor=actor, **given)

    page = act.back(obj)

    def context() -> dict[str, Any]:
        return {
            "object": page,
            "title": _say(act.title or act.label, obj, actor),
            "button": _say(act.button, obj, actor),
            "explains": _say(act.explains, obj, actor),
            "row": act,
            **act.context(obj, actor),
            **shown,
        }

    receipt = _say(act.receipt, obj, actor) or _("Saved.")
    about = act.about(obj) if act.about is not None else page
    follows = act.to
    to: Any = (lambda made: follows(obj, made)) if follows is not None else page.get_absolute_url()
    if act.again and AGAIN in request.POST:
        to = request.path
    if act.onward is not None and ONWARD in request.POST:
        to = act.onward(obj) or to
    return answer(request, form, do, template=act.template, context=context, to=to, about=about, receipt=receipt)


def act_paths(prefix: str, find: Find, table: Iterable[Act]) -> list[URLPattern]:
    """The addresses of a table of acts under ``prefix``; ``find`` gets the request and what the prefix captures."""
    return [path(f"{prefix}{act.name}/", _view(find, act), name=act.address or act.name) for act in table]


def _view(find: Find, act: Act) -> Callable[..., HttpResponse]:
    def view(request: PortalRequest, **captured: Any) -> HttpResponse:
        return act_page(request, find(request, **captured), act)

    view.__name__ = act.name.replace("-", "_")
    return confirmed(signed_in(view)) if act.confirmed else signed_in(view)


def menu(table: Iterable[Act], obj: Any, actor: Actor) -> list[tuple[str, str]]:
    """The acts that the actor can do with the thing now, without the transitions: (label, address)."""
    return [
        (_say(act.label, obj, actor), obj.path(act.address or act.name))
        for act in table
        if not act.transition and act.allows(actor, obj)
    ]
