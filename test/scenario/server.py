# server.py - the real program in a directory of its own, its tables, and a small client for it.
#
# The program is the first argument of each test, or VANGNET. With VANGNET_TEST_POSTGRES (a libpq
# connection string; script/with-postgres sets it) the database is a schema of its own in
# PostgreSQL; otherwise it is SQLite. A second argument, sqlite or postgres, says which; a test
# that cannot have it ends with 77, which is how Meson knows that it was skipped. The key store is
# SQLite in both.
# SPDX-License-Identifier: EUPL-1.2
import hashlib
import http.client
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid

WAIT_SECONDS = 240  # for what hangs; no more is meant by it
KEYED = ("POST", "PUT", "PATCH", "DELETE")
SKIPPED = 77


def postgres():
    """The connection string, if PostgreSQL is to be used."""
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    found = os.environ.get("VANGNET_TEST_POSTGRES", "")
    if wanted == "postgres" and not found:
        print("skipped: VANGNET_TEST_POSTGRES names no PostgreSQL (script/with-postgres)")
        sys.exit(SKIPPED)
    return "" if wanted == "sqlite" else found


POSTGRES = postgres()


def program():
    return sys.argv[1] if len(sys.argv) > 1 else os.environ["VANGNET"]


class Reply:
    """What came back; `seconds` is how long it took."""

    def __init__(self, status, headers, body, seconds):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body
        self.seconds = seconds

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def media_type(self):
        return self.headers.get("content-type", "").split(";")[0]

    def __str__(self):
        return f"{self.status} {self.body[:600].decode('utf-8', 'replace')}"


def dump_file(path, passed_over):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=WAIT_SECONDS)
    try:
        connection.execute("begin")
        found = {}
        names = connection.execute("select name from sqlite_master where type = 'table'")
        for (name,) in names.fetchall():
            if name in passed_over:
                continue
            rows = sorted(map(repr, connection.execute(f"select * from {name}")))
            digest = hashlib.sha256("\n".join(rows).encode()).hexdigest()
            found[name] = f"{len(rows)} {digest}"
        return found
    finally:
        connection.close()


class Tables:
    """The tables of the live database, read beside the program."""

    # What other processes leave there, and not what anybody did.
    own = {"store_schema", "store_lease", "sqlite_stat1"}

    def __init__(self, server):
        self.server = server
        self.child = None

    def rows(self, sql):
        if self.server.schema:
            return [line.split("\x1f") for line in self.psql(sql).split("\x1e") if line]
        connection = sqlite3.connect(f"file:{self.server.database}?mode=ro", uri=True,
                                     timeout=WAIT_SECONDS)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def change(self, sql):
        """For what a test cannot wait for, such as twelve hours."""
        if self.server.schema:
            self.psql(sql)
            return
        connection = sqlite3.connect(self.server.database, timeout=WAIT_SECONDS,
                                     isolation_level=None)
        try:
            connection.execute(sql)
        finally:
            connection.close()

    def psql(self, sql):
        """Fields are parted by 0x1f and rows by 0x1e, which no value has."""
        if self.child is None:
            options = f"-c search_path={self.server.schema} -c client_min_messages=warning"
            self.child = subprocess.Popen(
                ["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-R", "\x1e", "-v",
                 "ON_ERROR_STOP=1", "-d", POSTGRES], env=dict(os.environ, PGOPTIONS=options),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.child.stdin.write(f"{sql};\n\\echo \x1d\n")
        self.child.stdin.flush()
        said = ""
        while not said.endswith("\x1d\n"):
            line = self.child.stdout.readline()
            if not line:
                raise RuntimeError("psql has ended")
            said += line
        return said[:-2].rstrip("\n")

    def close(self):
        if self.child is not None:
            self.child.communicate()
            self.child = None

    def names(self):
        listed = self.rows(
            f"select tablename from pg_tables where schemaname = '{self.server.schema}'"
            if self.server.schema else "select name from sqlite_master where type = 'table'")
        return sorted(name for (name,) in listed if name not in self.own)

    def dump(self):
        """{table: "rows hash"} of one instant, and of the key store."""
        keys = dump_file(self.server.data / "keys.sqlite", self.own)
        keys = {f"keys: {name}": value for name, value in keys.items()}
        if not self.server.schema:
            return {**dump_file(self.server.database, self.own), **keys}
        parts = [f"select '{name}', count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' "
                 f"order by t::text)), '') from {name} t" for name in self.names()]
        return {**dict(self.rows(" union all ".join(parts))), **keys}

    def watch(self):
        """Calls of what this returns are dumps; what nobody wrote to since is not read again."""
        files = [self.server.data / "keys.sqlite"] + [self.server.database][:not self.server.schema]
        open_files = [sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=WAIT_SECONDS)
                      for path in files]
        kept = {}

        def written():
            versions = [file.execute("pragma data_version").fetchone() for file in open_files]
            # Where PostgreSQL's log has come: it moves with each row, and at times by itself.
            log = self.rows("select pg_current_wal_insert_lsn()") if self.server.schema else None
            return versions, log

        def dump():
            state = written()
            if kept.get("state") != state:
                kept.update(state=state, tables=self.dump())
            return kept["tables"]

        return dump

    def blob(self, hexadecimal):
        return f"'\\x{hexadecimal}'::bytea" if self.server.schema else f"x'{hexadecimal}'"

    def number(self, sql):
        return int(self.rows(sql)[0][0])


