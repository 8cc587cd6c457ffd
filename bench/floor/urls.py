from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bench.floor.models import Row


@login_required
def rows(request: HttpRequest) -> HttpResponse:
    """Session, user, one SELECT of 20 rows, one template."""
    return render(request, "rows.html", {"rows": Row.objects.order_by("pk")[:20]})


urlpatterns = [path("", rows)]
