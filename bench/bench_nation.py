# bench_nation.py - how soon a demonstration of the whole nation is served, and how much memory that
# takes while files all over it are read.
#
# Use: bench_nation.py VANGNET BENCH_LOAD DIRECTORY SAID SECONDS
# DIRECTORY is what `vangnet demo --nation` has made, SAID a file with what it said. Everybody whom
# it names reads all the files they are in the team of and what help there is in the region, one
# after the other, SECONDS each. Prints one line of JSON: milliseconds from start to /ready (the
# median of STARTS), the most memory that was resident in MiB, how many files there are to read, and
# how many reads were answered a second.
# SPDX-License-Identifier: EUPL-1.2
import atexit
import json
import re
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.request
import uuid

STARTS = 5
CONNECTIONS = 16


class Server:
    def __init__(self, vangnet, directory):
        began = time.monotonic()
        self.process = subprocess.Popen(
            [vangnet, "serve", "--demo", "--data-dir", directory, "--port=0", "--log-level=warn"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in self.process.stdout:
            found = re.search(r"listening on (http://\S+:(\d+))", line)
            if found:
                break
        else:
            sys.exit("bench_nation: it does not serve")
        self.address, self.port = found.groups()
        self.ask("GET", "/ready")
        self.ready_ms = (time.monotonic() - began) * 1000

    def ask(self, method, path, body=None, token=None):
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"nation-{uuid.uuid4()}"}
        if token:
            headers["Authorization"] = "Bearer " + token
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        with urllib.request.urlopen(request) as reply:
            return json.load(reply)

    def resident_mib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+) kB", status.read()).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


def codes(said):
    """The access code of everybody but administrators, who may read no file."""
    region = None
    with open(said) as lines:
        for line in lines:
            if re.match(r"VR\d\d ", line):
                region = line[:4]
            elif region and line.startswith("  ") and "administrator" not in line:
                yield region, line.split()[-1]


def files_of(database, region, account):
    rows = database.execute(
        "select lower(hex(episode)) from care_member"
        " where region = ? and account = ? and left_ms = 0",
        (int(region[2:]), bytes.fromhex(account)),
    )
    return [episode for (episode,) in rows]


def main():
    vangnet, bench_load, directory, said, seconds = sys.argv[1:]
    ready = []
    for _ in range(STARTS):
        server = Server(vangnet, directory)
        ready.append(server.ready_ms)
        server.stop()
    server = Server(vangnet, directory)
    atexit.register(server.stop)
    database = sqlite3.connect(f"file:{directory}/vangnet.sqlite?mode=ro", uri=True)
    files, rates = 0, []
    for region, code in codes(said):
        token = server.ask("POST", "/v1/sessions", {"code": code})["token"]
        account = server.ask("GET", "/v1/sessions/current", token=token)["account"]["id"]
        found = files_of(database, region, account)
        files += len(found)
        with open(directory + "/reads.txt", "w") as out:
            out.writelines(f"GET /v1/regions/{region}/episodes/{episode}\n" for episode in found)
            out.write(f"GET /v1/regions/{region}/services?limit=100\n")
        load = [bench_load, server.port, str(CONNECTIONS), seconds, "0", directory + "/reads.txt"]
        result = json.loads(subprocess.check_output(load + ["Authorization: Bearer " + token]))
        if result["2xx"] != result["answered"]:
            sys.exit(f"bench_nation: {result}")
        rates.append(result["per_second"])
    most = server.resident_mib()
    print(
        json.dumps(
            {
                "ready_ms": round(statistics.median(ready)),
                "resident_mib": round(most),
                "files": files,
                "per_second": round(statistics.mean(rates)),
            }
        )
    )


main()
