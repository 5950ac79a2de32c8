"""The tree of errors, grouped by what the caller does about them.

KgError
├── SkipError            skip this article and go on with the rest
│   ├── UnreadableError      cannot be opened, decoded or fetched
│   ├── EmptyError           holds no prose to analyse
│   └── TooLargeError        longer than the limit
└── StopError            stop the command
    ├── UsageError           an option or argument makes no sense
    ├── NotFoundError        a name, query, format or plug-in is unknown
    ├── StoreError           the store cannot be opened, read or written
    │   └── RemoteError          a server cannot be reached, refuses, or answers what makes no sense
    ├── QueryError           a SPARQL query is refused or malformed
    ├── LimitError           a query takes more time, memory or room than it may
    ├── DataError            shipped or given data (ontology, frames, seeds, model) are broken
    └── OutputError          a result cannot be written

Every message is one line that names the item and says what to do about it.
"""


class KgError(Exception):
    """Root of all errors that kg raises on purpose."""


class SkipError(KgError):
    """This article is left out; the others go on."""


class UnreadableError(SkipError):
    """The input cannot be opened, decoded or fetched."""


class EmptyError(SkipError):
    """The input holds no prose."""


class TooLargeError(SkipError):
    """The input is longer than the limit."""


class StopError(KgError):
    """The command cannot go on."""


class UsageError(StopError):
    """An option or argument makes no sense."""


class NotFoundError(StopError):
    """A name, query, format or plug-in is unknown."""


class StoreError(StopError):
    """The store cannot be opened, read or written."""


class RemoteError(StoreError):
    """A server cannot be reached, refuses, or answers what makes no sense.

    ``status`` is that of its HTTP answer, 0 where there was none.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class QueryError(StopError):
    """A SPARQL query is refused or malformed."""


class LimitError(StopError):
    """A query takes more time, memory or room than it may."""


class DataError(StopError):
    """Shipped or given data (ontology, frames, seeds, model) are broken."""


class OutputError(StopError):
    """A result cannot be written."""
