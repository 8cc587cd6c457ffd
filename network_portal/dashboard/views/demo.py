"""What exists in the demonstration alone: the movable clock and one's own mails."""

import datetime as dt

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network_portal.lib import clock
from network_portal.records.access.marks import safe, signed_in, without_key
from network_portal.records.jobs import sweep
from network_portal.records.mail import outbox as mails
from network_portal.records.web.forms import PortalForm
from network_portal.records.web.requests import PortalRequest

MOST_DAYS = 400


class ClockForm(PortalForm):
    """A day to move the clock to."""

    day = forms.DateField(
        label=gettext_lazy("Move the clock to"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("At"), coerce=int, choices=[(h, f"{h:02d}:00") for h in range(24)], initial=9
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if "day" in cleaned and "hour" in cleaned:
            target = clock.at(cleaned["day"], cleaned["hour"])
            if target <= clock.now():
                self.add_error("day", _("The clock only moves forward."))
            elif target - clock.now() > dt.timedelta(days=MOST_DAYS):
                self.add_error("day", _("At most {n} days at a time.").format(n=MOST_DAYS))
            cleaned["target"] = target
        return cleaned


@signed_in
@without_key
def move_clock(request: PortalRequest) -> HttpResponse:
    """Move the clock forward, living each due instant on the way; answers when mails and PDFs are done."""
    if not settings.MOVABLE_CLOCK:
        raise Http404
    form = ClockForm(request.POST or None, initial={"day": clock.today() + dt.timedelta(days=1)})
    lived, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            lived = sweep.move_clock(form.cleaned_data["target"], actor=request.actor)
            status = 200
            form = ClockForm(initial={"day": form.cleaned_data["day"] + dt.timedelta(days=1)})
    with clock.hold(sweep.read_offset()):
        return render(
            request, "dashboard/clock.html", {"form": form, "lived": lived, "now": clock.now()}, status=status
        )


@signed_in
@safe
def outbox(request: PortalRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    rows = [
        {"name": name, "subject": mail["subject"], "date": name[:8], "to": mail["to"]}
        for name, mail in list(mails.mails_of(request.user.email))[:100]
    ]
    for row in rows:
        row["day"] = dt.datetime.strptime(str(row["date"]), "%Y%m%d").replace(tzinfo=dt.UTC).date()
    return render(request, "dashboard/outbox.html", {"mails": rows})


@signed_in
@safe
def mail(request: PortalRequest, name: str) -> HttpResponse:
    found = mails.mail_of(request.user.email, name) if settings.DEMO else None
    if found is None:
        raise Http404
    body = found.get_body(preferencelist=("plain",))
    attachments = [part.get_filename() for part in found.iter_attachments()]
    context = {"mail": found, "body": body.get_content() if body else "", "attachments": attachments}
    return render(
        request,
        "dashboard/mail.html",
        {**context, "subject": found["subject"], "sender": found["from"], "to": found["to"]},
    )
