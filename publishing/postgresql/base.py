"""Django's PostgreSQL with a bound on every wait: what ``ENGINE`` names in place of Django's own.

A statement that the server works on is bounded by the server (``statement_timeout``, ``lock_timeout``); a server that says
nothing any more is told by ``publishing/database_watch.py``. The system's own bounds (``tcp_user_timeout``, keepalives) find
a peer that vanished while nobody was asking it anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import psycopg
from django.db.backends.postgresql import base, operations, psycopg_any
from psycopg import errors, generators, sql
from psycopg.abc import PQGen, PQGenConn
from psycopg.errors import error_from_result
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8

from publishing.database_watch import DatabaseSilentError, bounded, watch

MOST_PLANS = 150
"""Plans that the server keeps for a connection; those that were used longest ago go first."""
NEVER = 1 << 30
PLANS = "-c plan_cache_mode=force_generic_plan -c jit=off"
"""One plan for whatever values, made at the first use. To compile one costs more than its run: the answers are short."""


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
            name = known[question] = yield from self._prepare_question(question)
        try:
            result = yield from self._answer(name)
        except errors.InvalidSqlStatementName:
            # A pool in between gave this connection another server's.
            result = yield from self._answer((yield from self._prepare_question(question)))
        value = result.get_value(0, 0) if result.ntuples else None
        return None if value is None else value.decode()

    def _deallocate(self, name: bytes | None) -> PQGen[None]:
        """After a transaction that was taken back psycopg has the server forget all that it prepared."""
        if name is None:
            self.__dict__.pop("_questions", None)
        yield from super()._deallocate(name)

    def _prepare_question(self, question: str) -> PQGen[bytes]:
        """The name of a question. It is the same for the same words alone, so that no server answers another question by it."""
        name = b"portal_" + sha256(question.encode()).hexdigest()[:40].encode()
        self.pgconn.send_prepare(name, question.encode())
        try:
            yield from self._result(psycopg.pq.ExecStatus.COMMAND_OK)
        except errors.DuplicatePreparedStatement:
            pass
        return name

    def _answer(self, name: bytes) -> PQGen[Any]:
        self.pgconn.send_query_prepared(name, None)
        return (yield from self._result(psycopg.pq.ExecStatus.TUPLES_OK))

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


class PlannedCursor(psycopg.RawCursor[Any]):
    """Executes one statement, whose plan the server keeps for the connection."""

    text: bytes
    values: list[Any]

    def execute(self, _query: Any, _params: Any = None, **_how: Any) -> Any:  # type: ignore[override]  # told nothing that counts
        """Whatever it is told: what is handed on by Django is the text of the same statement for whoever looks on."""
        try:
            return super().execute(self.text, self.values, prepare=True)
        except (errors.FeatureNotSupported, errors.InvalidSqlStatementName, errors.DuplicatePreparedStatement):
            # The columns changed under the plan, or a pool in between gave this connection another server's.
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            return super().execute(self.text, self.values, prepare=False)


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> Any:
        """With its values, as of any other statement."""
        given = (sql, params) if isinstance(cursor, PlannedCursor) else None
        told: str | None = self.compose_sql(*given) if given else super().last_executed_query(cursor, sql, params)
        return told


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    Database = _Psycopg()  # type: ignore[assignment]  # Django’s own is the module itself

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with the bounds of this process; what ``DATABASE_URL`` itself says of them goes before."""
        params: dict[str, Any] = super().get_connection_params()
        bounds = dict(watch.patience.connection)
        options = f"{PLANS} {watch.patience.options} {params.pop('options', '')}".strip()
        watch.address = {name: params[name] for name in ("dbname", "user", "password", "host", "port") if name in params}
        watch.address |= {name: value for name, value in params.items() if name.startswith("ssl")}
        # psycopg keeps no plan by itself: it is told for each statement.
        params["prepare_threshold"] = NEVER
        return bounds | params | ({"options": options} if options else {})

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        made.prepared_max = MOST_PLANS
        # Their names are numbers. Behind a pool that hands on connections one server may know the plans of several of ours:
        # with names of its own, each is told that a plan is not there rather than given the rows of another one.
        made._prepared._prepared_idx = secrets.randbits(62)
        return made

    def literal(self, value: Any) -> str:
        """A value as it stands in a text of SQL."""
        return sql.Literal(value).as_string(self.connection)

    def planned_rows(self, text: bytes, values: list[Any], shown: tuple[str, Sequence[Any]]) -> list[tuple[Any, ...]]:
        """What ``text``, with ``$1`` and so on for its values, is answered by the plan that the server has of it."""
        self.ensure_connection()
        with self.wrap_database_errors:
            kept = self._cursor_for_plans()
        # Taken while it is used: who looks on may ask something in its turn, and gets a cursor of its own.
        self._for_plans, cursor = None, kept[2]
        cursor.text = text
        # A number of no told kind would be one of the smallest that holds it, and each a statement of its own.
        cursor.values = [Int8(value) if type(value) is int else value for value in values]
        wrapped = self._prepare_cursor(cursor)  # type: ignore[attr-defined]  # Django’s own, which its types leave out
        wrapped.execute(*shown)
        rows: list[tuple[Any, ...]] = wrapped.fetchall()
        self._for_plans = kept
        return rows

    _for_plans: tuple[Any, Any, PlannedCursor] | None = None

    def _cursor_for_plans(self) -> tuple[Any, Any, PlannedCursor]:
        """One for a connection: to make one, and what it reads columns with, takes as long as to ask."""
        kept = self._for_plans
        if kept is None or kept[0] is not self.connection or kept[1] is not self.timezone or kept[2].closed:
            cursor = PlannedCursor(self.connection)
            tzloader = self.connection.adapters.get_loader(base.TIMESTAMPTZ_OID, psycopg.pq.Format.TEXT)
            if self.timezone != tzloader.timezone:
                psycopg_any.register_tzloader(self.timezone, cursor)
            kept = self.connection, self.timezone, cursor
        return kept
