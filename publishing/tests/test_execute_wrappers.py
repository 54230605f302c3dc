"""Who looks on while the database is asked hears the thread that it looks on at, and no other."""

import threading

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections

from publishing.execute_wrappers import of_this_thread


def _ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.django_db(transaction=True)
def test_what_another_thread_asks_by_the_same_connection_is_not_heard():
    heard, faults = [], []
    mine = connections[DEFAULT_DB_ALIAS]

    def look_on(execute, sql, params, many, context):
        heard.append(sql)
        return execute(sql, params, many, context)

    def other():
        try:
            with mine.cursor() as cursor:
                cursor.execute("SELECT 2")
        except Exception as fault:
            faults.append(fault)

    mine.inc_thread_sharing()
    try:
        with connection.execute_wrapper(of_this_thread(look_on)):
            _ask()
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
    finally:
        mine.dec_thread_sharing()
    assert (heard, faults) == (["SELECT 1"], [])
