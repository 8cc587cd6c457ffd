from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from bench.floor.models import Row


@login_required
def rows(request: HttpRequest) -> HttpResponse:
    """Session, user, one SELECT of 20 rows, one template."""
    return render(request, "rows.html", {"rows": Row.objects.order_by("pk")[:20]})


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """A form: one INSERT in a transaction of its own, and a redirect."""
    if request.method == "POST":
        with transaction.atomic():
            Row.objects.create(title=request.POST["title"], about=request.POST["about"], at=Row.objects.first().at)
        return redirect("/")
    return render(request, "add.html")


urlpatterns = [path("", rows), path("add/", add), path("sign-in/", LoginView.as_view(template_name="sign_in.html"))]
