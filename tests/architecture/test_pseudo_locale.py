"""Every word on a page is marked for translation: with each marked string in brackets, what is left outside is data."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation

from network_portal.dashboard.templatetags import portal
from network_portal.lib import clock, tor
from network_portal.records.mail import notices
from network_portal.records.models import Notice, label_of
from network_portal.records.registry import registry
from tests.architecture.test_how_to import objects
from tests.people import user

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("alt", "title", "aria-label", "placeholder")
NOT_WORDS = {"UTC", "ics", "PDF", "English", "QR"}  # names that no language translates
SKIPPED = re.compile(
    r"^/(admin/|files/|styleguide|account/sign-out|static/|i18n/|drafts/keep)|calendar/$|download|\.ics"
)
MOST_PAGES = 70


@contextmanager
def pseudo_locale() -> Iterator[None]:
    """Each marked string comes back in brackets, in code and in templates."""
    trans = translation._trans
    before = {name: getattr(trans, name) for name in ("gettext", "ngettext", "pgettext", "npgettext")}
    portal._state_badge.cache_clear()  # kept by language
    try:
        for name, real in before.items():
            setattr(trans, name, lambda *args, _real=real: f"{OPEN}{_real(*args)}{CLOSE}" if args[0] != "" else "")
        yield
    finally:
        for name, real in before.items():
            setattr(trans, name, real)
        portal._state_badge.cache_clear()


class Outside(HTMLParser):
    """The words of a page that stand in no bracket: its texts and what a screen reader says."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.silent, self.found, self.links = 0, 0, [], []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag in ("script", "style", "code", "pre"):
            self.silent += 1
        for name in SPOKEN:
            if given.get(name):
                self.found += [re.sub(rf"{OPEN}.*{CLOSE}", "", given[name], flags=re.S)]
        if tag == "a" and (given.get("href") or "").startswith("/"):
            self.links.append(given["href"].split("#")[0])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "code", "pre"):
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        outside = []
        for sign in data:
            self.depth += (sign == OPEN) - (sign == CLOSE)
            if sign == CLOSE and self.depth == 0:
                outside.append("\n")
            elif self.depth == 0 and not self.silent:
                outside.append(sign)
        self.found += "".join(outside).split("\n")


def data_of_the_portal() -> str:
    """Everything that is data and no string of the code: the values of all text columns, the Terms of Reference, settings."""
    values: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField):
                values |= {str(v) for v in model._base_manager.order_by().values_list(field.name, flat=True).distinct()}
    texts = [p.text for d in tor.documents() for s in d.sections for p in s.paragraphs]
    titles = [title for d in tor.documents() for title in (d.title, *(s.title for s in d.sections))]
    titles += tor.anchors()  # the address of a paragraph is said with its link
    said = [settings.NETWORK_NAME, settings.NETWORK_REGION, settings.NETWORK_PLACE, settings.SECRETARIAT_ADDRESS]
    return " ".join(" ".join([*values, *texts, *titles, *said]).split())


def unmarked(pieces: list[str], data: str) -> set[str]:
    """The words outside brackets that are no data: whole, or in parts between signs."""
    found = set()
    for piece in pieces:
        if " ".join(piece.split()).rstrip(".") in data:
            continue
        words = " ".join(word for word in piece.split() if not re.search(r"\d", word))  # numbers, references, times
        if not re.search(r"[^\W\d_]{2}", words) or words in data:
            continue
        for part in re.split(r"[^\w' /@.&’-]+|\. | - ", words):
            part = part.strip(" .'-")
            if re.search(r"[^\W\d_]{2}", part) and part not in data and part not in NOT_WORDS:
                found.add(part)
    return found


@pytest.mark.parametrize("key,capacity", [("secretary", "secretariat"), ("ilo", ""), ("admin", ""), ("nobody", "")])
def test_every_word_on_a_page_is_marked_or_is_data(key: str, capacity: str, enter: Any) -> None:
    client, data = enter(key, capacity) if capacity else enter(key), data_of_the_portal()
    waiting, seen, found = ["/", "/account/sign-in/", "/governance/", "/verify/"], set(), {}
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen or SKIPPED.search(path):
            continue
        seen.add(path)
        with pseudo_locale():
            response = client.get(path, headers={"accept-language": "en-gb"})
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        page = Outside()
        page.feed(response.content.decode())
        waiting += [link for link in page.links if link not in seen]
        for words in unmarked(page.found, data):
            found.setdefault(words, path)
    assert len(seen) > 3
    assert "\n".join(f"{path}: {words}" for words, path in sorted(found.items())) == ""


@pytest.mark.parametrize("kind", sorted(registry.notice_kinds))
def test_every_word_of_a_mail_is_marked_or_is_data(kind: str) -> None:
    told = Notice.objects.filter(kind=kind).first()
    about = notices.object_of(told) if told is not None else None
    if told is None or about is None:
        found = next(obj for start, obj in objects().items() if kind.startswith(start))
        told = Notice(kind=kind, object_label=label_of(found), object_id=found.pk, title="A title", path="/x/")
        told.person, told.created_at, about = user("ilo"), clock.now(), found
    with pseudo_locale():
        subject, body = notices.render(told, about)
    page = Outside()
    page.feed(body.replace("<", " "))
    assert unmarked([piece for piece in page.found if "://" not in piece], data_of_the_portal() + " A title") == set()
    assert "fictional" in body, "each mail of the demonstration says it"


def test_an_unmarked_word_is_found() -> None:
    page = Outside()
    page.feed(f"<p>{OPEN}Marked{CLOSE} and not <b title='Never marked'>{OPEN}x{CLOSE}</b> ILO</p>")
    assert unmarked(page.found, "ILO") == {"and not", "Never marked"}
