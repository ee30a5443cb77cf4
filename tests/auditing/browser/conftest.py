"""One browser for all tests of the page, where the system has one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import Page, find


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return an open browser."""
    program = find()
    if program is None:
        pytest.skip("browser tests skipped: no Chromium here (apt-get install chromium)")
    with Page(program, tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def page(browser: Page) -> Page:
    """Return the browser as nobody had used it yet."""
    browser.media()
    browser.width(1200)
    browser.said.clear()
    browser.asked.clear()
    return browser
