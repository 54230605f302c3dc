"""Where a request comes from is read in one place, behind the documented proxy and without one."""

from publishing.network import network_of


def test_behind_the_proxy_the_network_is_the_visitors(rf, settings):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"})
    assert network_of(request) == "127.0.0.0/24"
    settings.PRODUCTION = True
    assert network_of(request) == "192.0.2.0/24"
    assert network_of(rf.get("/", headers={"X-Forwarded-For": "nonsense"})) == "unknown"
