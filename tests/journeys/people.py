"""People at their browsers."""

import re
from pathlib import Path
from typing import Any

from network_portal.dashboard.demo.people import PASSWORD

AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text(encoding="utf-8")
WCAG = "['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']"
NOISE = re.compile(r"the server responded with a status of (4\d\d)")


class Person:
    """Somebody signed in, in a browser of one's own; whatever the console says is kept."""

    def __init__(
        self, browser: Any, url: str, key: str, *, width: int = 1280, dark: bool = False, script: bool = True
    ) -> None:
        self.url = url
        self.context = browser.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 800},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        self.page = self.context.new_page()
        self.said: list[str] = []
        # "verbose" is the browser's own advice to developers, shown only when asked for; the rest is the page's.
        self.page.on(
            "console",
            lambda m: None if NOISE.search(m.text) or m.type == "verbose" else self.said.append(f"{m.type}: {m.text}"),
        )
        self.page.on("pageerror", lambda e: self.said.append(f"error: {e}"))
        if key:
            self.go("/account/sign-in/")
            self.page.fill("input[name=login]", f"{key}@example.org")
            self.page.fill("input[name=password]", PASSWORD)
            self.page.get_by_role("button", name="Sign in", exact=True).click()
            assert "sign-in" not in self.page.url, self.page.inner_text("main")

    def go(self, path: str) -> "Person":
        response = self.page.goto(self.url + path)
        assert response is not None
        assert response.status < 500, path
        return self

    def text(self) -> str:
        return str(self.page.inner_text("main"))

    def fill(self, **fields: str) -> "Person":
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)
        return self

    def pick(self, name: str, label: str) -> "Person":
        self.page.select_option(f"select[name={name}]", label=label)
        return self

    def choose(self, name: str, value: str) -> "Person":
        self.page.check(f"input[name={name}][value={value}]")
        return self

    def tick(self, name: str) -> "Person":
        self.page.check(f"input[name={name}]")
        return self

    def press(self, label: str) -> "Person":
        """Press the button of the page's form."""
        self.page.locator("main form").get_by_role("button", name=label, exact=True).click()
        self.page.wait_for_load_state()
        assert "The action could not be completed" not in self.text(), self.text()
        assert "needs your attention" not in self.text(), self.text()
        return self

    def path(self) -> str:
        return self.page.url.removeprefix(self.url).split("#")[0]

    def act_as(self, name: str) -> "Person":
        self.go("/acting/")
        self.page.get_by_role("button", name=f"Act as {name}", exact=True).click()
        self.page.wait_for_load_state()
        return self

    def wrong(self, rules: str = WCAG) -> list[str]:
        """What axe finds serious or critical on the page."""
        page_said = len(self.said)
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            self.page.evaluate(AXE + "; undefined")
        found = self.page.evaluate(
            f"async () => (await axe.run(document, {{resultTypes: ['violations'], runOnly: {rules}}})).violations"
            ".filter(v => ['serious','critical'].includes(v.impact))"
            ".map(v => v.id + ': ' + v.nodes.slice(0,3).map(n => n.target.join(' ') + ' ' + n.failureSummary.slice(0,160)).join(' | '))"
        )
        del self.said[page_said:]  # the scanner sets inline styles while it measures; the policy stops them and says so
        return [f"{self.path()}: {f}" for f in found]

    def wrong_everywhere(self) -> list[str]:
        """The same in light, in dark, and at phone width, with whatever is wider there than the screen."""
        found = self.wrong()
        self.page.emulate_media(color_scheme="dark")
        found += [f"dark: {f}" for f in self.wrong("['color-contrast', 'link-in-text-block']")]
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": 390, "height": 800})
        found += [f"phone: {f}" for f in self.wrong("['target-size', 'scrollable-region-focusable', 'color-contrast']")]
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 1 and not self.path().startswith("/admin/"):
            found.append(f"{self.path()}: {wider} px wider than the phone's screen")
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(size)
        return found
