"""The server against those who are slow, many, malformed or not meant: limits, deadlines, hosts, origins, tokens."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time

import pytest
from conftest import footfall
from serving import Events, Served, parse, read_all


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served") / "data"
    footfall("simulate", "--days", "10", "--customers", "40", "--out", folder)
    return folder


@pytest.fixture(scope="module")
def served(folder):
    with Served(folder) as server:
        yield server
        assert server.stop()[0] == 0


GOOD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
BIG_HEADER = b"X: " + b"a" * 9000 + b"\r\n"

# Bytes, and the status they get. None: nothing at all is answered.
CASES = {
    "good": (GOOD + b"Connection: close\r\n\r\n", 200),
    "head": (b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200),
    "absolute form": (b"GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 200),
    "absolute form of another host": (b"GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 403),
    "no host": (b"GET /healthz HTTP/1.1\r\n\r\n", 400),
    "two hosts": (GOOD + b"Host: localhost\r\n\r\n", 400),
    "foreign host": (b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403),
    "rebound host": (b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n", 403),
    "host with user": (b"GET /healthz HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n", 403),
    "host with bad port": (b"GET /healthz HTTP/1.1\r\nHost: localhost:80.evil.example\r\n\r\n", 403),
    "another address": (b"GET /healthz HTTP/1.1\r\nHost: 192.168.0.1\r\n\r\n", 403),
    "foreign origin": (GOOD + b"Origin: http://evil.example\r\n\r\n", 403),
    "null origin": (GOOD + b"Origin: null\r\n\r\n", 403),
    "own origin": (GOOD + b"Origin: http://localhost\r\nConnection: close\r\n\r\n", 200),
    "cross-site": (GOOD + b"Sec-Fetch-Site: cross-site\r\n\r\n", 403),
    "same-site": (GOOD + b"Sec-Fetch-Site: same-site\r\n\r\n", 403),
    "same-origin": (GOOD + b"Sec-Fetch-Site: same-origin\r\nConnection: close\r\n\r\n", 200),
    "both lengths": (b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "two lengths": (b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", 400),
    "two equal lengths": (b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400),
    "list of lengths": (b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2, 2\r\n\r\n{}", 400),
    "negative length": (b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400),
    "length with sign": (b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: +2\r\n\r\n{}", 400),
    "huge length": (b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
    "body above 1 MiB": (b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n", 413),
    "unknown coding": (b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
    "hidden coding": (b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n", 501),
    "coding in 1.0": (b"POST /api/v1/live HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "blank before colon": (b"GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
    "folded header": (GOOD + b"X: a\r\n b\r\n\r\n", 400),
    "bare line feed": (b"GET /healthz HTTP/1.1\nHost: localhost\n\n", None),
    "bare line feed inside": (GOOD + b"X: a\nY: b\r\n\r\n", 400),
    "bare carriage return": (GOOD + b"X: a\rb\r\n\r\n", 400),
    "zero byte": (GOOD + b"X: a\0b\r\n\r\n", 400),
    "no name": (GOOD + b": a\r\n\r\n", 400),
    "empty line first": (b"\r\n" + GOOD + b"\r\n", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    "HTTP/0.9": (b"GET /healthz\r\n\r\n", 400),
    "lower-case protocol": (b"GET /healthz http/1.1\r\nHost: localhost\r\n\r\n", 400),
    "two blanks": (b"GET  /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    "asterisk": (b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "authority form": (b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "traversal": (b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
    "encoded traversal": (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
    "traversal of a name": (b"GET /api/v1/analyses/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
    "damaged escape": (b"GET /healthz%2 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "zero byte in path": (b"GET /healthz%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "overlong UTF-8": (b"GET /%c0%ae HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "fragment": (b"GET /healthz#x HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
    "head above 8 KB": (GOOD + BIG_HEADER + b"\r\n", 431),
    "endless line": (b"GET /" + b"a" * 20000, 431),
    "many headers": (GOOD + b"X: 1\r\n" * 150 + b"\r\n", 431),
    "unknown expectation": (GOOD + b"Expect: miracles\r\n\r\n", 417),
    "wrong method": (b"DELETE /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405),
    "nothing there": (b"GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
}


@pytest.mark.parametrize("name", CASES)
def test_raw_bytes(served, name):
    data, status = CASES[name]
    answer = served.raw(data, timeout=2 if status is None else 10)
    if status is None:
        assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
        return
    found, headers, body = parse(answer, "HEAD" if name == "head" else "GET")
    assert found == status, answer
    assert "date" in headers and headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers
    assert answer.count(b"HTTP/1.1 ") == 1  # one request, one answer
    if status >= 400:
        assert headers["content-type"] == "application/problem+json" and b'"status":' in body
        if status not in (404, 405):
            assert headers["connection"] == "close"
    if status == 405:
        assert headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("chunks, status", [
    (b"0\r\n\r\n", 415), (b"2\r\n{}\r\n0\r\n\r\n", 415), (b"ffffffffffffffffff\r\n{}\r\n0\r\n\r\n", 400),
    (b"-2\r\n{}\r\n0\r\n\r\n", 400), (b"zz\r\n{}\r\n0\r\n\r\n", 400), (b"200000\r\n" + b"a" * 0x200000 + b"\r\n0\r\n\r\n", 413),
], ids=["empty", "small", "overflowing", "negative", "no number", "2 MiB"])
def test_chunked_bodies(served, chunks, status):
    head = b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    found, _, _ = parse(served.raw(head + chunks))
    assert found == status  # 415: the body was read, and is no JSON by its type


def test_pipelined_requests_are_answered_in_order(served):
    answer = served.raw(GOOD + b"\r\n" + b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n" + GOOD + b"Connection: close\r\n\r\n")
    assert re.findall(rb"HTTP/1.1 (\d+)", answer) == [b"200", b"404", b"200"]


def test_expect_100_continue(served):
    with served.connect() as stream:
        stream.sendall(b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
                       b"Content-Type: application/json\r\nConnection: close\r\n\r\n")
        assert stream.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        stream.sendall(b"{}")
        assert read_all(stream).startswith(b"HTTP/1.1 4")
    # What is refused anyway is not asked for its body.
    answer = served.raw(b"POST /api/v1/live HTTP/1.1\r\nHost: evil.example\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 403")


def test_a_connection_ends_after_1000_requests(served):
    with served.connect() as stream:
        reader = stream.makefile("rb")
        for number in range(1, 1001):
            stream.sendall(GOOD + b"\r\n")
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += reader.readline()
            assert reader.read(3) == b"ok\n"
            assert (b"Connection: close" in head) == (number == 1000)
        assert reader.read() == b""


@pytest.mark.alone
def test_the_slow_are_let_go_after_five_seconds(served):
    """Silence, a head that drips, a body that drips, all at once: each ends at its absolute deadline."""
    begin = time.monotonic()
    streams = {name: served.connect(timeout=1) for name in ("silent", "head", "body")}
    streams["head"].sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
    streams["body"].sendall(b"POST /api/v1/live HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
    ended = {}
    while len(ended) < 3 and time.monotonic() - begin < 9:
        time.sleep(0.25)
        for name, stream in streams.items():
            if name in ended:
                continue
            try:
                if name != "silent":
                    stream.sendall(b"a")
                stream.settimeout(0.01)
                if stream.recv(10) == b"":
                    ended[name] = time.monotonic() - begin
            except TimeoutError:
                pass
            except OSError:
                ended[name] = time.monotonic() - begin
    for stream in streams.values():
        stream.close()
    assert set(ended) == set(streams)
    assert all(4.5 < seconds < 7.5 for seconds in ended.values()), ended


def test_more_than_256_connections_are_told_so(served):
    streams = []
    try:
        for _ in range(256):
            streams.append(served.connect())
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            answer = served.raw(GOOD + b"Connection: close\r\n\r\n", timeout=2)
            if answer.startswith(b"HTTP/1.1 503"):
                break
        assert answer.startswith(b"HTTP/1.1 503") and b"Retry-After: 1\r\n" in answer
    finally:
        for stream in streams:
            stream.close()
    time.sleep(0.3)
    assert served.ask("/healthz")[0] == 200


@pytest.mark.alone
def test_32_streams_hang_and_everybody_else_is_served(served):
    streams = [Events(served) for _ in range(32)]
    try:
        refused = served.raw(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert parse(refused)[0] == 503 and b"Retry-After" in refused
        slowest = 0
        for _ in range(50):
            begin = time.monotonic()
            assert served.ask("/healthz")[0] == 200
            slowest = max(slowest, time.monotonic() - begin)
        assert slowest < 1, slowest
        assert b"footfall_http_streams_open 32\n" in served.ask("/metrics")[2]
    finally:
        for stream in streams:
            stream.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_gracefully_with_open_streams(folder, number):
    with Served(folder) as server:
        streams = [Events(server) for _ in range(3)]
        idle = server.connect()
        code, seconds = server.stop(number)
        assert code == 0 and seconds < 4
        for stream in streams:
            with pytest.raises((EOFError, ConnectionResetError)):
                while True:
                    stream.next()
            stream.close()
        idle.close()


def test_a_taken_port_is_told_and_another_is_taken(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = footfall("serve", folder, "--port", port, check=False)
        assert done.returncode == 4 and f"port {port}" in done.stderr
    with socket.socket() as taken:
        try:
            taken.bind(("127.0.0.1", 8123))
            taken.listen()
        except OSError:
            pass  # somebody has it: as good
        process = subprocess.Popen(["build/footfall", "serve", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            url = process.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url) and ":8123/" not in url
        finally:
            process.terminate()
            _, errors = process.communicate(timeout=15)
        assert "port 8123 is taken" in errors


def test_only_a_token_opens_it_to_others(folder, tmp_path):
    refused = footfall("serve", folder, "--host", "0.0.0.0", check=False)
    assert refused.returncode == 2 and "--token-file" in refused.stderr
    short = tmp_path / "short"
    short.write_text("secret\n")
    assert footfall("serve", folder, "--token-file", short, check=False).returncode == 3
    assert footfall("serve", folder, "--token-file", tmp_path / "none", check=False).returncode == 4
    token = tmp_path / "token"
    token.write_text("correct-horse-battery\n")
    with Served(folder, "--host", "0.0.0.0", "--token-file", token, "--allow-host", "Shop.Example") as server:
        def ask(path, host="localhost", given=None):
            return server.ask(path, headers={"Host": host, **({"Authorization": given} if given else {})})
        for given in (None, "Bearer correct-horse-batterx", "Bearer correct-horse-battery2", "Bearer ", "Basic correct-horse-battery", "bearer"):
            status, headers, _ = ask("/metrics", given=given)
            assert status == 401 and headers["www-authenticate"] == "Bearer"
        good = "Bearer correct-horse-battery"
        assert ask("/metrics", given=good)[0] == 200
        assert ask("/healthz")[0] == 200  # probes bring none
        assert ask("/metrics", host="shop.example:80", given=good)[0] == 200
        assert ask("/metrics", host="10.1.2.3", given=good)[0] == 200
        assert ask("/metrics", host="evil.example", given=good)[0] == 403


def test_slowhttptest_finds_the_service_available(served, tmp_path):
    if shutil.which("slowhttptest") is None:
        print("SKIPPED: slowhttptest is missing")
        pytest.skip("slowhttptest is missing: slow clients were NOT tried by it")
    done = subprocess.run(["slowhttptest", "-H", "-c", "60", "-r", "60", "-i", "2", "-l", "8", "-p", "2", "-u", f"{served.url}healthz"],
                          capture_output=True, text=True, timeout=40, cwd=tmp_path, env={**os.environ, "TERM": "dumb"})
    text = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    assert re.findall(r"service available:\s+(\w+)", text) and "NO" not in re.findall(r"service available:\s+(\w+)", text), text
    assert served.ask("/healthz")[0] == 200
