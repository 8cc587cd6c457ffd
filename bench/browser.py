"""A reader at a browser: signs in through the form, keeps cookies, fills forms as they are shown."""

import http.client
import time
from html.parser import HTMLParser
from urllib.parse import urlencode


class _Forms(HTMLParser):
    """The forms of a page that are posted: what stands in their fields, and the names of all, chosen or not."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.names: list[set[str]] = []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
            self.names.append({"post"} if given.get("method", "").lower() == "post" else set())
        if not self.forms:
            return
        fields, name = self.forms[-1], given.get("name", "")
        self.names[-1].add(f"field {name}")
        if tag == "input" and name and (given.get("type") not in ("radio", "checkbox", "submit") or "checked" in given):
            fields[name] = given.get("value", "on" if given.get("type") in ("radio", "checkbox") else "")
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and "selected" in given:
            fields[self._select] = given.get("value", "")
        if tag == "textarea":
            self._area, fields[name] = name, ""

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            shown = self.forms[-1]
            shown[self._area] += data if shown[self._area] else data.removeprefix("\n")


class Reader:
    """One person with cookies. Every answer but 200 or a redirect is an error."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        head = {"Host": "localhost", "Cookie": self.cookie, "Origin": "http://localhost"}
        if body:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, body or None, head)
        answer = line.getresponse()
        words = answer.read().decode()
        for value in answer.headers.get_all("Set-Cookie") or ():
            name, _sign, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        line.close()
        assert answer.status in (200, 302), (method, path, answer.status, words[words.find("<main") :][:3000])
        return answer.status, answer.headers.get("Location") or "", words

    def get(self, path: str) -> str:
        status, to, words = self._ask("GET", path)
        assert status == 200, (path, status, to)
        return words

    def form(self, path: str, marked: str = "") -> dict[str, str]:
        """The fields of a form of a page, as they are shown: the form with the field ``marked``."""
        parser = _Forms()
        parser.feed(self.get(path))
        wanted = {"post", f"field {marked}"} if marked else {"post"}
        found = [fields for fields, names in zip(parser.forms, parser.names, strict=True) if wanted <= names]
        assert found, f"{path} has no form with {marked}"
        return found[-1]

    def post(self, path: str, fields: dict[str, str]) -> float:
        """Milliseconds until the answer to a form; a form that is shown again was not taken, and is an error."""
        started = time.perf_counter()
        status, _to, words = self._ask("POST", path, urlencode(fields))
        spent = (time.perf_counter() - started) * 1000
        assert status == 302, (path, fields, words[words.find("<main") :][:3000])
        return spent

    def sign_in(self, email: str, password: str) -> None:
        path = "/account/sign-in/"
        self.post(path, self.form(path, "password") | {"login": email, "password": password})
