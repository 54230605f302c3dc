"""Django's PostgreSQL with a bound on every wait: what ``ENGINE`` names in place of Django's own.

A statement that the server works on is bounded by the server (``statement_timeout``, ``lock_timeout``); a server that says
nothing any more is told by ``publishing/database_watch.py``. The system's own bounds (``tcp_user_timeout``, keepalives) find
a peer that vanished while nobody was asking it anything.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg import generators
from psycopg.abc import PQGen, PQGenConn
from psycopg.errors import error_from_result

from publishing.database_watch import DatabaseSilentError, bounded, watch


class WatchedConnection(psycopg.Connection):
    """A connection that is given up, and closed, once the server is known to be silent."""

    _questions: dict[str, bytes]
    """What the server has prepared over this connection for ``first_value``, and under which name."""

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

    def first_value(self, question: str) -> str | None:
        """The first value that a question answers, as PostgreSQL writes it: for what is asked at nearly every request.

        The server reads and plans the question once for a connection. No cursor is made, no value converted and, outside of
        a transaction, none begun.
        """
        with self.lock:
            return self.wait(self._first_value(question))

    def _first_value(self, question: str) -> PQGen[str | None]:
        known = self.__dict__.setdefault("_questions", {})
        name = known.get(question)
        if name is None:
            name = f"portal_question_{len(known)}".encode()
            self.pgconn.send_prepare(name, question.encode())
            yield from self._result(psycopg.pq.ExecStatus.COMMAND_OK)
            known[question] = name
        self.pgconn.send_query_prepared(name, None)
        result = yield from self._result(psycopg.pq.ExecStatus.TUPLES_OK)
        value = result.get_value(0, 0) if result.ntuples else None
        return None if value is None else value.decode()

    def _result(self, expected: psycopg.pq.ExecStatus) -> PQGen[Any]:
        *_before, result = yield from generators.execute(self.pgconn)
        if result.status != expected:
            raise error_from_result(result)
        return result


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
