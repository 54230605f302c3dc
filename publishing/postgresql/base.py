"""Django's PostgreSQL with a bound on every wait: what ``ENGINE`` names in place of Django's own.

A statement that the server works on is bounded by the server (``statement_timeout``, ``lock_timeout``); a server that says
nothing any more is told by ``publishing/database_watch.py``. The system's own bounds (``tcp_user_timeout``, keepalives) find
a peer that vanished while nobody was asking it anything.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import PQGen, PQGenConn

from publishing.database_watch import DatabaseSilentError, bounded, watch


class WatchedConnection(psycopg.Connection):
    """A connection that is given up, and closed, once the server is known to be silent."""

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> PQGenConn[WatchedConnection]:
        """What ``connect`` waits for. psycopg does not promise it: ``test_database_watch.py`` holds that it is asked."""
        return bounded(super()._connect_gen(conninfo))

    def wait(self, gen: PQGen[Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return super().wait(bounded(gen, self.pgconn.backend_pid), *args, **kwargs)
        except DatabaseSilentError:
            # An answer that came late would be taken for that of the next question.
            self.close()
            raise


class _Psycopg:
    """The module psycopg, but for what it connects with."""

    connect = staticmethod(WatchedConnection.connect)

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)


class DatabaseWrapper(base.DatabaseWrapper):
    Database = _Psycopg()  # type: ignore[assignment]  # Django’s own is the module itself

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with the bounds of this process; what ``DATABASE_URL`` itself says of them goes before."""
        params: dict[str, Any] = super().get_connection_params()
        bounds = dict(watch.patience.connection)
        options = f"{watch.patience.options} {params.pop('options', '')}".strip()
        watch.address = {name: params[name] for name in ("dbname", "user", "password", "host", "port") if name in params}
        watch.address |= {name: value for name, value in params.items() if name.startswith("ssl")}
        return bounds | params | ({"options": options} if options else {})
