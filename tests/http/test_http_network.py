"""The user's network and the machine: proxies, packed bodies over the wire, several processes, and processes that must end."""

from __future__ import annotations

import signal
import ssl
import subprocess
import sys
import zlib
from itertools import pairwise
from pathlib import Path

import pytest

from pubtrack.errors import SourceFailure
from pubtrack.http import Limits

ROOT = Path(__file__).resolve().parents[2]
needs_openssl = pytest.mark.needs("openssl")


def test_an_http_proxy_is_used_and_its_own_name_is_looked_up(make_door, ask, host, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", host.url.replace("http://", "http://me:s3cret@"))
    looked_up = []
    host.says()
    door = make_door(resolve=lambda name, port: looked_up.append((name, port)))
    door.get("arxiv", "http://service.example/api?x=1", pace=0.0, accept=("application/json",))
    assert host.asked[0].startswith(b"GET http://service.example/api?x=1 HTTP/1.1")
    assert b"Proxy-Authorization: Basic" in host.asked[0]
    assert looked_up == [("127.0.0.1", int(host.url.rpartition(":")[2]))]


def test_an_https_proxy_is_asked_for_a_tunnel_and_its_refusal_is_no_connection(make_door, host, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", host.url)
    host.says(403, b"no")
    with pytest.raises(SourceFailure) as caught:
        make_door().get("arxiv", "https://service.example/api", pace=0.0, accept=())
    assert host.asked[0].startswith(b"CONNECT service.example:443 HTTP/1.")
    assert caught.value.kind == "unreachable"


def test_no_proxy_is_used_where_it_says_so(ask, host, other_host, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", other_host.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    host.says()
    ask()
    assert (len(host.asked), other_host.asked) == (1, [])


@pytest.mark.parametrize("proxy", ["http://[bad", "http://127.0.0.1:port", "gopher://127.0.0.1:1", "http://"])
def test_a_proxy_that_cannot_be_used_is_unreachable(make_door, monkeypatch, proxy):
    monkeypatch.setenv("HTTP_PROXY", proxy)
    with pytest.raises(SourceFailure) as caught:
        make_door().get("arxiv", "http://service.example/api", pace=0.0, accept=())
    assert caught.value.kind == "unreachable"


def test_a_packed_body_arrives_unpacked(ask, host):
    host.says(200, zlib.compress(b'{"a": 1}'), Content_Encoding="deflate")
    assert ask().body == b'{"a": 1}'


def test_a_chunked_body_arrives_whole(ask, host):
    host.sends(
        b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n5\r\n": 1}\r\n0\r\n\r\n'
    )
    assert ask().body == b'{"a": 1}'


def test_a_bomb_over_the_wire_is_given_up(make_door, ask, host):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(20)) + packer.flush()
    host.says(200, bomb, Content_Encoding="gzip")
    with pytest.raises(SourceFailure) as caught:
        ask(through=make_door(limits=Limits(body_bytes=2_000_000)))
    assert caught.value.kind == "too_slow"


# ---------------------------------------------------------------- certificates


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> Path:
    """A certificate that nobody has signed, with its key in the same file."""
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", *subject]
    subprocess.run([*command, "-keyout", path, "-out", path.with_suffix(".crt")], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + path.with_suffix(".crt").read_bytes())
    return path


@pytest.fixture
def secure_host(certificate, make_host):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return make_host(lambda connection: context.wrap_socket(connection, server_side=True))


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
@needs_openssl
def test_certificates_named_in_the_environment_are_trusted(ask, secure_host, certificate, monkeypatch, variable):
    monkeypatch.setenv(variable, str(certificate))
    secure_host.says()
    assert ask(at=secure_host).status == 200


@needs_openssl
def test_a_certificate_that_nobody_vouches_for_is_not_trusted_and_not_tried_again(ask, secure_host, time_passes):
    secure_host.says()
    with pytest.raises(SourceFailure) as caught:
        ask(at=secure_host)
    assert (caught.value.kind, secure_host.asked, time_passes.slept) == ("unreachable", [], [])
    assert "REQUESTS_CA_BUNDLE" in caught.value.message


@needs_openssl
def test_a_drip_over_tls_is_hung_up_on(ask, secure_host, certificate, monkeypatch, watch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    secure_host.drips(b"HTTP/1.1 200 OK\r\n\r\n", then=lambda: watch.passes(25))
    with pytest.raises(SourceFailure) as caught:
        ask(at=secure_host)
    assert caught.value.kind == "too_slow"
    assert secure_host.ended.wait(20)


def speaks_plainly(connection):
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    return connection


def test_a_plain_host_where_a_secure_one_was_meant_is_unreachable(make_door, make_host):
    address = make_host(speaks_plainly).says().url
    assert address.startswith("https:")
    with pytest.raises(SourceFailure) as caught:
        make_door().get("arxiv", address, pace=0.0, accept=())
    assert caught.value.kind == "unreachable"


def test_a_silent_host_where_a_secure_one_was_meant_is_unreachable(make_door, host):
    host.hangs()
    with pytest.raises(SourceFailure) as caught:
        make_door(limits=Limits(connect_seconds=0.05)).get("arxiv", host.url.replace("http:", "https:"), pace=0.0, accept=())
    assert caught.value.kind == "unreachable"


# ---------------------------------------------------------------- processes

ASKER = """
import sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from pubtrack.errors import SourceFailure
from pubtrack.http.hosts import Hosts
from pubtrack.http import Http, Limits
url, folder, times, pace, whole = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5])
slept = 0.0
def sleep(seconds):
    global slept
    slept += seconds
    time.sleep(min(seconds, 0.01))
def now():
    return datetime(2030, 1, 7, 12, tzinfo=UTC) + timedelta(seconds=slept)
door = Http(hosts=Hosts(folder), user_agent="pubtrack/0", limits=Limits(whole_seconds=whole), now=now, sleep=sleep)
for _ in range(times):
    try:
        door.get("arxiv", url, pace=pace, accept=())
        print("answered", slept, flush=True)
    except SourceFailure as failure:
        print(failure.kind, flush=True)
"""


def start_asker(url: str, folder: Path, *, times: int, pace: float, whole: float = 60.0) -> subprocess.Popen[str]:
    """Its clock begins at noon and moves as it sleeps; when it asked is told in seconds after noon."""
    command = [sys.executable, "-c", ASKER, url, str(folder), str(times), str(pace), str(whole)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_three_processes_together_keep_the_pace_and_ask_one_at_a_time(host, tmp_path):
    """Each has a clock of its own, which stands at noon until it has to wait: only what they keep together tells them apart."""
    talking: list[int] = []
    together: list[int] = []

    def answer(connection):
        talking.append(1)
        together.append(len(talking))
        host.ended.wait(0.02)
        together.append(len(talking))
        talking.pop()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    host.does(answer)
    askers = [start_asker(host.url, tmp_path / "state", times=3, pace=60) for _ in range(3)]
    lines = [line.split() for asker in askers for line in asker.communicate(timeout=60)[0].splitlines()]
    assert [outcome for outcome, *_ in lines] == ["answered"] * 9
    assert max(together) == 1
    moments = sorted(float(moment) for _, moment in lines)
    assert all(later - earlier > 59.999 for earlier, later in pairwise(moments))


@pytest.mark.slow
def test_a_process_that_is_killed_while_it_asks_frees_the_host(ask, host, hosts, tmp_path):
    host.hangs().says()
    asker = start_asker(host.url, hosts.path.parent, times=1, pace=0.0)
    while not host.asked:
        assert asker.poll() is None
    assert hosts.try_lock(host.url.removeprefix("http://")) is None
    asker.send_signal(signal.SIGKILL)
    asker.communicate(timeout=60)
    assert ask().status == 200


def test_a_host_that_another_process_talks_to_is_waited_for_but_not_for_ever(make_door, ask, host, hosts):
    with hosts.try_lock(host.url.removeprefix("http://")), pytest.raises(SourceFailure) as caught:
        ask(through=make_door())
    assert caught.value.kind == "out_of_time"
    assert "another pubtrack" in caught.value.message


@pytest.mark.slow
def test_a_process_ends_though_its_host_hangs(host, tmp_path):
    host.hangs()
    asker = start_asker(host.url, tmp_path / "state", times=1, pace=0.0, whole=0.3)
    (kind,) = asker.communicate(timeout=60)[0].split()
    assert kind in ("too_slow", "unreachable")  # the latter where this machine needed longer to connect


@pytest.mark.slow
def test_a_process_ends_though_the_resolver_hangs(tmp_path):
    hang = "import socket, time\nsocket.getaddrinfo = lambda *a, **k: time.sleep(60)\n" + ASKER.replace(
        "Limits(whole_seconds=whole)", "Limits(resolve_seconds=whole)"
    )
    command = [sys.executable, "-c", hang, "http://service.example", str(tmp_path / "state"), "2", "0", "0.3"]
    ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    assert ended.stdout.split() == ["unreachable", "resting"]


@pytest.mark.slow
def test_the_door_is_made_without_loading_requests():
    loaded = "{'requests', 'urllib3', 'filelock', 'platformdirs'} & set(sys.modules)"
    script = f"import sys, pubtrack.http, pubtrack.http.hosts, pubtrack.http.origins; print({loaded})"
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "set()"
