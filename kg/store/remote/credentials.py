"""Who we are to a server: from the environment or a netrc file, never from a command line, never in a message."""

from __future__ import annotations

import netrc
import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from kg.errors import UsageError

USER, PASSWORD, TOKEN = "KG_USER", "KG_PASSWORD", "KG_TOKEN"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token, or a user with a password. Their ``repr`` tells neither."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def credentials(url: str, environment: Mapping[str, str] = os.environ) -> Credentials | None:
    """Those for a server: ``KG_TOKEN``, or ``KG_USER`` and ``KG_PASSWORD``, else the line of its host in the file
    that ``NETRC`` names or ``~/.netrc``.

    Raises UsageError where the address holds some, or the file cannot be read.
    """
    parsed = httpx.URL(url)
    if parsed.userinfo:
        raise UsageError(f"{parsed.copy_with(userinfo=b'')}: an address holds no password: set {USER} and {PASSWORD}")
    if token := environment.get(TOKEN):
        return Credentials(token=token)
    if user := environment.get(USER):
        return Credentials(user, environment.get(PASSWORD, ""))
    return _from_netrc(parsed.host, environment)


def _from_netrc(host: str, environment: Mapping[str, str]) -> Credentials | None:
    path = Path(environment.get("NETRC") or Path.home() / ".netrc")
    if not path.is_file():
        return None
    try:
        found = netrc.netrc(path).authenticators(host)
    except netrc.NetrcParseError as error:
        raise UsageError(f"{path} is no netrc file: line {error.lineno} is malformed") from None  # may hold a password
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    return Credentials(found[0], found[2]) if found else None


class Login(httpx.Auth):
    """Answers a 401 with Basic or Digest, whichever the server asks for, and from then on at once."""

    requires_response_body = True

    def __init__(self, who: Credentials) -> None:
        self._who = who
        self._scheme: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """As httpx asks for: yields requests and is sent their answers."""
        if self._who.token:
            request.headers["Authorization"] = f"Bearer {self._who.token}"
            yield request
            return
        if self._scheme is None:
            response = yield request
            if response.status_code != 401:
                return
            self._scheme = self._asked(response.headers.get("www-authenticate", ""))
        yield from self._scheme.auth_flow(request)

    def _asked(self, challenge: str) -> httpx.Auth:
        if "digest" in challenge.lower():
            return httpx.DigestAuth(self._who.user, self._who.password)
        return httpx.BasicAuth(self._who.user, self._who.password)