class Server:
    """The program as a child. Settings are flags: Server("--loops", "1")."""

    def __init__(self, *settings):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="vangnet-scenario-"))
        self.data = self.directory / "data"
        self.database = self.data / "vangnet.sqlite"
        self.schema = f"scenario_{uuid.uuid4().hex}" if POSTGRES else ""
        self.settings = list(settings)
        # Called with each request before it is sent, and give the body and headers to send; and
        # with each reply.
        self.rewrite = None
        self.observers = []
        self.tables = Tables(self)
        self.process = None
        self.token = None
        self.starts = 0
        if POSTGRES:
            self._use_postgres()

    def _use_postgres(self):
        secret = self.directory / "conninfo"
        secret.touch(mode=0o600)
        secret.write_text(POSTGRES)
        self.settings += ["--store", "postgres", "--conninfo-file", str(secret),
                          "--postgres-schema", self.schema]

    def __enter__(self):
        return self.start()

    def __exit__(self, *unused):
        self.close()

    def log_path(self):
        return self.directory / "log.txt"

    def out_path(self):
        return self.directory / "out.txt"

    def logged(self):
        return self.log_path().read_text(encoding="utf-8").splitlines()

    def start(self):
        """Waits until it says that it listens; keeps the one-time token, if it gives one."""
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("VANGNET")}
        before = self.out_path().stat().st_size if self.out_path().exists() else 0
        with open(self.out_path(), "ab") as out, open(self.log_path(), "ab") as log:
            self.process = subprocess.Popen(
                [program(), "serve", "--data-dir", str(self.data), "--port", "0", *self.settings],
                stdin=subprocess.DEVNULL, stdout=out, stderr=log, env=environment)
        self.starts += 1
        limit = time.monotonic() + WAIT_SECONDS
        while True:
            said = self.out_path().read_bytes()[before:].decode()
            found = re.search(r"Vangnet is listening on http://127\.0\.0\.1:(\d+)\n", said)
            if found:
                break
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"it did not start: {said}{self.logged()[-5:]}")
            time.sleep(0.02)
        self.port = int(found[1])
        token = re.search(r"token:\s+([0-9a-f]{32})\s", said)
        self.token = token[1] if token else None
        return self

    def stop(self, with_signal=signal.SIGTERM, seconds=WAIT_SECONDS):
        """By its own process id; gives its exit code."""
        if self.process is None:
            return None
        self.process.send_signal(with_signal)
        code = self.process.wait(timeout=seconds)
        self.process = None
        return code

    def close(self):
        try:
            if self.process is not None and self.process.poll() is None:
                self.stop()
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        finally:
            if self.schema:
                self.tables.psql(f"drop schema if exists {self.schema} cascade")
                self.tables.close()
            shutil.rmtree(self.directory, ignore_errors=True)

    def settle(self):
        """Until nothing waits to be delivered: then the tables stand still."""
        limit = time.monotonic() + WAIT_SECONDS
        while self.tables.number("select count(*) from command_outbox") > 0:
            if time.monotonic() > limit:
                raise RuntimeError("what one region tells another is not delivered")
            time.sleep(0.05)


