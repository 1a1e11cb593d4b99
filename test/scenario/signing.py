# signing.py - signing in with a password and a second factor, as a client does it.
# SPDX-License-Identifier: EUPL-1.2
import base64
import hmac
import struct
import time

from server import Client, must

PASSWORD = "vier groene stoelen"
STEP_SECONDS = 30


def code(secret, ahead=0):
    """RFC 6238, by Python's own HMAC."""
    step = int(time.time()) // STEP_SECONDS + ahead
    digest = hmac.new(base64.b32decode(secret), struct.pack(">q", step), "sha1").digest()
    at = digest[19] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06}"


def invite(administrator, account, region):
    path = f"/v1/regions/{region}/accounts/{account}/invitations"
    return must(administrator.post(path), 201)["token"]


def set_password(server, token, login, password=PASSWORD):
    body = {"token": token, "login": login, "password": password}
    return must(Client(server).post("/v1/passwords", body), 201)


def sign_in(client, login, password=PASSWORD, key=None, **more):
    keyed = {} if key is None else {"key": key}
    return client.post("/v1/sign-ins", {"login": login, "password": password, **more}, **keyed)


def secure(world, actor, login, password=PASSWORD):
    """Gives the actor a password, and a session by it; the reply of signing in."""
    token = invite(world.administrator, actor.account, actor.region)
    set_password(world.server, token, login, password)
    reply = must(sign_in(Client(world.server), login, password), 201)
    actor.token = reply["token"]
    return reply


def begin(actor, password=PASSWORD):
    return must(actor.post("/v1/second-factor", {"password": password}), 201)["secret"]


def double(actor, password=PASSWORD):
    """Switches a second factor on: its secret and the recovery codes. The code of the step before
    is used, so that those of now and of the next are still there."""
    secret = begin(actor, password)
    done = must(actor.post("/v1/second-factor/confirm", {"code": code(secret, -1)}), 200)
    return secret, done["recovery_codes"]
