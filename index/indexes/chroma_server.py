"""A Chroma server: where it is, who is asked for, and the token it wants. The connection is in `chroma_client`."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from index.errors import InputError

TENANT = "default_tenant"
"""The tenant of a server where none is named, as Chroma calls it."""
DATABASE = "default_database"
"""The database of a server where none is named, as Chroma calls it."""
_PORTS = {"http": 8000, "https": 443}  # where the URL has none: 8000 is what `chroma run` listens on
_BEARER = "Authorization"


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """A server that keeps vectors. `url` has no query and no credentials, so it can be shown; the token never is."""

    url: str
    tenant: str = TENANT
    database: str = DATABASE
    header: str = _BEARER
    token: str | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """What tells this place from every other: the URL, and tenant and database where they are not the usual."""
        named = {"tenant": (self.tenant, TENANT), "database": (self.database, DATABASE)}
        query = urlencode({name: value for name, (value, usual) in named.items() if value != usual})
        return f"{self.url}?{query}" if query else self.url

    def headers(self) -> dict[str, str]:
        """What every request carries: nothing without a token; `Authorization` takes it as a bearer's, others raw."""
        if not self.token:
            return {}
        bearer = self.header.casefold() == _BEARER.casefold()
        return {self.header: f"Bearer {self.token}" if bearer else self.token}


def parse(url: str, *, token: str | None = None, header: str | None = None) -> ChromaServer:
    """The server at a URL: http or https, with `?tenant=…&database=…` where they are not the usual ones.

    Without a port it is 8000 for http and 443 for https. `header` names the header that takes the token; without it
    that is `Authorization: Bearer TOKEN`. Raises InputError, without the token, for what cannot be meant so.
    """
    example = "Give it as http://host:port or https://host."
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise InputError(f"The address of the Chroma server cannot be read: {error}. {example}") from error
    if parts.username is not None or parts.password is not None:
        raise InputError(
            "The address of the Chroma server holds a name or a password, which would be shown in messages. "
            "Leave it out and give the token in DATELINE_CHROMA_TOKEN."
        )
    if parts.scheme not in _PORTS or not host:
        raise InputError(f"{url!r} is no address of a Chroma server. {example}")
    asked = dict(parse_qsl(parts.query))
    unknown = sorted(set(asked) - {"tenant", "database"})
    if unknown or parts.fragment:
        raise InputError(
            f"The address of the Chroma server asks for {', '.join(unknown) or 'a fragment'}; "
            "only ?tenant=…&database=… can be asked for."
        )
    _check_header("token", token)
    _check_header("header", header)
    host = f"[{host}]" if ":" in host else host
    return ChromaServer(
        f"{parts.scheme}://{host}:{port or _PORTS[parts.scheme]}{parts.path.rstrip('/')}",
        asked.get("tenant", TENANT),
        asked.get("database", DATABASE),
        header or _BEARER,
        token or None,
    )


def _check_header(name: str, value: str | None) -> None:
    """A line break or another character that no header may have would end in a request that nobody meant."""
    if value and not (value.isascii() and value.isprintable() and (name == "token" or " " not in value)):
        raise InputError(
            f"The {name} for the Chroma server has characters that a header cannot carry. "
            f"Look at DATELINE_CHROMA_{name.upper()}: it must be one line of plain letters, digits and signs."
        )
