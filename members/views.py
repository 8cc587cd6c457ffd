from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from members import changes, forms, incomplete, pages, policies
from members.models import Officer, Organization
from members.services import people
from network_portal.lib.pages import page_of
from network_portal.records.access.marks import confirmed, needs, public, safe, signed_in
from network_portal.records.web.forms import BareForm, answer
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import ConditionsUnmet, PermissionRefused


@signed_in
@safe
def directory(request: PortalRequest) -> HttpResponse:
    narrowed = forms.DirectoryFilter(request.GET or None)
    chosen = narrowed.cleaned_data if narrowed.is_valid() else {}
    found = pages.directory(request.actor, q=chosen.get("q", ""), sits=chosen.get("sits", ""))
    page = page_of(request, found.rows, count=found.count)
    context = {"page": page, "sections": pages.sections(found, page.object_list), "filter": narrowed}
    context["may_register"] = policies.may_register(request.actor, None)
    return render(request, "members/directory.html", context)


@needs(policies.may_see_directory)
@safe
def committee(request: PortalRequest) -> HttpResponse:
    return render(request, "members/committee.html", {"page": pages.committee(request.actor)})


def _visible(request: PortalRequest, slug: str) -> Organization:
    return get_object_or_404(Organization.objects.visible_to(request.actor), slug=slug)


@signed_in
@safe
def organization(request: PortalRequest, slug: str) -> HttpResponse:
    page = pages.organization(request.actor, _visible(request, slug))
    return render(request, "members/organization.html", {"page": page})


@signed_in
@confirmed
def add_officer(request: PortalRequest, slug: str) -> HttpResponse:
    row = _visible(request, slug)
    if not policies.may_add_officer(request.actor, row):
        raise PermissionRefused
    form = forms.OfficerForm(request.POST or None, obj=row, actor=request.actor)
    return answer(
        request,
        form,
        lambda: people.add_officer(row, actor=request.actor, **form.cleaned_data),
        template="members/add_officer.html",
        context={"organization": row},
        to=row,
        receipt=_("Representative added. A one-time link, valid for seven days, was sent."),
    )


@signed_in
@confirmed
def invite_again(request: PortalRequest, slug: str, pk: int) -> HttpResponse:
    row = _visible(request, slug)
    officer = get_object_or_404(
        Officer.objects.active().select_related("person", "organization"), organization=row, pk=pk
    )
    if not policies.may_add_officer(request.actor, row):
        raise PermissionRefused
    form = BareForm(request.POST or None, obj=officer, actor=request.actor)
    return answer(
        request,
        form,
        lambda: people.invite_again(officer, actor=request.actor),
        template="components/act.html",
        context={
            "title": _("Send a new invitation"),
            "object": row,
            "explains": _(
                "The portal sends {who} ({email}) a one-time link, valid seven days, to choose a password. The earlier link ends."
            ).format(who=officer.person.name, email=officer.person.email),
            "button": _("Send the invitation"),
        },
        to="members:incomplete",
        receipt=_("A new invitation to {who} was sent.").format(who=officer.person),
    )


@needs(policies.may_register)
@confirmed
def register(request: PortalRequest) -> HttpResponse:
    """One form for an organization, its membership and its first focal point."""
    form = forms.RegistrationForm(request.POST or None, actor=request.actor)
    return answer(
        request,
        form,
        lambda: form.register(),
        template="members/register.html",
        context={},
        to=lambda organization: organization,
        receipt=pages.registered,
    )


@needs(policies.may_register)
@safe
def incomplete_entries(request: PortalRequest) -> HttpResponse:
    return render(request, "members/incomplete.html", {"gaps": incomplete.gaps()})


@needs(policies.may_register)
@safe
def recent_changes(request: PortalRequest) -> HttpResponse:
    return render(request, "members/changes.html", {"changes": changes.recent(request.actor)})


@public
@safe
def open_invitation(request: PortalRequest, token: str) -> HttpResponse:
    """Transition the token out of the address at once, so that no log or referrer keeps it."""
    if people.find_invitation(token) is not None:  # nothing is kept of what somebody invents
        request.session["invitation"] = token
    return redirect("members:join")


@public
@sensitive_post_parameters()
def join(request: PortalRequest) -> HttpResponse:
    token = request.session.get("invitation", "")
    invitation = people.find_invitation(token)
    if invitation is None:
        return render(request, "members/invitation_gone.html", status=410)
    form = forms.PasswordForm(request.POST or None, obj=invitation.person)
    if request.method == "POST" and form.is_valid():
        try:
            person = people.use_invitation(token, form.cleaned_data["password"])
        except ConditionsUnmet as refusal:
            form.refuse(refusal)
        else:
            request.session.flush()
            login(request, person, backend="django.contrib.auth.backends.ModelBackend")
            record_authentication(request, person, method="invitation")
            messages.success(request, _("Your account is ready."))
            return redirect("dashboard:home")
    status = 422 if request.method == "POST" else 200
    return render(request, "members/join.html", {"form": form, "person": invitation.person}, status=status)


@signed_in
@safe
def alive(request: PortalRequest) -> HttpResponse:
    """Somebody is writing: the session goes on."""
    return HttpResponse(status=204)


@signed_in
def preferences(request: PortalRequest) -> HttpResponse:
    me = request.user
    form = forms.PreferencesForm(request.POST or None, initial={"zone": me.zone, "density": me.density})
    return answer(
        request,
        form,
        lambda: people.save_preferences(me, actor=request.actor, **form.cleaned_data),
        template="members/preferences.html",
        context={},
        to="members:preferences",
        receipt=_("Preferences saved."),
    )
