#!/usr/bin/env python3
"""Keys and recovery kit without Keyclave: written from FORMAT alone, standard library only.

    keys.py derive            passphrase and quorum secret (JSON on standard input) to identity
    keys.py kit KIT SECRET    checks a kit, then opens its items; SECRET is S in hex, the passphrase is
                              standard input

Needs the stock commands argon2 and age. Classic identities only: age 1.1 knows no other.
"""

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import tempfile
import unicodedata

PROFILES = {1: (65536, 3, 4), 2: (2097152, 1, 4), 3: (1048576, 4, 4)}


def tagged(tag, data):
    return hashlib.sha256(tag.encode("ascii") + data).digest()


def canonical(value):
    # Enough of RFC 8785 for a kit: no numbers but small integers, names of fields are ASCII.
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hkdf(ikm, salt, info, length=32):
    prk = hmac.new(salt, ikm, hashlib.sha256).digest()
    return hmac.new(prk, info + b"\x01", hashlib.sha256).digest()[:length]


def salt_of(set_id):
    return tagged("keyclave/v1 passphrase salt", set_id)[:16].hex()


def derive_kp(passphrase, set_id, profile):
    memory, passes, lanes = PROFILES[profile]
    text = unicodedata.normalize("NFKC", passphrase.decode("utf-8")).encode("utf-8")
    command = ["argon2", salt_of(set_id), "-id", "-k", str(memory), "-t", str(passes)]
    command += ["-p", str(lanes), "-l", "32", "-v", "13", "-r"]
    return bytes.fromhex(subprocess.run(command, input=text, capture_output=True, check=True).stdout.decode().strip())


def bech32(prefix, data):
    letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    words = [int(bits[i : i + 5], 2) for i in range(0, len(bits), 5)]

    def polymod(values):
        check = 1
        for value in values:
            top = check >> 25
            check = (check & 0x1FFFFFF) << 5 ^ value
            for i, g in enumerate([0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3]):
                check ^= g if top >> i & 1 else 0
        return check

    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = polymod(expanded + words + [0] * 6) ^ 1
    words += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(letters[word] for word in words)


PREFIX = {"classic": "age-secret-key-", "hybrid": "age-secret-key-pq-"}


def identity_of(secret, passphrase, set_id, profile, identity_type):
    seed = hkdf(secret + derive_kp(passphrase, set_id, profile), set_id, b"keyclave/v1 quorum identity")
    return bech32(PREFIX[identity_type], seed).upper()


def derive():
    case = json.load(sys.stdin)
    set_id, secret = bytes.fromhex(case["setId"]), bytes.fromhex(case["secret"])
    passphrase = bytes.fromhex(case["passphrase"])
    result = {
        "salt": salt_of(set_id),
        "secretCommitment": tagged("keyclave/v1 secret commitment", secret).hex(),
        "kp": derive_kp(passphrase, set_id, case["kdf"]).hex(),
        "identity": identity_of(secret, passphrase, set_id, case["kdf"], case["identityType"]),
    }
    print(json.dumps(result))


def check_kit(kit):
    quorum = kit["quorum"]
    rest = {name: value for name, value in kit.items() if name != "digest"}
    items = [tagged("keyclave/v1 kit item", canonical(item)).hex() for item in kit["backupKeys"] + kit["keys"]]
    assert kit["digest"] == tagged("keyclave/v1 kit digest", canonical(rest)).hex()
    assert all(item in items for item in quorum["foundingItems"])
    return tagged("keyclave/v1 kit fingerprint", canonical(quorum)).hex()


def open_item(item, set_id, identity_file):
    sealed = base64.b64decode(item["sealed"])
    plain = subprocess.run(["age", "-d", "-i", identity_file], input=sealed, capture_output=True, check=True).stdout
    said = json.loads(plain)
    secret = said.pop("secret")
    expected = {name: value for name, value in item.items() if name != "sealed"}
    assert said == {**expected, "v": 1, "quorum": set_id}
    if item["kind"] == "master-key":
        key = bytes.fromhex(secret)
        assert tagged("keyclave/v1 key fingerprint", key).hex() == item["fingerprint"]
        return key
    return base64.b64decode(secret) if item["kind"] == "imported-secret" else secret.encode("ascii")


def open_kit(path, secret):
    with open(path, "rb") as file:
        raw = file.read()
    kit = json.loads(raw)
    assert canonical(kit) == raw
    quorum = kit["quorum"]
    assert quorum["secretCommitment"] == tagged("keyclave/v1 secret commitment", secret).hex()
    passphrase, set_id = sys.stdin.buffer.read(), bytes.fromhex(quorum["setId"])
    identity = identity_of(secret, passphrase, set_id, quorum["kdf"], quorum["identity"])
    result = {"fingerprint": check_kit(kit), "identity": identity, "secrets": {}}
    if quorum["identity"] == "classic":
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(identity + "\n")
            file.flush()
            for item in kit["backupKeys"] + kit["keys"]:
                name = item.get("label") or f"backup key {item['generation']}"
                result["secrets"][name] = open_item(item, quorum["setId"], file.name).hex()
    print(json.dumps(result))


if sys.argv[1] == "derive":
    derive()
else:
    open_kit(sys.argv[2], bytes.fromhex(sys.argv[3]))
