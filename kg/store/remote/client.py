"""One HTTP client: it tries again what may pass, and says on one line what does not."""

from __future__ import annotations

import re
import ssl
import time
from functools import cache
from types import TracebackType
from typing import Any, Self

import httpx

from kg.errors import RemoteError
from kg.store.remote.credentials import PASSWORD, TOKEN, USER, Credentials, Login

_PASSING = frozenset([429, 502, 503, 504])  # statuses of a server that may soon answer otherwise
_PAUSES = (0.5, 2.0, 5.0)  # seconds before the second, third and fourth try
_LONGEST = 30.0  # seconds that a server may ask us to wait by Retry-After
_SHOWN = 160  # characters of a server's own words
_MARKUP = re.compile(r"<(style|script|title)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


class Client:
    """Sends requests that may safely be sent twice, as all of ours: they say what shall be, not what to add."""

    def __init__(self, who: Credentials | None = None, *, timeout: float = 120.0) -> None:
        self._known = who is not None
        self._http = httpx.Client(
            auth=Login(who) if who else None,
            timeout=httpx.Timeout(timeout, connect=10.0),
            headers={"User-Agent": "diplomacy-kg"},
            verify=_certificates(),
        )

    def send(self, method: str, url: str, *, tries: int = len(_PAUSES) + 1, **more: Any) -> httpx.Response:
        """The answer where its status is 2xx. Raises RemoteError with the status, and what to do about it."""
        pauses = iter(_PAUSES[: tries - 1])
        while True:
            pause = next(pauses, None)
            try:
                response = self._http.request(method, url, **more)
            except httpx.InvalidURL as error:
                raise RemoteError(f"{url} is no address: {error}") from error
            except (httpx.HTTPError, OSError) as error:
                if pause is None or isinstance(error, httpx.UnsupportedProtocol | httpx.ConnectError):
                    raise _unreachable(url, error) from error
            else:
                if response.is_success:
                    return response
                if pause is None or response.status_code not in _PASSING:
                    raise self._refusal(url, response)
                pause = max(pause, _asked(response))
            time.sleep(pause)

    def _refusal(self, url: str, response: httpx.Response) -> RemoteError:
        status = response.status_code
        said = _words(response)
        told = f"{_bare(url)} answered {status} {response.reason_phrase}".strip() + (f" ({said})" if said else "")
        return RemoteError(f"{told}: {self._advice(status, response)}", status)

    def _advice(self, status: int, response: httpx.Response) -> str:
        if status in (401, 403):
            what = "check" if self._known else "set"
            return f"{what} {USER} and {PASSWORD}, or {TOKEN}, or the line of {response.url.host} in ~/.netrc"
        if response.is_redirect:
            return f"give the address {_bare(response.headers.get('location', ''))} instead"
        if status == 404:
            return "check the address and the preset"
        if status == 413:
            return "raise the server's limit, or give a smaller --chunk"
        if status in _PASSING or status >= 500:
            return "look into the server's log, and run the same command again: it goes on from there"
        return "look into the server's log, or try another preset"

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@cache
def _certificates() -> ssl.SSLContext:
    """Loaded once: it takes longer than most requests."""
    return httpx.create_ssl_context()


def _asked(response: httpx.Response) -> float:
    after = response.headers.get("retry-after", "")
    return min(float(after), _LONGEST) if after.isdigit() else 0.0


def _unreachable(url: str, error: Exception) -> RemoteError:
    if isinstance(error, httpx.ConnectError):
        return RemoteError(f"{_bare(url)} cannot be reached ({error}): is the server running?")
    if isinstance(error, httpx.TimeoutException):
        return RemoteError(f"{_bare(url)} did not answer in time: give a longer --timeout or a smaller --chunk")
    return RemoteError(f"{_bare(url)} broke off ({error or type(error).__name__}): run the same command again")


def _bare(url: str) -> str:
    """An address without what stands behind ``?``."""
    return url.partition("?")[0]


def _words(response: httpx.Response) -> str:
    """The first words of a server's answer, tags taken out."""
    if not response.headers.get("content-type", "text/").startswith(("text/", "application/json")):
        return ""
    text = " ".join(_MARKUP.sub(" ", response.text).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
