"""Puts cases through the functions of docs/recover.py: JSON on standard input, JSON on standard output.

Called by recover-age.test.ts, with the path of recover.py and the name of a function below.
"""

import hashlib
import importlib.util
import io
import json
import re
import sys

sys.dont_write_bytecode = True
spec = importlib.util.spec_from_file_location("recover", sys.argv[1])
recover = importlib.util.module_from_spec(spec)
spec.loader.exec_module(recover)

OUTCOMES = {
    "header failure": "the header is not that of an age file, or is damaged",
    "HMAC failure": "the header was changed after it was written",
    "no match": "no identity matched any of the recipients",
    "payload failure": "the payload is damaged",
}


def age_file(case):
    """What becomes of an age file, by both ways to open a chunk, and the SHA-256 of what was released."""
    answers = []
    for library in (recover.LIBCRYPTO, None) if case["bothWays"] else (recover.LIBCRYPTO,):
        kept, recover.LIBCRYPTO = recover.LIBCRYPTO, library
        released, outcome = b"", "success"
        try:
            identities = [recover.identity_of(text) for text in case["identities"]]
            for chunk in recover.decrypted(io.BytesIO(bytes.fromhex(case["file"])), identities, "file"):
                released += chunk
        except recover.Refused as refusal:
            outcome = next((name for name, says in OUTCOMES.items() if says in str(refusal)), str(refusal))
        recover.LIBCRYPTO = kept
        answers.append({"outcome": outcome, "released": hashlib.sha256(released).hexdigest(), "bytes": len(released)})
    return answers


def accumulated(case):
    """The accumulated vectors of Go's crypto/mlkem: one hash over so many keys, ciphertexts and secrets."""
    rounds = case["rounds"]
    drawn, made = io.BytesIO(hashlib.shake_128(b"").digest(rounds * 1184)), hashlib.shake_128()
    for _ in range(rounds):
        key = recover.ml_kem_key(drawn.read(32), drawn.read(32))
        secret, ciphertext = recover.ml_kem_encapsulate(key.public, drawn.read(32))
        assert recover.ml_kem_decapsulate(key, ciphertext) == secret
        for piece in (key.public, ciphertext, secret, recover.ml_kem_decapsulate(key, drawn.read(1088))):
            made.update(piece)
    return made.digest(32).hex()


def x_wing(case):
    """The shared secret of a seed and of the randomness of an encapsulation, at both ends."""
    key = recover.hybrid_key(bytes.fromhex(case["seed"]))
    secret, ciphertext = recover.hybrid_encapsulate(key, bytes.fromhex(case["eseed"]))
    return [secret.hex(), recover.hybrid_decapsulate(key, ciphertext).hex()]


def ml_kem(case):
    """The shared secret in a ciphertext of somebody else, and the public key of the seed."""
    seed = bytes.fromhex(case["seed"])
    key = recover.ml_kem_key(seed[:32], seed[32:])
    return [key.public.hex(), recover.ml_kem_decapsulate(key, bytes.fromhex(case["ciphertext"])).hex()]


def x25519(case):
    return recover.x25519(bytes.fromhex(case["scalar"]), bytes.fromhex(case["point"])).hex()


def sealed_chunk(case):
    """A chunk opened by both ways; null: refused."""
    key, nonce, sealed = (bytes.fromhex(case[name]) for name in ("key", "nonce", "sealed"))
    opened = [recover.open_in_python(key, nonce, sealed), recover.LIBCRYPTO.open(key, nonce, sealed)]
    return [None if plain is None else plain.hex() for plain in opened]


def recipient(case):
    identity = recover.identity_of(case["identity"])
    return None if identity is None else recover.recipient_text(identity)


assert re.fullmatch("[a-z0-9_]+", sys.argv[2])
json.dump([globals()[sys.argv[2]](case) for case in json.load(sys.stdin)], sys.stdout)