# Each client comes from an address of its own: the anonymous door counts by address.
_addresses = itertools.count(1)


def new_address():
    number = next(_addresses)
    return f"127.77.{number // 250}.{number % 250 + 1}"


class Client:
    """One connection that is kept open. `token`, `language` and headers go with each request."""

    def __init__(self, server, token=None, language=None, address=None):
        self.server = server
        self.token = token
        self.language = language
        self.address = address or new_address()
        self.connection = None

    def _connect(self):
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", self.server.port, timeout=WAIT_SECONDS,
            source_address=(self.address, 0))

    def _headers(self, method, body, headers, key, version):
        out = {}
        if key is None and method in KEYED:
            key = str(uuid.uuid4())
        if key:
            out["Idempotency-Key"] = key
        if version is not None:
            out["If-Match"] = f'"{version}"'
        if self.token:
            out["Authorization"] = f"Bearer {self.token}"
        if self.language:
            out["Accept-Language"] = self.language
        if body is not None:
            out["Content-Type"] = "application/json"
        out.update(headers or {})
        return {name: value for name, value in out.items() if value is not None}

    def _exchange(self, method, path, data, sent):
        """Once more if the connection was closed meanwhile: nobody had asked anything of it."""
        fresh = self.connection is None
        if fresh:
            self._connect()
        try:
            self.connection.request(method, path, body=data, headers=sent)
            return self.connection.getresponse()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            self.close()
            if fresh:
                raise
            return self._exchange(method, path, data, sent)

    def request(self, method, path, body=None, headers=None, key=None, version=None):
        """`body` is JSON, or bytes as they are; a header that is None is left out."""
        if self.server.rewrite:
            body, headers = self.server.rewrite(method, path, body, headers or {})
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        sent = self._headers(method, data, headers, key, version)
        began = time.monotonic()
        got = self._exchange(method, path, data, sent)
        reply = Reply(got.status, got.getheaders(), got.read(), time.monotonic() - began)
        if got.will_close:
            self.close()
        for observe in self.server.observers:
            observe(method, path, body, reply)
        return reply

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, body, **more)

    def put(self, path, body=None, **more):
        return self.request("PUT", path, body, **more)

    def patch(self, path, body=None, **more):
        return self.request("PATCH", path, body, **more)

    def delete(self, path, body=None, **more):
        return self.request("DELETE", path, body, **more)

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def queues(local, remote):
    """Bytes sent and not taken there yet, and bytes that came and were not read yet."""
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if [fields[1][-4:], fields[2][-4:]] == [f"{local:04X}", f"{remote:04X}"]:
            return [int(part, 16) for part in fields[4].split(":")]
    return [0, 0]


def await_read(connection):
    """Until the program has read all that was sent: it lies no longer in its socket."""
    here, there = connection.getsockname()[1], connection.getpeername()[1]
    limit = time.monotonic() + WAIT_SECONDS
    while queues(here, there)[0] > 0 or queues(there, here)[1] > 0:
        if time.monotonic() > limit:
            raise RuntimeError("it does not read what was sent")
        time.sleep(0.001)


def read_reply(connection, began=None, head=False):
    """One reply from a socket; None if it was closed without one."""
    began = began or time.monotonic()
    got = http.client.HTTPResponse(connection, method="HEAD" if head else "GET")
    try:
        got.begin()
        body = got.read()
    except (http.client.BadStatusLine, ConnectionResetError):
        return None
    return Reply(got.status, got.getheaders(), body, time.monotonic() - began)


def send_raw(server, data, head=False, address=None):
    """Bytes as they are on a connection of their own, and the reply to them."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=WAIT_SECONDS,
                                  source_address=(address or new_address(), 0)) as connection:
        try:
            connection.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # It may answer before it has read all.
        return read_reply(connection, head=head)


def must(reply, status):
    if reply.status != status:
        raise AssertionError(f"expected {status}, got {reply}")
    return reply.json
