"""A served footfall for tests: started on a free port, spoken to over raw sockets, ended by its process id."""

import json
import re
import socket
import subprocess
import threading
import time

from conftest import PROGRAM, ROOT, default_signals


class Served:
    def __init__(self, *words, port=0, env=None, command=("serve",)):
        self.process = subprocess.Popen([PROGRAM, *command, "--port", str(port), *map(str, words)], cwd=ROOT, env=env,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        preexec_fn=default_signals)
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            raise AssertionError(f"not serving: {self.process.communicate(timeout=20)}")
        self.port = int(re.fullmatch(r"http://[^/]+:(\d+)/", self.url).group(1))
        self.errors = []
        # Nobody must wait for the program's messages to be read.
        self.reader = threading.Thread(target=lambda: self.errors.extend(self.process.stderr), daemon=True)
        self.reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self, number=None):
        """Ends the server by a signal, SIGTERM if none is given; returns its exit code and how long it took."""
        begin = time.monotonic()
        if self.process.poll() is None:
            self.process.terminate() if number is None else self.process.send_signal(number)
        try:
            code = self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.reader.join(timeout=5)
        self.process.stdout.close()
        return code, time.monotonic() - begin

    def connect(self, timeout=10):
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def raw(self, data, timeout=10):
        """Sends bytes on a new connection; returns everything that comes until the server closes or is silent."""
        with self.connect(timeout) as stream:
            stream.sendall(data)
            return read_all(stream)

    def ask(self, target, method="GET", headers=None, body=None, close=True):
        """Returns status, headers by lower-case name, and body of one request."""
        words = {"Host": f"127.0.0.1:{self.port}", **(headers or {})}
        if close:
            words["Connection"] = "close"
        if body is not None:
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
            words["Content-Length"] = str(len(body))
            words.setdefault("Content-Type", "application/json")
        head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in words.items()) + "\r\n"
        return parse(self.raw(head.encode() + (body or b""), timeout=60), method)

    def json(self, target, **options):
        status, _, body = self.ask(target, **options)
        assert status == 200, (target, status, body[:500])
        return json.loads(body)


def read_all(stream):
    data = b""
    try:
        while more := stream.recv(1 << 16):
            data += more
    except (TimeoutError, ConnectionResetError):
        pass
    return data


def parse(answer, method="GET"):
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    assert lines[0].startswith("HTTP/1.1 "), answer[:200]
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    if "content-length" in headers and method != "HEAD" and lines[0][9:12] != "304":
        assert len(body) == int(headers["content-length"]), answer[:300]
    return int(lines[0][9:12]), headers, body


class Events:
    """A stream of events; `next()` returns (id, event, data)."""

    def __init__(self, served, last=None, receive_buffer=None):
        self.stream = socket.socket()
        if receive_buffer:
            self.stream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.stream.settimeout(20)
        self.stream.connect(("127.0.0.1", served.port))
        resume = f"Last-Event-ID: {last}\r\n" if last is not None else ""
        self.stream.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n{resume}\r\n".encode())
        self.pending = b""
        self.headers = self.until(b"\r\n\r\n").decode()

    def until(self, mark):
        while mark not in self.pending:
            more = self.stream.recv(1 << 16)
            if not more:
                raise EOFError(self.pending)
            self.pending += more
        text, _, self.pending = self.pending.partition(mark)
        return text

    def next(self):
        while True:
            fields = dict(line.split(": ", 1) for line in self.until(b"\n\n").decode().split("\n") if ": " in line and line[0] != ":")
            if "event" in fields:
                number = int(fields["id"]) if "id" in fields else None
                return number, fields["event"], json.loads(fields["data"])

    def close(self):
        self.stream.close()
