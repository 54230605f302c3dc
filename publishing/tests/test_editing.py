"""An editing session belongs to one request, and ends with it."""

import gc
import weakref

from publishing.editing import EditingSession, Refusal, session_of


def test_a_session_is_that_of_its_request_alone(rf):
    mine, other = rf.post("/"), rf.post("/")
    session_of(mine).refusals = (Refusal("No."),)
    assert session_of(mine) == EditingSession(refusals=(Refusal("No."),))
    assert session_of(other) == EditingSession()


def test_a_session_ends_with_its_request(rf):
    request = rf.post("/")
    session = weakref.ref(session_of(request))
    assert session() is not None
    del request
    gc.collect()
    assert session() is None
