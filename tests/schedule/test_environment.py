"""Of this shell's variables: which go with a timer, and which never do."""

from __future__ import annotations

import pytest

from pubtrack.errors import Misused
from pubtrack.schedule.environment import carried

SECRET = "s3cret-0123456789"


def test_folders_and_addresses_go_with_it():
    environ = {"PUBTRACK_STATE_DIR": "/s", "XDG_CONFIG_HOME": "/c", "PUBTRACK_ARXIV_URL": "http://127.0.0.1:9/", "HOME": "/h", "LANG": "C"}
    environ |= {"HTTPS_PROXY": "http://proxy.example.org:3128", "no_proxy": "localhost", "PATH": "/bin", "SSL_CERT_FILE": ""}
    assert carried(environ, {}).variables == {
        "HTTPS_PROXY": "http://proxy.example.org:3128",
        "PUBTRACK_ARXIV_URL": "http://127.0.0.1:9",
        "PUBTRACK_STATE_DIR": "/s",
        "XDG_CONFIG_HOME": "/c",
        "no_proxy": "localhost",
    }


def test_keys_never_go_with_it_and_those_that_a_timer_lacks_are_named():
    environ = dict.fromkeys(("S2_API_KEY", "OPENALEX_API_KEY", "GITHUB_TOKEN", "PUBTRACK_CONTACT", "AWS_SECRET_ACCESS_KEY"), SECRET)
    found = carried(environ, {"OPENALEX_API_KEY": "another"})
    assert found.variables == {}
    assert found.keys == ("S2_API_KEY", "GITHUB_TOKEN", "PUBTRACK_CONTACT")


@pytest.mark.parametrize("proxy", [f"http://ada:{SECRET}@proxy:3128", f"ada:{SECRET}@proxy:3128", f"http://[::1@{SECRET}"])
def test_a_proxy_with_a_password_stays_here(proxy):
    found = carried({"https_proxy": proxy, "HTTP_PROXY": "http://proxy:1"}, {})
    assert (found.variables, found.proxies) == ({"HTTP_PROXY": "http://proxy:1"}, ("https_proxy",))


def test_an_address_with_a_password_is_refused():
    with pytest.raises(Misused) as refused:
        carried({"PUBTRACK_DBLP_URL": f"https://ada:{SECRET}@dblp.example.org"}, {})
    assert SECRET not in str(refused.value)
