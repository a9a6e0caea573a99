"""A page in headless Chromium, as a reader has it: pressed keys, clicks, what is on show, what was asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Dialog, Page, ViewportSize, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAIT = 10_000  # milliseconds until something that should be there is missed


def chromium() -> str | None:
    """Find a Chromium that the system has; None if there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path is not None), None)


@contextmanager
def started() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Reader:
    """Somebody who reads a page. `asked` are requests besides the page's own, `faults` what went wrong in it."""

    def __init__(self, browser: Browser, file: Path, **how: Any) -> None:
        viewport = ViewportSize(width=how.pop("width", 800), height=how.pop("height", 900))
        self.context = browser.new_context(
            viewport=viewport, reduced_motion="reduce", accept_downloads=True, **how
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(WAIT)
        self.page.add_init_script("Math.random = () => 0;")  # every game has the seed 0
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.file = file
        self.page.goto(file.as_uri())

    def _note(self, url: str) -> None:
        if url != self.file.as_uri() and not url.startswith(("data:", "blob:")):
            self.asked.append(url)

    def _dismiss(self, dialog: Dialog) -> None:
        self.faults.append(dialog.message)
        dialog.dismiss()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, each of them meant: none is the second half of a double tap."""
        for key in keys:
            self.page.keyboard.press("Shift")
            self.page.keyboard.press(key)

    def click(self, name: str) -> None:
        """Click the button of this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def words(self) -> str:
        """The words of the newest passage, without the choice that led there."""
        parts = self.page.locator("#log .passage").last.locator("p:not(.taken, .news), pre").all_inner_texts()
        return "\n\n".join(parts)

    @property
    def choices(self) -> list[str]:
        """The texts of the choices that are open."""
        return self.page.locator("#now .choice:not([aria-disabled]) > span:last-of-type").all_inner_texts()

    def text(self, selector: str) -> str:
        """Return the words of one element."""
        return self.page.locator(selector).inner_text()

    def save_to_file(self, folder: Path) -> Path:
        """Save what is being played to a file."""
        self.press("l")
        with self.page.expect_download() as download:
            self.click("Save to a file")
        path = folder / "from-page.json"
        download.value.save_as(path)
        self.press("Escape")
        return path

    def load_from_file(self, path: Path) -> None:
        """Load a save from a file."""
        if not self.page.locator("#file").is_visible():
            self.press("l")
        self.page.locator("#file").set_input_files(path)
