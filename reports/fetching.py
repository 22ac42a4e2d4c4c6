"""What a paper may fetch: the pictures that it was given, and nothing else."""

from collections.abc import Mapping
from types import MappingProxyType

import reports.typefaces  # noqa: F401 - makes fontconfig know the bundled typefaces before WeasyPrint loads it

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # isort: skip

NOTHING: Mapping[str, bytes] = MappingProxyType({})


class NothingFetched(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Refuses every address but those of given PNGs: a paper fetches neither files nor pages."""

    def __init__(self, given: Mapping[str, bytes] = NOTHING) -> None:
        super().__init__()
        self.given = given

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return a picture that was given; for anything else refuse, and stop the printing."""
        del headers
        if url in self.given:
            return URLFetcherResponse(url, self.given[url], {"Content-Type": "image/png"})
        message = f"a paper fetches nothing, not even {url[:80]}"
        raise FatalURLFetchingError(message)
