"""A browser for the tests of the site: the one that the tests of the page drive."""

from tests.targets.page.conftest import browser

__all__ = ["browser"]
