#!/usr/bin/env python3
"""Recovers what a Keyclave quorum protects, without Keyclave.

Written from FORMAT.md and the standards that it names, not from the code of Keyclave; "FORMAT 4" below means its
section 4. Needs Python 3.9 or newer and nothing but its standard library, the command or the library `argon2` for the
passphrase, and the command `openssl` for key pairs. It opens what is encrypted with age by itself, classic and hybrid
(ML-KEM-768 and X25519), so that no version of age is in the way; where the library of OpenSSL is here (it is wherever
Python's own hashlib uses it) that deciphers some hundred MB a second, and without it some MB a second. RUNBOOK.md leads
through a whole recovery. To see that this file computes what FORMAT.md says, and what this machine can do, run

    python3 recover.py selftest

Nothing is sent anywhere. Nothing is written but what --out names. The identity and a deciphered backup go to standard
output, what is said on the way to standard error. Python cannot wipe its memory, and its arithmetic does not take the
same time for every secret: work on a machine of your own without a network, and switch it off afterwards.
"""

import argparse
import base64
import ctypes
import datetime
import getpass
import hashlib
import hmac
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import time
import unicodedata
from pathlib import Path
from typing import BinaryIO, Callable, Iterator, NamedTuple, Optional


class Refused(Exception):
    """Something is not as it must be. The message says what, where, and what to do."""


# --------------------------------------------------------------------------------------------------
# Arithmetic (FORMAT 2 and 4). Both fields have elements of bits, addition is exclusive or (^).

GF_BYTES = 0x11D  # GF(2^8) of the share values: x^8 + x^4 + x^3 + x^2 + 1
GF_WORDS = 0x805  # GF(2^11) of the words: x^11 + x^2 + 1


def multiply(a: int, b: int, field: int) -> int:
    """The product of a and b: multiply without carries, reduce by the field's polynomial."""
    too_large = 1 << (field.bit_length() - 1)
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & too_large:
            a ^= field
        b >>= 1
    return product


def power(a: int, exponent: int, field: int) -> int:
    """a · a · … · a."""
    result = 1
    for _ in range(exponent):
        result = multiply(result, a, field)
    return result


def inverse(a: int, field: int) -> int:
    """The element whose product with a is 1: a^(q - 2) in a field of q elements, by square and multiply."""
    result = 1
    for bit in bin((1 << (field.bit_length() - 1)) - 2)[2:]:
        result = multiply(result, result, field)
        if bit == "1":
            result = multiply(result, a, field)
    return result


def solve(equations: list[list[int]], unknowns: int) -> Optional[list[int]]:
    """Solves linear equations over GF(2^11) by Gauss–Jordan elimination.

    Each equation is a list of coefficients followed by the right side. Returns the solution, or None when
    there is none or more than one.
    """
    rows = [list(row) for row in equations]
    for column in range(unknowns):
        pivot = next((r for r in range(column, len(rows)) if rows[r][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        scale = inverse(rows[column][column], GF_WORDS)
        rows[column] = [multiply(scale, value, GF_WORDS) for value in rows[column]]
        for r, row in enumerate(rows):
            if r != column and row[column]:
                factor = row[column]
                rows[r] = [value ^ multiply(factor, p, GF_WORDS) for value, p in zip(row, rows[column])]
    if any(row[unknowns] for row in rows[unknowns:]):
        return None
    return [row[unknowns] for row in rows[:unknowns]]


# --------------------------------------------------------------------------------------------------
# Words (FORMAT 2).

COUNT = 40  # words of a card
DATA = 32  # of them carry the share
PARITY = 8  # of them are check words
LOCATORS = [power(2, COUNT - 1 - place, GF_WORDS) for place in range(COUNT)]


def syndromes(numbers: list[int]) -> list[int]:
    """C(α^1) … C(α^8): all zero exactly when the 40 word numbers fit together."""
    values = []
    for j in range(1, PARITY + 1):
        point, value = power(2, j, GF_WORDS), 0
        for number in numbers:
            value = multiply(value, point, GF_WORDS) ^ number
        values.append(value)
    return values


def repair(numbers: list[int], unreadable: list[int]) -> Optional[list[int]]:
    """Corrects 40 word numbers, of which those at the places `unreadable` are not known (any number there).

    Returns the only 40 that fit together within 2 · wrong + unreadable ≤ 8, or None.

    With X_i = α^(39 - i) the locator of place i and Y_i its error, the syndromes are S_j = Σ Y_i X_i^j.
    Replacing S_j by S_(j+1) - X_i S_j takes place i out of the sum; so first all unreadable places go. What
    is left is a sum over the wrong places alone, and such a sequence obeys a recurrence whose
    characteristic polynomial has the wrong places' locators as its roots. The fewest errors are tried first.
    """
    if len(unreadable) > PARITY:
        return None
    sums = syndromes(numbers)
    rest = sums
    for place in unreadable:
        rest = [multiply(LOCATORS[place], a, GF_WORDS) ^ b for a, b in zip(rest, rest[1:])]
    for errors in range(len(rest) // 2 + 1):
        windows = [rest[start : start + errors + 1] for start in range(len(rest) - errors)]
        recurrence = solve(windows, errors)
        if recurrence is None:
            continue
        wrong = [p for p in range(COUNT) if p not in unreadable and is_root(LOCATORS[p], recurrence)]
        places = unreadable + wrong
        if len(wrong) != errors:
            continue
        equations = [
            [power(LOCATORS[p], j, GF_WORDS) for p in places] + [sums[j - 1]] for j in range(1, PARITY + 1)
        ]
        values = solve(equations, len(places))
        if values is None:
            continue
        corrected = list(numbers)
        for place, value in zip(places, values):
            corrected[place] ^= value
        if not any(syndromes(corrected)):
            return corrected
    return None


def is_root(x: int, recurrence: list[int]) -> bool:
    """Whether x^e = p_0 + p_1 x + … + p_(e-1) x^(e-1), where p is the recurrence of length e."""
    value = power(x, len(recurrence), GF_WORDS)
    for k, coefficient in enumerate(recurrence):
        value ^= multiply(coefficient, power(x, k, GF_WORDS), GF_WORDS)
    return value == 0


def word_number(entry: str) -> Optional[int]:
    """The number of a word, or of its first four letters or more; None if it is no word of the list."""
    if entry in WORDS:
        return WORDS.index(entry)
    found = [number for number, word in enumerate(WORDS) if len(entry) >= 4 and word.startswith(entry)]
    return found[0] if len(found) == 1 else None


def entries_of(text: str) -> list[str]:
    """The words of a card as they were typed (FORMAT 10): without numbers and punctuation, in lower case."""
    visible = "".join(letter for letter in text.replace("\u200b", " ") if unicodedata.category(letter) != "Cf")
    plain = unicodedata.normalize("NFKC", visible).lower()
    parted = "".join(letter if in_a_word(letter) else " " for letter in plain)
    words: list[str] = []
    numbers: list[Optional[int]] = []
    last = ""
    for run in parted.split():
        around = re.fullmatch(r"(_+)(.*[^_])\1", run)
        bare = around.group(2) if around else run
        rest = bare.lstrip("".join(letter for letter in bare if unicodedata.category(letter) == "Nd"))
        last = bare[: len(bare) - len(rest)] or last
        if not rest.strip("_"):
            continue
        words.append(rest)
        numbers.append(int(last) if re.fullmatch("[0-9]{1,3}", last) else None)
        last = ""
    return in_order(words, numbers) if len(words) == COUNT else words


def in_a_word(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category.startswith("L") or category == "Nd" or letter in "_?"


def in_order(words: list[str], numbers: list[Optional[int]]) -> list[str]:
    """The words in the order of their numbers, where all words, or all rows of equal length, have theirs."""
    starts = [place for place, number in enumerate(numbers) if number is not None]
    if not starts or COUNT % len(starts) or starts != list(range(0, COUNT, COUNT // len(starts))):
        return words
    size = COUNT // len(starts)
    groups = sorted((numbers[place] or 0, place) for place in starts)
    order = [number for number, _ in groups]
    if order != [i + 1 for i in range(len(starts))] and order != [i * size + 1 for i in range(len(starts))]:
        return words
    return [word for _, place in groups for word in words[place : place + size]]


def bytes_of_words(text: str, source: str, accept: bool) -> bytes:
    """The 44 bytes of a card's 40 words. A correction is shown and must be confirmed, or accepted before."""
    entries = entries_of(text)
    if len(entries) != COUNT:
        raise Refused(
            f"{source}: this has {len(entries)} words; a card has {COUNT}. Compare it with the card row by "
            'row. Put one "?" for each word that cannot be read.'
        )
    read = [word_number(entry) for entry in entries]
    unreadable = [place for place, number in enumerate(read) if number is None]
    corrected = repair([number or 0 for number in read], unreadable)
    if corrected is None:
        places = f" Not words of the list: {listing(unreadable)}." if unreadable else ""
        raise Refused(
            f"{source}: too many words are wrong or unreadable to repair; the limit is 4 wrong words, or 8 "
            f'that are "?".{places} Compare every word with the card, and put "?" wherever you are not sure.'
        )
    bits = "".join(f"{number:011b}" for number in corrected[:DATA])
    raw = int(bits, 2).to_bytes(44, "big")
    changed = [place for place in range(COUNT) if corrected[place] != read[place]]
    if changed:
        parse_share(raw, source)  # nobody is asked about a correction that gives no share
        confirm(source, entries, corrected, changed, accept)
    return raw


def confirm(source: str, entries: list[str], corrected: list[int], changed: list[int], accept: bool) -> None:
    """Has a person compare the corrected words with the card. Refuses when nobody can, or the card differs."""
    if accept:
        say(f"{source}: repaired by the card's check words: {listing(changed)}.")
        return
    if not sys.stdin.isatty():
        raise Refused(
            f"{source}: wrong or unreadable: {listing(changed)}. Look at the card again and correct the file; "
            "or let the card's check words repair it with --accept-corrections."
        )
    say(f"{source}: by the card's check words, these are wrong or unreadable:")
    for place in changed:
        say(f"  word {place + 1:2}: entered as {entries[place]!r}, should be {WORDS[corrected[place]]!r}")
    say("Compare each with the card. Does the card agree, as far as it can be read? Type yes or no:")
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Refused(f"{source}: the correction was not confirmed. Read the card again, and correct the file.")


def listing(places: list[int]) -> str:
    """Places, counted from 0, as people count words."""
    return ("word " if len(places) == 1 else "words ") + ", ".join(str(place + 1) for place in places)


# --------------------------------------------------------------------------------------------------
# QR text (FORMAT 3).

QR_TAILS = {"KEYCLAVE:S1:": (0, 4), "KEYCLAVE:S2:": (4, 2)}  # bytes of the kit's fingerprint, of the checksum
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def bytes_of_qr(text: str, source: str) -> tuple[bytes, Optional[str]]:
    """The 44 bytes in the text of a card's QR code, and how its kit's fingerprint begins if the code says so."""
    text = text.strip()
    prefix, rest = text[:12], text[12:]
    if prefix not in QR_TAILS:
        raise Refused(f"{source}: this begins like the text of a QR code, but not with {' or '.join(QR_TAILS)}")
    mark, checked = QR_TAILS[prefix]
    length = (44 + mark + checked) // 2 * 3
    digits = [BASE45.find(character) for character in rest]
    if len(digits) != length or -1 in digits:
        raise Refused(f"{source}: the QR text is not whole: {length} characters of {BASE45!r} follow {prefix}")
    decoded = b""
    for c, d, e in zip(digits[0::3], digits[1::3], digits[2::3]):
        pair = c + 45 * d + 2025 * e
        if pair > 0xFFFF:
            raise Refused(f"{source}: the QR text is damaged. Scan it again, or type the words.")
        decoded += pair.to_bytes(2, "big")
    said, checksum = decoded[: 44 + mark], decoded[44 + mark :]
    if hashlib.sha256(said).digest()[:checked] != checksum:
        raise Refused(f"{source}: the QR text has a wrong checksum. Scan it again, or type the words.")
    return said[:44], said[44:].hex() or None


# --------------------------------------------------------------------------------------------------
# Shares (FORMAT 1, 4, 5 and 10).


class Profile(NamedTuple):
    """What one Argon2id costs (FORMAT 6)."""

    memory: int  # KiB
    passes: int
    lanes: int


PROFILES = {1: Profile(65536, 3, 4), 2: Profile(2097152, 1, 4), 3: Profile(1048576, 4, 4)}
IDENTITY_TYPES = ("hybrid", "classic")


REHEARSAL = bytes(3)  # how the set id of a rehearsal begins


class Share(NamedTuple):
    """One share, its header checked (FORMAT 1)."""

    source: str  # where it was read, for messages
    raw: bytes  # 44 bytes
    identity: str  # hybrid or classic
    profile: int
    set_id: bytes  # 5 bytes
    threshold: int
    index: int
    value: bytes  # 36 bytes
    kit: Optional[str]  # how the fingerprint of its kit begins, if its code says so; 8 hexadecimal digits


def parse_share(raw: bytes, source: str, kit: Optional[str] = None) -> Share:
    """Reads the 44 bytes of a share, and refuses what FORMAT 1 refuses."""
    version, identity, profile = raw[0] >> 5, raw[0] >> 4 & 1, raw[0] & 15
    threshold, index = raw[6], raw[7]
    if version != 1:
        raise Refused(f"{source}: a share of version {version}; this program reads version 1 alone.")
    if profile not in PROFILES:
        raise Refused(f"{source}: this is no share: KDF profile {profile} does not exist.")
    if threshold < 2:
        raise Refused(f"{source}: this is no share: a threshold of {threshold} does not exist.")
    if index == 0:
        raise Refused(f"{source}: this is no share: index 0 does not exist.")
    if raw[1:4] == REHEARSAL:
        raise Refused(f"{source}: this share is of a rehearsal and void. Take the card of a real ceremony.")
    return Share(source, raw, IDENTITY_TYPES[identity], profile, raw[1:6], threshold, index, raw[8:], kit)


def read_share(path: str, accept: bool) -> Share:
    """Reads a share file (FORMAT 10): the 40 words or the QR text; lines with "#" in front say nothing."""
    data = read_file(path, 16 * 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{path}: this is not a text file. Type the 40 words of the card into one.") from None
    lines = re.split(r"\r\n|\r|\n", text)
    text = "\n".join(line for line in lines if not for_people(line))
    if text.strip().upper().startswith("KEYCLAVE:"):
        raw, kit = bytes_of_qr(text, path)
        return parse_share(raw, path, kit)
    return parse_share(bytes_of_words(text, path, accept), path)


def for_people(line: str) -> bool:
    """Whether the first visible character of a line is "#"."""
    visible = (letter for letter in line if not letter.isspace() and unicodedata.category(letter) != "Cf")
    return next(visible, "") == "#"


def share_commitment(share: Share) -> str:
    """The public value by which a share is recognised (FORMAT 5)."""
    return tagged_hash("keyclave/v1 share commitment", share.raw)


def secret_commitment(secret: bytes) -> str:
    """The public value by which the quorum secret is recognised (FORMAT 5)."""
    return tagged_hash("keyclave/v1 secret commitment", secret)


def check_together(shares: list[Share]) -> None:
    """Refuses shares that cannot be combined: of different quorums, one twice, too few, too many (FORMAT 4)."""
    first = shares[0]
    for share in shares[1:]:
        if share.set_id != first.set_id:
            raise Refused(
                f"{share.source} is of set {share.set_id.hex()}, {first.source} of set {first.set_id.hex()}: "
                "they are from different ceremonies. The set id is printed on each card; use cards that agree."
            )
        if share.raw[0] != first.raw[0] or share.threshold != first.threshold:
            raise Refused(
                f"{share.source} and {first.source} have the same set id, but not the same threshold, KDF "
                "profile and identity type. One of them is forged or damaged."
            )
    seen: dict[int, str] = {}
    for share in shares:
        if share.index in seen:
            raise Refused(
                f"{seen[share.index]} and {share.source} are both share {share.index}. Take another card."
            )
        seen[share.index] = share.source
    if len(shares) != first.threshold:
        raise Refused(
            f"{len(shares)} shares were given; this quorum needs exactly {first.threshold}. "
            + ("Bring more cards." if len(shares) < first.threshold else "Leave the others out.")
        )


def combine(shares: list[Share]) -> bytes:
    """The quorum secret S, 32 bytes, from exactly as many shares as its threshold says (FORMAT 4)."""
    check_together(shares)
    combined = bytearray(36)
    for share in shares:
        weight = 1
        for other in shares:
            if other is not share:
                difference = inverse(share.index ^ other.index, GF_BYTES)
                weight = multiply(weight, multiply(other.index, difference, GF_BYTES), GF_BYTES)
        for k in range(36):
            combined[k] ^= multiply(weight, share.value[k], GF_BYTES)
    secret, digest = bytes(combined[:32]), bytes(combined[32:])
    if not hmac.compare_digest(secret_digest(secret, shares[0].set_id), digest):
        raise Refused(
            "These shares do not fit together: at least one is wrong, and nothing tells which. Compare every "
            "word with its card. With the recovery kit (--kit) each share is checked by itself; without it, "
            "try other cards."
        )
    return secret


def secret_digest(secret: bytes, set_id: bytes) -> bytes:
    """D, the 4 bytes shared together with S (FORMAT 4)."""
    return hmac.new(secret, b"keyclave/v1 share digest" + set_id, hashlib.sha256).digest()[:4]


# --------------------------------------------------------------------------------------------------
# Keys (FORMAT 6).


def tagged_hash(tag: str, data: bytes) -> str:
    """H(tag, data), in hexadecimal."""
    return hashlib.sha256(tag.encode("ascii") + data).hexdigest()


def argon2_salt(set_id: bytes) -> str:
    """The Argon2 salt: 32 hexadecimal digits, used as ASCII."""
    return tagged_hash("keyclave/v1 passphrase salt", set_id)[:32]


def argon2_command(set_id: bytes, profile: int) -> list[str]:
    """The stock command that turns the passphrase (on its standard input) into Kp, in hexadecimal."""
    cost = PROFILES[profile]
    options = f"-id -k {cost.memory} -t {cost.passes} -p {cost.lanes} -l 32 -v 13 -r"
    return ["argon2", argon2_salt(set_id), *options.split()]


def read_passphrase(path: Optional[str]) -> bytes:
    """The passphrase, from a file or typed, as the bytes that go into Argon2: UTF-8 in form NFKC."""
    if path is None:
        if not sys.stdin.isatty():
            raise Refused("There is no terminal to type the passphrase at. Name a file with --passphrase-file.")
        typed = getpass.getpass("Passphrase (it does not show while you type): ")
        data = typed.encode("utf-8", "surrogateescape")
    else:
        data = re.sub(rb"\r?\n\Z", b"", read_file(path, 2048))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("The passphrase is not text in UTF-8. Save the file as UTF-8 text.") from None
    if not 1 <= len(data) <= 1024:
        raise Refused(f"The passphrase has {len(data)} bytes; it must have 1 to 1024, in one line.")
    if any(character == "\ufeff" or unicodedata.category(character) == "Cc" for character in text):
        raise Refused("The passphrase has a line break, a tab or a control character in it. Make it one line.")
    return unicodedata.normalize("NFKC", text).encode("utf-8")


def stretch(passphrase: bytes, set_id: bytes, profile: int) -> bytes:
    """Kp, 32 bytes: Argon2id of the passphrase."""
    if len(passphrase) > 127 or not shutil.which("argon2"):
        return stretch_by_library(passphrase, set_id, profile)
    output = run(argon2_command(set_id, profile), passphrase, needs_memory(profile))
    return bytes_of_argon2(output, "The argon2 command")


def needs_memory(profile: int) -> str:
    """What to know when Argon2 fails."""
    return f"It needs {PROFILES[profile].memory // 1024} MiB of free memory; RUNBOOK says what to do without."


def bytes_of_argon2(output: bytes, source: str) -> bytes:
    """Kp from the output of the argon2 command."""
    text = output.decode("ascii", "replace").strip()
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise Refused(f"{source} did not give 64 hexadecimal digits, as the argon2 command of Debian does.")
    return bytes.fromhex(text)


def stretch_by_library(passphrase: bytes, set_id: bytes, profile: int) -> bytes:
    """Kp by the command's own library: for a passphrase above 127 bytes, which the command refuses, or without it."""
    try:
        library = ctypes.CDLL("libargon2.so.1")
    except OSError:
        if len(passphrase) <= 127:
            raise Refused("The command argon2 is not here. Install it (Debian: apt install argon2).") from None
        raise Refused(
            "The argon2 command takes 127 bytes at the most, this passphrase has more, and libargon2.so.1 is "
            "not here. Install it (Debian: libargon2-1), or compute Argon2id elsewhere; see --argon2-output."
        ) from None
    cost, salt, out = PROFILES[profile], argon2_salt(set_id).encode("ascii"), ctypes.create_string_buffer(32)
    size = ctypes.c_size_t
    numbers = (ctypes.c_uint32(cost.passes), ctypes.c_uint32(cost.memory), ctypes.c_uint32(cost.lanes))
    failed = library.argon2id_hash_raw(
        *numbers, passphrase, size(len(passphrase)), salt, size(len(salt)), out, size(len(out))
    )
    if failed:
        raise Refused(f"Argon2 failed (libargon2 says {failed}). {needs_memory(profile)}")
    return out.raw


def hkdf_sha256(material: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 (RFC 5869) for 32 bytes of output, which is one round of its expansion."""
    extracted = hmac.new(salt, material, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech32(human_part: str, data: bytes) -> str:
    """Bech32 (BIP-173), without its limit of 90 characters."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    groups = [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]
    state = bech32_state(human_part, groups + [0] * 6) ^ 1
    checksum = [state >> 5 * (5 - at) & 31 for at in range(6)]
    return human_part + "1" + "".join(BECH32[group] for group in groups + checksum)


def bech32_state(human_part: str, groups: list[int]) -> int:
    """The checksum of Bech32 over all; 1 when the last 6 groups are the right ones."""
    expanded = [ord(c) >> 5 for c in human_part] + [0] + [ord(c) & 31 for c in human_part]
    state = 1
    for value in expanded + groups:
        top, state = state >> 25, (state & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                state ^= generator
    return state


def bytes_of_bech32(human_part: str, text: str) -> Optional[bytes]:
    """The bytes in a text of Bech32, in lower case; None when it is not one with this human-readable part."""
    before, _, after = text.rpartition("1")
    groups = [BECH32.find(letter) for letter in after]
    if before != human_part or -1 in groups or len(groups) < 6 or bech32_state(before, groups) != 1:
        return None
    bits = "".join(f"{group:05b}" for group in groups[:-6])
    used = len(bits) // 8 * 8
    if len(bits) - used > 4 or "1" in bits[used:]:
        return None
    return int("0" + bits[:used], 2).to_bytes(used // 8, "big")


HUMAN_PARTS = {"classic": "age-secret-key-", "hybrid": "age-secret-key-pq-"}


def identity_text(secret: bytes, stretched: bytes, set_id: bytes, identity: str) -> str:
    """The quorum's age identity, from S and Kp."""
    seed = hkdf_sha256(secret + stretched, set_id, b"keyclave/v1 quorum identity")
    return bech32(HUMAN_PARTS[identity], seed).upper()


# --------------------------------------------------------------------------------------------------
# Recovery kit (FORMAT 7).

KIT_FORMAT = "keyclave kit 2"
FIRST_FORMAT = "keyclave kit 1"


def canonical(value: object) -> bytes:
    """Canonical JSON (RFC 8785) of what Keyclave writes: no fractions, and names of fields in ASCII."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def read_json(data: bytes) -> dict:
    """JSON in any spelling (FORMAT: Spelling). Raises ValueError for what programs read differently."""

    def members(pairs: list) -> dict:
        found = dict(pairs)
        if len(found) != len(pairs) or "__proto__" in found:
            raise ValueError("a field stands twice")
        return found

    def integer(digits: str) -> int:
        if str(int(digits)) != digits or abs(int(digits)) >= 1 << 53:
            raise ValueError("a number is spelled oddly")
        return int(digits)

    def refuse(_: str) -> int:
        raise ValueError("a number is no integer")

    text = data.decode("utf-8-sig")
    return json.loads(
        text, object_pairs_hook=members, parse_int=integer, parse_float=refuse, parse_constant=refuse
    )


def grouped(hexadecimal: str) -> str:
    """The first 16 bytes in 8 groups of 4 digits, as printed on the cards."""
    return " ".join(hexadecimal[at : at + 4] for at in range(0, 32, 4))


def read_kit(path: str) -> dict:
    """Reads a kit and refuses one that does not say what it said when it was written (digest, revisions).

    Of the single fields it checks what a recovery uses. Whether the kit is the right one at all, the
    fingerprint tells: compare it with the cards.
    """
    data = read_file(path, 16 * 1024 * 1024)
    try:
        kit = read_json(data)
        form = kit["format"]
        spelled = canonical(kit)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refused(f"{path}: this is no recovery kit. A kit is the file kit.json of a ceremony.") from None
    if form not in (KIT_FORMAT, FIRST_FORMAT):
        raise Refused(f"{path}: the format is {plain(form)}; this program reads {KIT_FORMAT!r} and older.")
    tampered = Refused(f"{path}: the kit was changed after it was written. Use another copy of it.")
    without_digest = {name: value for name, value in kit.items() if name != "digest"}
    if spelled != data:
        say(f"{path}: another program has reformatted this kit. What it says is unchanged.")
    if kit.get("digest") != tagged_hash("keyclave/v1 kit digest", canonical(without_digest)):
        raise tampered
    try:
        if not is_sound(kit):
            raise tampered
        if bytes.fromhex(kit["quorum"]["setId"]).startswith(REHEARSAL):
            raise Refused(f"{path}: this kit is of a rehearsal and void. Take the kit of a real ceremony.")
        kit["proofs"] = prove_items(kit, path)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise tampered from None
    return kit


def is_sound(kit: dict) -> bool:
    """Whether a kit has what a recovery uses of it."""
    quorum, custodians = kit["quorum"], kit["quorum"]["custodians"]
    shown = ("id", "version", "kind", "label", "purpose")
    return (
        [custodian["index"] for custodian in custodians] == [*range(1, len(custodians) + 1)]
        and len({custodian["commitment"] for custodian in custodians}) == len(custodians)
        and all("name" in custodian for custodian in custodians)
        and 2 <= quorum["threshold"] <= len(custodians)
        and quorum["kdf"] in PROFILES
        and quorum["identity"] in IDENTITY_TYPES
        and all(name in quorum for name in ("title", "organisation", "setId", "secretCommitment", "recipient"))
        and all(name in key for key in kit["keys"] for name in shown)
        and all("generation" in key and "created" in key for key in kit["backupKeys"])
    )


def fingerprint_of(kit: dict) -> str:
    """The name of the quorum, in 64 hexadecimal digits."""
    return tagged_hash("keyclave/v1 kit fingerprint", canonical(kit["quorum"]))


def kit_fingerprint(kit: dict) -> str:
    """The name of the quorum, as printed on the cards."""
    return grouped(fingerprint_of(kit))


def item_digest(form: str, entry: dict) -> str:
    """The digest by which a kit names an item; that of a tombstone is the item's (FORMAT 7, items)."""
    if form == FIRST_FORMAT:
        return tagged_hash("keyclave/v1 kit item", canonical(entry))
    remains = dict(entry)
    if "sealed" in remains:
        sealed = base64.b64decode(remains.pop("sealed"), validate=True)
        remains["sealedSha256"] = hashlib.sha256(sealed).hexdigest()
    return tagged_hash("keyclave/v1 kit item 2", canonical(remains))


FOUNDING, UNPROVED = "made at the founding", "NOTHING PROVES IT: anybody could have added it"


def prove_items(kit: dict, path: str) -> dict:
    """How the kit proves each of its items, by their digests (FORMAT 7, revisions)."""
    form, quorum = kit["format"], kit["quorum"]
    entries = kit["backupKeys"] + kit["keys"] + kit.get("tombstones", [])
    standing = {item_digest(form, entry): entry for entry in entries}
    changed = Refused(f"{path}: the kit was changed after it was written. Use another copy of it.")
    founding = list(quorum["foundingItems"])
    if form == FIRST_FORMAT:
        if not set(founding) <= set(standing):
            raise changed
        return {digest: FOUNDING if digest in founding else UNPROVED for digest in standing}
    status = kit["statusKey"]
    if any("sealed" in entry and "sealedSha256" in entry for entry in [status, *entries]):
        raise changed  # the digest of an item is over one of the two
    if status["publicKey"] != quorum["statusKey"] or founding.pop(0) != item_digest(form, status):
        raise changed
    if len(standing) != len(entries) or len(set(founding)) != len(founding) or not set(founding) <= set(standing):
        raise changed
    proofs = {digest: FOUNDING for digest in founding}
    destroyed = follow_revisions(kit, path, standing, proofs)
    tombstones = [item_digest(form, entry) for entry in kit["tombstones"]]
    in_order = [standing[digest] for digest in proofs if digest not in destroyed]
    if (
        set(proofs) != set(standing)
        or tombstones != destroyed
        or kit["backupKeys"] != [entry for entry in in_order if entry["kind"] == "backup-identity"]
        or kit["keys"] != [entry for entry in in_order if entry["kind"] != "backup-identity"]
        or not count_up([standing[digest] for digest in proofs], len(founding) if "replaces" in quorum else 0)
    ):
        raise changed
    if not 0 <= kit["mac"]["revision"] <= len(kit["revisions"]):
        raise unsound(path, kit["mac"]["revision"], "the quorum has seen it, and it is missing")
    return proofs


def unsound(path: str, number: object, why: str) -> Refused:
    """A revision by somebody who may not change the kit."""
    return Refused(f"{path}: revision {plain(number)} of the kit is not sound: {why}. Use another copy of it.")


def count_up(entries: list, taken_over: int) -> bool:
    """Whether generations and versions count up by one (among those taken over there may be gaps), and a label names one key."""
    versions: dict = {}
    labels: dict = {}
    for place, entry in enumerate(entries):
        name = entry.get("id", "backup")
        number = entry["generation"] if entry["kind"] == "backup-identity" else entry["version"]
        before = versions.get(name, 0)
        if number != before + 1 and not (place < taken_over and number > before):
            return False
        versions[name] = number
        label = entry.get("label")
        if label is not None and labels.setdefault(label, name) != name:
            return False
    return True


def follow_revisions(kit: dict, path: str, standing: dict, proofs: dict) -> list:
    """Goes through the revisions; adds what they prove to `proofs`. Returns what they destroyed."""
    authority, head = kit["quorum"]["authority"], fingerprint_of(kit)
    rooted, destroyed, requests = True, [], set()
    for place, revision in enumerate(kit["revisions"]):
        change, number = revision["change"], revision["number"]
        if number != place + 1:
            raise unsound(path, number, "it is out of order")
        if revision["previous"] != head:
            raise unsound(path, number, "it does not follow the one before it")
        problem = agreement_problem(revision, authority, requests)
        if problem:
            raise unsound(path, number, problem)
        if change["kind"] == "authority-changed":
            new = change["authority"]
            if authority is None:
                rooted = False  # whoever could write the file could name people where there were none
            elif new == authority or new["policy"] < authority["policy"]:
                raise unsound(path, number, "what it says it changes is not what it changes")
            authority = new
        elif change["kind"] == "tombstone":
            entry = standing.get(change["item"], {})
            newest = max(standing[digest].get("generation", 0) for digest in proofs)
            gone = change["item"] in proofs and "sealedSha256" in entry and change["item"] not in destroyed
            if not gone or entry.get("generation") == newest:
                raise unsound(path, number, "it does not destroy what it names")
            destroyed.append(change["item"])
        else:
            several = change["kind"] == "versions-added"
            kind = "version-added" if several else change["kind"]
            for item in change["items"] if several else [change["item"]]:
                entry = standing.get(item)
                if entry is None or item in proofs or kind != kind_of(entry):
                    raise unsound(path, number, "the item that it names is not there, or is something else")
                by = "signed" if rooted and authority is not None else "UNSIGNED"
                proofs[item] = f"revision {number}, {by}"
        head = tagged_hash("keyclave/v1 kit revision", canonical(revision))
    return destroyed


def kind_of(entry: dict) -> str:
    """What adding this item is."""
    if entry["kind"] == "backup-identity":
        return "backup-key-rotated"
    return "item-added" if entry["version"] == 1 else "version-added"


ACTIONS = {
    "item-added": "key.add",
    "version-added": "key.add",
    "versions-added": "key.rotate",
    "backup-key-rotated": "backup-key.rotate",
    "tombstone": "key.destroy",
    "authority-changed": "policy.change",
}
KNOWN_POLICIES = (1, 2)  # they ask for the same people here


def agreement_problem(revision: dict, authority: Optional[dict], requests: set) -> Optional[str]:
    """What is wrong with the signatures under a revision, or None."""
    agreement, kind = revision["agreement"], revision["change"]["kind"]
    if authority is None:
        return None if agreement is None else "it is signed, and the kit names nobody who could sign"
    if agreement is None:
        return "nobody has signed it"
    if authority["policy"] not in KNOWN_POLICIES:
        return f"it is by policy {authority['policy']}, which this program does not know"
    statement, content = agreement["statement"], {**revision}
    del content["agreement"]
    if (
        statement["format"] not in ("keyclave statement 1", "keyclave statement 2", "keyclave statement 3")
        or statement["action"] != ACTIONS[kind]
        or statement["log"] != authority["log"]
        or statement["terms"].get("revision") != tagged_hash("keyclave/v1 kit change", canonical(content))
    ):
        return "what was signed is something else"
    if statement["request"] in requests:
        return "its signatures were given for another revision"
    requests.add(statement["request"])
    apart = seconds_of(revision["time"]) - seconds_of(statement["asked"])
    if abs(apart) > 15 * 60:
        return "its signatures were asked for at another time"
    message = bytes.fromhex(tagged_hash("keyclave/v1 statement", canonical(statement)))
    people = {person["key"]: person for person in authority["people"]}
    signers = {}
    for consent in agreement["by"]:
        if consent["key"] not in people:
            return "somebody signed whom the kit does not name"
        if not verify_signature(bytes.fromhex(consent["key"]), message, bytes.fromhex(consent["signature"])):
            return "a signature under it is wrong"
        signers[people[consent["key"]]["id"]] = people[consent["key"]]["roles"]
    two = kind in ("tombstone", "authority-changed") and authority["profile"] == "strict"
    administrators = {person for person, roles in signers.items() if "administrator" in roles}
    witnesses = {person for person, roles in signers.items() if "witness" in roles}
    need = 2 if two else 1
    enough = len(administrators) >= need and witnesses and len(administrators | witnesses) > need
    return None if enough else "too few people have signed it"


def seconds_of(time: str) -> float:
    """A time of the kit, in seconds."""
    moment = datetime.datetime.strptime(time, "%Y-%m-%dT%H:%M:%S.%fZ")
    return moment.replace(tzinfo=datetime.timezone.utc).timestamp()


def kit_mac(secret: bytes, stretched: bytes, kit: dict) -> str:
    """The quorum's MAC over the revisions of its kit (FORMAT 7, MAC), in hexadecimal."""
    label = b"keyclave/v1 kit revisions"
    key = hkdf_sha256(secret + stretched, bytes.fromhex(kit["quorum"]["setId"]), label)
    until = kit["mac"]["revision"]
    revisions = kit["revisions"][:until]
    head = tagged_hash("keyclave/v1 kit revision", canonical(revisions[-1])) if until else fingerprint_of(kit)
    return hmac.new(key, label + bytes.fromhex(head), hashlib.sha256).hexdigest()


# Ed25519 (RFC 8032), verification alone, in extended coordinates (X : Y : Z : T) with x = X/Z, y = Y/Z, xy = T/Z.

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
EDWARDS_D = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD
NEUTRAL = (0, 1, 1, 0)


def add_points(a: tuple, b: tuple) -> tuple:
    """The sum of two points (RFC 8032, 5.1.4)."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % FIELD, (a[1] + a[0]) * (b[1] + b[0]) % FIELD
    g, h = 2 * a[3] * b[3] * EDWARDS_D % FIELD, 2 * a[2] * b[2] % FIELD
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD


def multiply_point(number: int, point: tuple) -> tuple:
    """point + point + … + point."""
    result = NEUTRAL
    while number:
        if number & 1:
            result = add_points(result, point)
        point = add_points(point, point)
        number >>= 1
    return result


def bytes_of_point(point: tuple) -> bytes:
    """The 32 bytes of a point (RFC 8032, 5.1.2)."""
    inverse_z = pow(point[2], FIELD - 2, FIELD)
    x, y = point[0] * inverse_z % FIELD, point[1] * inverse_z % FIELD
    return (y | (x & 1) << 255).to_bytes(32, "little")


def point_of_bytes(data: bytes) -> Optional[tuple]:
    """The point of 32 bytes, or None (RFC 8032, 5.1.3)."""
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    if y >= FIELD:
        return None
    square = (y * y - 1) * pow(EDWARDS_D * y * y + 1, FIELD - 2, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if x * x % FIELD != square:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    if x * x % FIELD != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = FIELD - x
    return x, y, 1, x * y % FIELD


BASE = point_of_bytes((4 * pow(5, FIELD - 2, FIELD) % FIELD).to_bytes(32, "little"))


def verify_signature(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is by this key; keys and points of small order and second spellings are refused."""
    if len(key) != 32 or len(signature) != 64:
        return False
    point, scalar = point_of_bytes(key), int.from_bytes(signature[32:], "little")
    commitment = point_of_bytes(signature[:32])
    if point is None or commitment is None or scalar >= ORDER:
        return False
    neutral = bytes_of_point(NEUTRAL)
    if neutral in (bytes_of_point(multiply_point(8, point)), bytes_of_point(multiply_point(8, commitment))):
        return False
    digest = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    negative = (FIELD - point[0], point[1], 1, FIELD - point[3])
    computed = add_points(multiply_point(scalar, BASE), multiply_point(digest, negative))
    return bytes_of_point(computed) == signature[:32]


def check_share_by_kit(share: Share, kit: dict) -> str:
    """Checks one share by itself (FORMAT 5). Returns the custodian's name."""
    quorum = kit["quorum"]
    if share.set_id.hex() != quorum["setId"]:
        raise Refused(
            f"{share.source} is of set {share.set_id.hex()}, the kit of set {plain(quorum['setId'])}: they "
            "are from different ceremonies."
        )
    if share.kit and not fingerprint_of(kit).startswith(share.kit):
        raise Refused(
            f"{share.source}: its code names the kit whose fingerprint begins with {share.kit[:4]} {share.kit[4:]}; this "
            f"one's is {kit_fingerprint(kit)}. This kit is foreign, or forged: use another copy of it."
        )
    for custodian in quorum["custodians"]:
        if custodian["index"] == share.index:
            if share_commitment(share) == custodian["commitment"]:
                return plain(custodian["name"])
            raise Refused(
                f"{share.source} is not the share {share.index} that was given to {plain(custodian['name'])}: "
                "wrongly read, or forged. Compare every word with the card."
            )
    raise Refused(f"{share.source}: the kit has no share {share.index}. One of the two is forged.")


def proof_of(item: dict, kit: dict) -> str:
    """How the kit proves one of its items, in words."""
    return kit["proofs"][item_digest(kit["format"], item)]


def find_item(kit: dict, name: str, version: Optional[int]) -> dict:
    """The item of the kit with this id or label (its last version if none is named), or backup-key-N."""
    if name.startswith("backup-key-"):
        items = [item for item in kit["backupKeys"] if f"backup-key-{item['generation']}" == name]
    else:
        items = [item for item in kit["keys"] if name in (item["id"], item["label"])]
        items = [item for item in items if version is None or item["version"] == version]
    if not items:
        raise Refused(f"The kit has no item {plain(name)}. `recover.py kit` lists what it has.")
    return items[-1]


def public_fingerprint(public_key: str) -> str:
    """The fingerprint of a key pair, in 64 hexadecimal digits (FORMAT 6, key pair)."""
    return tagged_hash("keyclave/v1 public key fingerprint", base64.b64decode(public_key, validate=True))


def pem(label: str, der: bytes) -> bytes:
    """The PEM file of a key (RFC 7468)."""
    text = base64.b64encode(der).decode("ascii")
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode("ascii")


def open_item(item: dict, kit: dict, identity_file: str) -> bytes:
    """Opens a sealed item and checks it by its entry (FORMAT 6, sealed item).

    Of what FORMAT asks a reader to compute again, the key check value is left out, for want of AES in Python: the
    fingerprint says more. The public half of a key pair is computed by the stock openssl command.
    """
    tampered = Refused("What is sealed in this item is not what the kit says. Use another copy of the kit.")
    try:
        sealed = base64.b64decode(item["sealed"], validate=True)
        source = f"what is sealed in {plain(item.get('label', 'the backup key'))}"
        opened = json.loads(b"".join(decrypted(io.BytesIO(sealed), read_identities(identity_file), source)))
        secret = opened.pop("secret")
        entry = {name: value for name, value in item.items() if name != "sealed"}
        matches = opened == {**entry, "v": 1, "quorum": kit["quorum"]["setId"]}
        if item["kind"] == "backup-identity":
            backup_identity = identity_of(secret)
            matches = matches and backup_identity is not None and recipient_text(backup_identity) == item["recipient"]
            plaintext = secret.encode("ascii") + b"\n"
        elif item["kind"] == "imported-secret":
            plaintext = base64.b64decode(secret, validate=True)
            matches = matches and len(plaintext) == item["bytes"]
        elif item["kind"] == "key-pair":
            private = base64.b64decode(secret, validate=True)
            public = run(["openssl", "pkey", "-inform", "DER", "-pubout", "-outform", "DER"], private, "")
            matches = matches and base64.b64encode(public).decode("ascii") == item["publicKey"]
            matches = matches and public_fingerprint(item["publicKey"]) == item["fingerprint"]
            plaintext = pem("PRIVATE KEY", private)
        else:
            plaintext = bytes.fromhex(secret)
            fingerprint = tagged_hash("keyclave/v1 key fingerprint", plaintext)
            matches = matches and fingerprint == item["fingerprint"] and 8 * len(plaintext) == item["bits"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise tampered from None
    if not matches:
        raise tampered
    return plaintext


# --------------------------------------------------------------------------------------------------
# ML-KEM-768 (FIPS 203) and X25519 (RFC 7748), and both as one: X-Wing (draft-connolly-cfrg-xwing-kem). A
# polynomial is a list of 256 numbers below Q. All of it takes some 20 ms, and not the same time for every secret:
# that matters where somebody measures it from outside, not on a machine of one's own.

Q = 3329
RANK = 3  # how many polynomials a vector of ML-KEM-768 has
ML_KEM_CIPHERTEXT = 1088  # bytes: three polynomials of 10 bits and one of 4


def reversed_bits(number: int) -> int:
    """The 7 bits of a number, the last one first."""
    return int(f"{number:07b}"[::-1], 2)


ZETAS = [pow(17, reversed_bits(k), Q) for k in range(128)]
GAMMAS = [pow(17, 2 * reversed_bits(k) + 1, Q) for k in range(128)]


def transform(polynomial: list[int]) -> list[int]:
    """NTT, the number-theoretic transform (FIPS 203, algorithm 9)."""
    f, k, length = list(polynomial), 1, 128
    while length >= 2:
        for start in range(0, 256, 2 * length):
            for j in range(start, start + length):
                t = ZETAS[k] * f[j + length] % Q
                f[j], f[j + length] = (f[j] + t) % Q, (f[j] - t) % Q
            k += 1
        length //= 2
    return f


def transform_back(transformed: list[int]) -> list[int]:
    """The inverse of NTT (FIPS 203, algorithm 10)."""
    f, k, length = list(transformed), 127, 2
    while length <= 128:
        for start in range(0, 256, 2 * length):
            for j in range(start, start + length):
                f[j], f[j + length] = (f[j] + f[j + length]) % Q, ZETAS[k] * (f[j + length] - f[j]) % Q
            k -= 1
        length *= 2
    return [value * 3303 % Q for value in f]  # 3303 = 1/128


def product(f: list[int], g: list[int]) -> list[int]:
    """The product of two transformed polynomials (FIPS 203, algorithms 11 and 12)."""
    h = []
    for i in range(128):
        a0, a1, b0, b1 = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
        h += [(a0 * b0 + a1 * b1 * GAMMAS[i]) % Q, (a0 * b1 + a1 * b0) % Q]
    return h


def total(polynomials: list[list[int]]) -> list[int]:
    """The sum of polynomials."""
    return [sum(values) % Q for values in zip(*polynomials)]


def scalar_product(one: list[list[int]], other: list[list[int]]) -> list[int]:
    """The sum of the products of two vectors, transformed."""
    return total([product(f, g) for f, g in zip(one, other)])


def pack(polynomial: list[int], bits: int) -> bytes:
    """256 numbers of so many bits each, the lowest bit first (FIPS 203, algorithm 5)."""
    packed = sum(value << bits * place for place, value in enumerate(polynomial))
    return packed.to_bytes(32 * bits, "little")


def unpack(data: bytes, bits: int) -> list[list[int]]:
    """The polynomials in bytes (FIPS 203, algorithm 6)."""
    pieces = [data[at : at + 32 * bits] for at in range(0, len(data), 32 * bits)]
    packed = [int.from_bytes(piece, "little") for piece in pieces]
    return [[number >> bits * place & (1 << bits) - 1 for place in range(256)] for number in packed]


def compress(polynomial: list[int], bits: int) -> list[int]:
    """Each value rounded to so many bits (FIPS 203, equation 4.7)."""
    return [((value << bits + 1) + Q) // (2 * Q) % (1 << bits) for value in polynomial]


def decompress(polynomial: list[int], bits: int) -> list[int]:
    """The values that so many bits stand for (FIPS 203, equation 4.8)."""
    return [(value * Q + (1 << bits - 1)) >> bits for value in polynomial]


def uniform(seed: bytes) -> list[int]:
    """A transformed polynomial that any value may stand in (FIPS 203, algorithm 7)."""
    length = 672
    while True:
        stream = hashlib.shake_128(seed).digest(length)
        values = []
        for at in range(0, length, 3):
            low, middle, high = stream[at : at + 3]
            values += [low | (middle & 15) << 8, middle >> 4 | high << 4]
        values = [value for value in values if value < Q]
        if len(values) >= 256:
            return values[:256]
        length += 168


def small(seed: bytes, number: int) -> list[int]:
    """A polynomial of values from -2 to 2 (FIPS 203, algorithm 8, with the function PRF)."""
    bits = int.from_bytes(hashlib.shake_256(seed + bytes([number])).digest(128), "little")
    parts = [bits >> 4 * place for place in range(256)]
    return [((part & 1) + (part >> 1 & 1) - (part >> 2 & 1) - (part >> 3 & 1)) % Q for part in parts]


def matrix(seed: bytes) -> list[list[list[int]]]:
    """The public matrix Â, row by row."""
    return [[uniform(seed + bytes([column, row])) for column in range(RANK)] for row in range(RANK)]


class MlKemKey(NamedTuple):
    """A decapsulation key of ML-KEM-768."""

    secret: list[list[int]]  # transformed
    public: bytes  # the encapsulation key, 1184 bytes
    rejection: bytes  # z, 32 bytes


def ml_kem_key(d: bytes, z: bytes) -> MlKemKey:
    """The key of two seeds of 32 bytes (FIPS 203, algorithms 13 and 16)."""
    seeds = hashlib.sha3_512(d + bytes([RANK])).digest()
    secret = [transform(small(seeds[32:], n)) for n in range(RANK)]
    errors = [transform(small(seeds[32:], RANK + n)) for n in range(RANK)]
    public = [total([scalar_product(row, secret), error]) for row, error in zip(matrix(seeds[:32]), errors)]
    return MlKemKey(secret, b"".join(pack(f, 12) for f in public) + seeds[:32], z)


def ml_kem_encrypt(public: bytes, message: bytes, randomness: bytes) -> bytes:
    """32 bytes, encrypted with 32 random ones (FIPS 203, algorithm 14)."""
    key, rows = unpack(public[:-32], 12), matrix(public[-32:])
    y = [transform(small(randomness, n)) for n in range(RANK)]
    columns = zip(*rows)
    u = [
        total([transform_back(scalar_product(list(column), y)), small(randomness, RANK + n)])
        for n, column in enumerate(columns)
    ]
    bits = decompress(unpack(message, 1)[0], 1)
    v = total([transform_back(scalar_product(key, y)), small(randomness, 2 * RANK), bits])
    return b"".join(pack(compress(f, 10), 10) for f in u) + pack(compress(v, 4), 4)


def ml_kem_encapsulate(public: bytes, message: bytes) -> tuple[bytes, bytes]:
    """The shared secret and its ciphertext, of 32 random bytes (FIPS 203, algorithm 17)."""
    both = hashlib.sha3_512(message + hashlib.sha3_256(public).digest()).digest()
    return both[:32], ml_kem_encrypt(public, message, both[32:])


def ml_kem_decapsulate(key: MlKemKey, ciphertext: bytes) -> bytes:
    """The shared secret, 32 bytes; of a forged ciphertext another one (FIPS 203, algorithms 15 and 18)."""
    u = [transform(decompress(f, 10)) for f in unpack(ciphertext[:-128], 10)]
    v = decompress(unpack(ciphertext[-128:], 4)[0], 4)
    noise = transform_back(scalar_product(key.secret, u))
    message = pack(compress([a - b for a, b in zip(v, noise)], 1), 1)
    shared, again = ml_kem_encapsulate(key.public, message)
    return shared if again == ciphertext else hashlib.shake_256(key.rejection + ciphertext).digest(32)


def x25519(scalar: bytes, point: bytes) -> bytes:
    """The product of a scalar and a point, 32 bytes each (RFC 7748, section 5: Montgomery's ladder)."""
    k = int.from_bytes(scalar, "little") & (1 << 254) - 8 | 1 << 254
    x = int.from_bytes(point, "little") % (1 << 255) % FIELD
    x2, z2, x3, z3 = 1, 0, x, 1
    for bit in range(254, -1, -1):
        if k >> bit & 1:
            x2, z2, x3, z3 = x3, z3, x2, z2
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        da, cb = d * a % FIELD, c * b % FIELD
        x3, z3 = (da + cb) ** 2 % FIELD, x * (da - cb) ** 2 % FIELD
        aa, bb = a * a % FIELD, b * b % FIELD
        x2, z2 = aa * bb % FIELD, (aa - bb) * (aa + 121665 * (aa - bb)) % FIELD
        if k >> bit & 1:
            x2, z2, x3, z3 = x3, z3, x2, z2
    return (x2 * pow(z2, FIELD - 2, FIELD) % FIELD).to_bytes(32, "little")


NINE = (9).to_bytes(32, "little")  # the base point of X25519


class HybridKey(NamedTuple):
    """A private key of X-Wing, expanded from its 32 bytes."""

    ml_kem: MlKemKey
    scalar: bytes
    point: bytes  # the public half of the scalar


def hybrid_key(seed: bytes) -> HybridKey:
    """The key of 32 bytes (X-Wing, expandDecapsulationKey)."""
    expanded = hashlib.shake_256(seed).digest(96)
    scalar = expanded[64:]
    return HybridKey(ml_kem_key(expanded[:32], expanded[32:64]), scalar, x25519(scalar, NINE))


def hybrid_secret(ml_kem: bytes, shared: bytes, ephemeral: bytes, point: bytes) -> bytes:
    """Both shared secrets as one (X-Wing, Combiner)."""
    label = bytes.fromhex("5c2e2f2f5e5c")  # six strokes that draw an X
    return hashlib.sha3_256(ml_kem + shared + ephemeral + point + label).digest()


def hybrid_encapsulate(key: HybridKey, randomness: bytes) -> tuple[bytes, bytes]:
    """The shared secret and its ciphertext, of 64 random bytes: for the self-test alone."""
    secret, ciphertext = ml_kem_encapsulate(key.ml_kem.public, randomness[:32])
    ephemeral = x25519(randomness[32:], NINE)
    shared = x25519(randomness[32:], key.point)
    return hybrid_secret(secret, shared, ephemeral, key.point), ciphertext + ephemeral


def hybrid_decapsulate(key: HybridKey, ciphertext: bytes) -> Optional[bytes]:
    """The shared secret; None when the ciphertext's point is one that gives the same to everybody."""
    ephemeral = ciphertext[ML_KEM_CIPHERTEXT:]
    shared = x25519(key.scalar, ephemeral)
    if not any(shared):
        return None
    secret = ml_kem_decapsulate(key.ml_kem, ciphertext[:ML_KEM_CIPHERTEXT])
    return hybrid_secret(secret, shared, ephemeral, key.point)


# --------------------------------------------------------------------------------------------------
# ChaCha20-Poly1305 (RFC 8439), without associated data.


def chacha20(key: bytes, nonce: bytes, blocks: int) -> bytes:
    """The first blocks of 64 bytes of the key stream (RFC 8439, section 2.3), all of them at once.

    Each of the 16 words of the state is one large number, in which every block has a lane of 64 bits: 32 for its
    word, and 32 of room for a carry and for what a shift moves, which `lanes` cuts off. So the length of a loop
    does not grow with the blocks.
    """
    ones = int.from_bytes((b"\1" + bytes(7)) * blocks, "little")
    lanes = ones * 0xFFFFFFFF
    counters = int.from_bytes(struct.pack(f"<{blocks}Q", *range(blocks)), "little")
    words = struct.unpack("<16I", b"expand 32-byte k" + key + bytes(4) + nonce)
    first = [word * ones for word in words]
    first[12] = counters
    state = list(first)
    for _ in range(10):
        for a, b, c, d in CHACHA20_QUARTERS:
            state[a] = state[a] + state[b] & lanes
            mixed = state[d] ^ state[a]
            state[d] = (mixed << 16 | mixed >> 16) & lanes
            state[c] = state[c] + state[d] & lanes
            mixed = state[b] ^ state[c]
            state[b] = (mixed << 12 | mixed >> 20) & lanes
            state[a] = state[a] + state[b] & lanes
            mixed = state[d] ^ state[a]
            state[d] = (mixed << 8 | mixed >> 24) & lanes
            state[c] = state[c] + state[d] & lanes
            mixed = state[b] ^ state[c]
            state[b] = (mixed << 7 | mixed >> 25) & lanes
    stream = bytearray(64 * blocks)
    for place in range(16):
        word = (state[place] + first[place] & lanes).to_bytes(8 * blocks, "little")
        for byte in range(4):
            stream[4 * place + byte :: 64] = word[byte::8]
    return bytes(stream)


CHACHA20_QUARTERS = (
    *((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)),  # columns
    *((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)),  # diagonals
)


def poly1305(key: bytes, text: bytes) -> bytes:
    """The tag of a text (RFC 8439, section 2.5), 16 bytes."""
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    prime, tag = (1 << 130) - 5, 0
    for at in range(0, len(text), 16):
        tag = (tag + int.from_bytes(text[at : at + 16] + b"\1", "little")) * r % prime
    return (tag + int.from_bytes(key[16:], "little") & (1 << 128) - 1).to_bytes(16, "little")


def open_in_python(key: bytes, nonce: bytes, sealed: bytes) -> Optional[bytes]:
    """The plaintext of a text with its tag (RFC 8439, section 2.8); None when it is not authentic."""
    text, tag = sealed[:-16], sealed[-16:]
    stream = chacha20(key, nonce, 1 + -(-len(text) // 64))
    lengths = bytes(-len(text) % 16) + bytes(8) + len(text).to_bytes(8, "little")
    if len(sealed) < 16 or not hmac.compare_digest(poly1305(stream[:32], text + lengths), tag):
        return None
    mixed = int.from_bytes(text, "little") ^ int.from_bytes(stream[64 : 64 + len(text)], "little")
    return mixed.to_bytes(len(text), "little")


class LibCrypto:
    """The same by the library libcrypto of OpenSSL, which the sha256 of nearly every Python comes from, too."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self.library = library
        library.EVP_CIPHER_CTX_new.restype = ctypes.c_void_p
        library.EVP_chacha20_poly1305.restype = ctypes.c_void_p
        self.cipher = ctypes.c_void_p(library.EVP_chacha20_poly1305())
        self.context = ctypes.c_void_p(library.EVP_CIPHER_CTX_new())

    def open(self, key: bytes, nonce: bytes, sealed: bytes) -> Optional[bytes]:
        """As open_in_python."""
        text, tag, library, context = sealed[:-16], sealed[-16:], self.library, self.context
        if len(sealed) < 16:
            return None
        plain, size = ctypes.create_string_buffer(len(text) + 16), ctypes.c_int(0)
        done = (
            library.EVP_DecryptInit_ex(context, self.cipher, None, key, nonce) == 1
            and library.EVP_CIPHER_CTX_ctrl(context, 0x11, 16, tag) == 1  # EVP_CTRL_AEAD_SET_TAG
            and library.EVP_DecryptUpdate(context, plain, ctypes.byref(size), text, len(text)) == 1
            and library.EVP_DecryptFinal_ex(context, ctypes.byref(plain, size.value), ctypes.byref(size)) == 1
        )
        return plain.raw[: len(text)] if done else None


# No example of RFC 8439 is without associated data; this one is sealed by libsodium.
SEALED = (
    "ac3112a10b2f8f732bef9072d4824da3dbbb436b2b91240d9168ab7b85575f04"
    "8393ed184f384c7aa0412da69b8b282638dd5efce62f2e"
)
SEALED_EXAMPLE = bytes(range(32)), bytes(range(64, 76)), bytes.fromhex(SEALED)
EXAMPLE = b"Ten years from now somebody opens this."


def find_libcrypto() -> Optional[LibCrypto]:
    """libcrypto, if it is here and computes what it should."""
    for name in ("libcrypto.so.4", "libcrypto.so.3", "libcrypto.so.1.1"):
        try:
            found = LibCrypto(ctypes.CDLL(name))
            if found.open(*SEALED_EXAMPLE) == EXAMPLE:
                return found
        except (OSError, AttributeError):
            continue
    return None


LIBCRYPTO = find_libcrypto()


def open_sealed(key: bytes, nonce: bytes, sealed: bytes) -> Optional[bytes]:
    """The plaintext of a text with its tag, by the fastest way there is here; None when it is not authentic."""
    return LIBCRYPTO.open(key, nonce, sealed) if LIBCRYPTO else open_in_python(key, nonce, sealed)


# --------------------------------------------------------------------------------------------------
# age files (c2sp.org/age, version 1), opened by this program alone: of recipients X25519 (classic) and
# mlkem768x25519 (hybrid). FORMAT 6 and 8.1.

HEADER_LIMIT = 64 * 1024
BLOCK = 64 * 1024 + 16  # a chunk of an age file, with its tag (FORMAT 8.1)


class Identity(NamedTuple):
    """What opens an age file."""

    kind: str  # hybrid or classic
    seed: bytes  # 32 bytes
    hybrid: Optional[HybridKey]


def identity_of(text: str) -> Optional[Identity]:
    """The identity of a line AGE-SECRET-KEY-…; None when it is none."""
    for kind, human_part in HUMAN_PARTS.items():
        seed = bytes_of_bech32(human_part, text.lower()) if text == text.upper() else None
        if seed is not None and len(seed) == 32:
            return Identity(kind, seed, hybrid_key(seed) if kind == "hybrid" else None)
    return None


def read_identities(path: str) -> list[Identity]:
    """The identities of a file: one in a line, and lines with # in front."""
    try:
        lines = [line.strip() for line in read_file(path, 1 << 20).decode("ascii").splitlines()]
    except UnicodeDecodeError:
        lines = ["?"]
    found = [identity_of(line) for line in lines if line and not line.startswith("#")]
    if None in found or not found:
        raise Refused(f"{path}: this is no file with an age identity, AGE-SECRET-KEY-…, as step 7 writes it.")
    return [identity for identity in found if identity]


def recipient_text(identity: Identity) -> str:
    """The public recipient of an identity: age1… or age1pq1…"""
    if identity.hybrid:
        return bech32("age1pq", identity.hybrid.ml_kem.public + identity.hybrid.point)
    return bech32("age", x25519(identity.seed, NINE))


class Stanza(NamedTuple):
    """What of a header is for one recipient."""

    arguments: list[str]
    body: bytes


class AgeHeader(NamedTuple):
    """The header of an age file."""

    stanzas: list[Stanza]
    signed: bytes  # what its MAC is over
    mac: bytes


def strict_base64(text: str) -> bytes:
    """Base64 without padding (RFC 4648), of which there is one spelling. Raises ValueError."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    if base64.b64encode(data).decode("ascii").rstrip("=") != text:
        raise ValueError("another spelling")
    return data


def read_header(file: BinaryIO) -> AgeHeader:
    """Reads the header of an age file, up to its nonce. Raises ValueError for what the specification does not allow."""
    signed, stanzas = b"", []

    def line() -> str:
        text = file.readline(HEADER_LIMIT)
        if not text.endswith(b"\n") or len(signed) > HEADER_LIMIT:
            raise ValueError("it has no end")
        return text[:-1].decode("ascii")

    if line() != "age-encryption.org/v1":
        raise ValueError("it does not begin as an age file")
    signed += b"age-encryption.org/v1\n"
    while (first := line()).startswith("-> "):
        arguments, body = first[3:].split(" "), ""
        if not all(argument and all("!" <= letter <= "~" for letter in argument) for argument in arguments):
            raise ValueError("a stanza is malformed")
        signed += f"{first}\n".encode("ascii")
        while True:
            piece = line()
            body += piece
            signed += f"{piece}\n".encode("ascii")
            if len(piece) > 64:
                raise ValueError("a line is too long")
            if len(piece) < 64:
                break
        stanzas.append(Stanza(arguments, strict_base64(body)))
    if not first.startswith("--- ") or not stanzas:
        raise ValueError("its last line is malformed")
    mac = strict_base64(first[4:])
    if len(mac) != 32:
        raise ValueError("its last line is malformed")
    return AgeHeader(stanzas, signed + b"---", mac)


def unwrap(stanza: Stanza, identity: Identity) -> Optional[bytes]:
    """The file key, 16 bytes, of a stanza; None when it is not for this identity. Raises ValueError."""
    kind, length = ("mlkem768x25519", 1120) if identity.hybrid else ("X25519", 32)
    if stanza.arguments[0] != kind:
        return None
    if len(stanza.arguments) != 2 or len(stanza.body) != 32:
        raise ValueError("a stanza is malformed")
    share = strict_base64(stanza.arguments[1])
    if len(share) != length:
        raise ValueError("a stanza is malformed")
    if identity.hybrid:
        secret = hybrid_decapsulate(identity.hybrid, share)
        if secret is None:
            raise ValueError("a stanza is forged")
        return open_sealed(*hpke_key(secret, b"age-encryption.org/mlkem768x25519"), stanza.body)
    shared = x25519(identity.seed, share)
    if not any(shared):
        raise ValueError("a stanza is forged")
    salt = share + x25519(identity.seed, NINE)
    return open_sealed(hkdf_sha256(shared, salt, b"age-encryption.org/v1/X25519"), bytes(12), stanza.body)


def hpke_key(secret: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Key and nonce of HPKE (RFC 9180, section 5.1, mode base), of a KEM's shared secret.

    With MLKEM768-X25519 (draft-ietf-hpke-pq), HKDF-SHA-256 and ChaCha20-Poly1305.
    """
    suite = b"HPKE\x64\x7a\x00\x01\x00\x03"

    def extract(salt: bytes, label: bytes, material: bytes) -> bytes:
        return hmac.new(salt, b"HPKE-v1" + suite + label + material, hashlib.sha256).digest()

    def expand(key: bytes, label: bytes, context: bytes, length: int) -> bytes:
        labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
        return hmac.new(key, labelled + b"\x01", hashlib.sha256).digest()[:length]

    context = b"\x00" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    scheduled = extract(secret, b"secret", b"")
    return expand(scheduled, b"key", context, 32), expand(scheduled, b"base_nonce", context, 12)


NO_MATCH = (
    "no identity matched any of the recipients. If this should open it, the passphrase was wrong, or the identity is "
    "of another quorum."
)


def file_key(header: AgeHeader, identities: list[Identity]) -> Optional[bytes]:
    """The file key of a header whose MAC is right; None when it is for none of these identities. Raises ValueError."""
    if len(header.stanzas) > 1 and any(stanza.arguments[0] == "scrypt" for stanza in header.stanzas):
        raise ValueError("a passphrase is not its only recipient")
    found = [unwrap(stanza, identity) for identity in identities for stanza in header.stanzas]
    return next((key for key in found if key is not None), None)


def decrypted(file: BinaryIO, identities: list[Identity], source: str) -> Iterator[bytes]:
    """The plaintext of an age file, chunk by chunk, each when it was proved authentic."""
    try:
        header = read_header(file)
        key, nonce = file_key(header, identities), file.read(16)
        if key is not None and not hmac.compare_digest(header_mac(key, header), header.mac):
            raise Refused(f"{source}: the header was changed after it was written (MAC). Use another copy.")
        if len(nonce) != 16:
            raise ValueError("nothing follows it")
    except ValueError as error:
        raise Refused(f"{source}: the header is not that of an age file, or is damaged: {error}.") from None
    if key is None:
        raise Refused(f"{source}: {NO_MATCH}")
    payload_key, number, block = hkdf_sha256(key, nonce, b"payload"), 0, file.read(BLOCK)
    while True:
        following = file.read(BLOCK)
        place, last = number.to_bytes(11, "big"), bytes([not following])
        plain = open_sealed(payload_key, place + last, block)
        other = open_sealed(payload_key, place + bytes([not last[0]]), block) if plain is None else None
        if plain is None and other is not None and (following or len(block) == BLOCK):
            yield other
            what = "more follows after its last chunk" if following else "its end is missing"
            raise Refused(f"{source}: the payload is damaged: {what}. Use another copy.")
        if plain is None or (not plain and number > 0):
            raise Refused(f"{source}: the payload is damaged, in chunk {number} of 64 KiB. Use another copy.")
        yield plain
        if not following:
            return
        number, block = number + 1, following


def header_mac(key: bytes, header: AgeHeader) -> bytes:
    """The MAC of a header under a file key."""
    return hmac.new(hkdf_sha256(key, b"", b"header"), header.signed, hashlib.sha256).digest()


# --------------------------------------------------------------------------------------------------
# Restored backups (FORMAT 8).

MANIFEST = "keyclave-manifest.json"
MANIFEST_FORMATS = ("backup manifest 1", "backup manifest 2", "backup manifest 3")


def check_restored(folder: str) -> tuple[int, int, list]:
    """Compares an unpacked backup with the manifest in it. Returns how many files and bytes were compared, and what
    people agreed to leave out when it was made.

    The manifest of a large backup is longer than memory may be: its entries are read one after the other, and of each
    path no more is kept than 16 bytes. Not compared: permissions and times, which tar sets as far as the user and the
    file system let it.
    """
    top = Path(folder)
    problems: list[str] = []
    paths: set[bytes] = set()
    files = total = 0
    head: dict = {}
    try:
        for entry in manifest_entries(top / MANIFEST, head):
            path = entry["path"]
            paths.add(mark(path))
            try:
                problem = difference(top, path, entry)
                if entry["type"] == "file":
                    files, total = files + 1, total + entry["size"]
            except (KeyError, TypeError):
                problem = "the manifest does not say what it must"
            except OSError as error:
                problem = f"cannot be read: {error.strerror}"
            if problem:
                problems.append(f"{plain(path)}: {problem}")
        form = head["keyclave"]
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(
            f"{folder} has no readable {MANIFEST}. It is the last thing in a backup: without it, the backup "
            "was not unpacked to its end."
        ) from None
    if form not in MANIFEST_FORMATS:
        raise Refused(f"{folder}/{MANIFEST} is a {plain(form)}; this program reads {MANIFEST_FORMATS}.")
    for place, folders, names in os.walk(top):
        for name in folders + names:
            path = Path(place, name).relative_to(top).as_posix()
            if mark(path) not in paths and path != MANIFEST:
                problems.append(f"{plain(path)}: not in the backup")
    if problems:
        raise Refused("\n  ".join([f"{folder} is not what was backed up:", *sorted(problems)]))
    return files, total, head.get("leftOut", [])


def mark(path: str) -> bytes:
    """What stands for a path where there may be millions of them."""
    return hashlib.sha256(os.fsencode(path)).digest()[:16]


def manifest_entries(file: Path, head: dict) -> Iterator[dict]:
    """The entries of a manifest one by one; all else that it says is in `head` when they have come to their end.

    Raises ValueError where it is no manifest.
    """
    decode = json.JSONDecoder().raw_decode
    with file.open(encoding="utf-8") as source:
        text = source.read(PIECE)
        begin = re.search(r'"entries"\s*:\s*\[', text)
        if begin is None:
            raise ValueError("it has no entries")
        before, text = text[: begin.end()], text[begin.end() :]
        while True:
            text = text.lstrip(" \t\r\n,")
            if len(text) < PIECE:
                text += source.read(PIECE)
                text = text.lstrip(" \t\r\n,")
            if not text.startswith("{"):
                break
            entry, end = decode(text)  # an entry has 64 KiB at most, and this is more
            yield entry
            text = text[end:]
        head.update(json.loads(before + text + source.read()))


PIECE = 1 << 18  # characters of a manifest at a time


def difference(top: Path, path: str, entry: dict) -> Optional[str]:
    """What is wrong with one restored entry, or None."""
    if path.startswith("/") or ".." in path.split("/"):
        return "this path leaves the folder"
    place = top / path
    if entry["type"] == "symlink":
        same = place.is_symlink() and os.readlink(place) == entry["target"]
        return None if same else "missing, or not this link"
    if place.is_symlink():
        return f"a link, not a {entry['type']}"
    if entry["type"] == "directory":
        return None if place.is_dir() else "missing, or not a folder"
    if not place.is_file():
        return "missing, or not a file"
    if place.stat().st_size != entry["size"]:
        return f"{place.stat().st_size} bytes, not {entry['size']}"
    digest = hashlib.sha256()
    with place.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return None if digest.hexdigest() == entry["sha256"] else "its content is damaged (SHA-256 differs)"


# --------------------------------------------------------------------------------------------------
# Files, commands, messages.


def read_check_file(path: str) -> tuple[dict, list[bytes]]:
    """The facts and the digests of a check file, which must fit each other (FORMAT 8.7)."""
    line, _, leaves = Path(path).read_bytes().partition(b"\n")
    try:
        facts = json.loads(line)
        head, size = base64.b64decode(facts["head"], validate=True), facts["size"]
        if facts["keyclave"] != "keyclave check 1" or not isinstance(size, int):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise Refused(f"{path} is not a check file of a backup.") from None
    digests = [leaves[i : i + 32] for i in range(0, len(leaves), 32)]
    level = digests
    while len(level) > 1:
        pairs = [b"".join(level[i : i + 2]) for i in range(0, len(level), 2)]
        level = [pair if len(pair) == 32 else hashlib.sha256(b"\x01" + pair).digest() for pair in pairs]
    blocks = 1 + -(-max(0, size - len(head)) // BLOCK)
    if len(leaves) != 32 * blocks or level[0].hex() != facts["root"]:
        raise Refused(f"{path} is damaged. Use another copy of it.")
    return {**facts, "head": head}, digests


class Volume(NamedTuple):
    """A file that is a part of a backup, or all of it (FORMAT 8.9)."""

    number: int  # 1 is the first
    path: str
    size: int


def copies_of(paths: list[str]) -> list[list[Volume]]:
    """Files by the copy of a backup that they are: volumes, NAME.001 and so on, in order, of whichever folders."""
    cut: dict[str, list[dict[int, str]]] = {}
    copies: list[dict[int, str]] = []
    for path in dict.fromkeys(paths):
        found = re.fullmatch(r"(.*)\.(\d{3})", os.path.basename(path))
        name, number = (found[1], int(found[2])) if found else (path, 1)
        same = cut.setdefault(name, [])
        copy = next((copy for copy in same if number not in copy), None)
        if copy is None:
            copy = {}
            same.append(copy)
            copies.append(copy)
        copy[number] = path
    return [[Volume(number, copy[number], size_of(copy[number])) for number in sorted(copy)] for copy in copies]


def size_of(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror}.") from None


def volume_size(volumes: list[Volume]) -> int:
    """Bytes of each volume but the last: what most of those that are there have, or the longest of them."""
    full = [volume.size for volume in volumes[:-1]] or [volumes[0].size]
    return max(full, key=lambda size: (full.count(size), size))


def bytes_at(volumes: list[Volume], start: int, length: int) -> bytes:
    """Bytes of a backup; what lies in a missing volume is zeros, which no digest takes for right."""
    each, data = volume_size(volumes), bytearray(length)
    for number, path, size in volumes:
        begin = (number - 1) * each
        first, end = max(start, begin), min(start + length, begin + size)
        if first < end:
            with open(path, "rb") as file:
                file.seek(first - begin)
                data[first - start : end - start] = file.read(end - first)
    return bytes(data)


def join(volumes: list[Volume], size: int, out: str) -> str:
    """Writes a backup from its volumes, which must be `size` bytes together (0: unknown). Returns its SHA-256."""
    name = re.sub(r"\.\d{3}$", "", os.path.basename(volumes[0].path))
    absent = next((i for i, volume in enumerate(volumes, 1) if volume.number != i), len(volumes) + 1)
    each, total = volume_size(volumes), sum(volume.size for volume in volumes)
    uneven = [volume for volume in volumes[:-1] if volume.size != each]
    uneven += [volume for volume in volumes[-1:] if volume.size > each]
    if absent <= len(volumes) or (0 < total < size and volumes[-1].size == each and not uneven):
        raise Refused(f"{name}.{absent:03} is missing. Name all volumes, in any order.")
    if uneven or (size and total != size):
        damaged = uneven[0].path if uneven else volumes[-1].path
        raise Refused(
            f"{damaged} is not as long as it was, or has another volume's number, or those after it are another "
            "backup's. Compare their names and dates; or make it again from recovery files: par2 repair."
        )
    digest = hashlib.sha256()
    try:
        with open(out, "xb") as made:
            for volume in volumes:
                with open(volume.path, "rb") as file:
                    while piece := file.read(1 << 20):
                        digest.update(piece)
                        made.write(piece)
    except FileExistsError:
        raise Refused(f"{out} exists already.") from None
    except OSError as error:
        os.remove(out)
        raise Refused(f"{volume.path}: {error.strerror}. {out} was not made.") from None
    return digest.hexdigest()


def mend(paths: list[str], facts: dict, digests: list[bytes], out: str) -> None:
    """Writes a backup, each block from a copy in which its digest is right."""
    head, size = facts["head"], facts["size"]
    copies = copies_of(paths)
    try:
        with open(out, "xb") as made:
            for number, digest in enumerate(digests):
                start = 0 if number == 0 else len(head) + (number - 1) * BLOCK
                length = len(head) if number == 0 else min(BLOCK, size - start)
                found = [head] if number == 0 else []
                found += [bytes_at(copy, start, length) for copy in copies]
                right = [block for block in found if hashlib.sha256(b"\0" + block).digest() == digest]
                if not right:
                    raise Refused(f"No copy has the bytes {start} to {start + length - 1} as they were written.")
                made.write(right[0])
    except FileExistsError:
        raise Refused(f"{out} exists already.") from None
    except Refused:
        os.remove(out)
        raise


# --------------------------------------------------------------------------------------------------
# Damaged backups (FORMAT 8.6): a chunk is authentic by itself, a frame decompresses by itself, and a file is whole when
# its digest is the manifest's. Keyclave's own salvage saves more: the first half of a damaged frame, and what a drive
# that lost sectors has moved.

FRAME = b"\x28\xb5\x2f\xfd"  # how each frame begins
FRAME_BOUND = (1 << 20) + 8192  # bytes of a frame at most


def salvage_key(copies: list[list[Volume]], head: Optional[bytes], identities: list[Identity]) -> tuple[bytes, int]:
    """The payload's key, and where its first chunk begins, by the first header that can be read."""
    heads = [head] if head else [bytes_at(copy, 0, 1 << 15) for copy in copies]
    for data in heads:
        file = io.BytesIO(data)
        try:
            header = read_header(file)
            key, nonce = file_key(header, identities), file.read(16)
        except ValueError:
            continue
        if key is None:
            raise Refused(f"{copies[0][0].path}: {NO_MATCH}")
        return hkdf_sha256(key, nonce, b"payload"), file.tell()
    raise Refused("No copy has a header that can be read. The check file has one: name it with --check.")


def salvaged_chunks(copies: list[list[Volume]], key: bytes, start: int) -> Iterator[Optional[bytes]]:
    """The plaintext of each chunk from a copy in which it is authentic; None: there is none."""
    end = max((copy[-1].number - 1) * volume_size(copy) + copy[-1].size for copy in copies)
    for number in range(-(-(end - start) // BLOCK)):
        place, found = number.to_bytes(11, "big"), None
        for copy in copies:
            length = min(BLOCK, (copy[-1].number - 1) * volume_size(copy) + copy[-1].size - start - number * BLOCK)
            if found is None and length >= 16:
                sealed = bytes_at(copy, start + number * BLOCK, length)
                opened = [open_sealed(key, place + last, sealed) for last in (b"\0", b"\1")]
                found = next((plain for plain in opened if plain is not None), None)
        yield found


def frame_length(data: bytearray) -> Optional[int]:
    """Bytes of the frame that data begins with, by its block headers (RFC 8878); 0: it is none; None: it goes on."""
    if len(data) < 18:
        return None
    kind = data[4]
    if data[:4] != FRAME or kind & 0b1111 or not kind & 0b11100000:
        return 0  # ours state their content's size, and have no checksum and no dictionary
    single = kind >> 5 & 1
    at = 5 + (1 - single) + (single, 2, 4, 8)[kind >> 6]
    while at <= FRAME_BOUND:
        if len(data) < at + 3:
            return None
        block = int.from_bytes(data[at : at + 3], "little")
        if block >> 1 & 3 == 3:
            return 0
        at += 3 + (1 if block >> 1 & 3 == 1 else block >> 3)
        if block & 1:
            return at if at <= len(data) else None
    return 0


def salvaged_frames(chunks: Iterator[Optional[bytes]]) -> Iterator[Optional[bytes]]:
    """The content of frame after frame; None: something is missing between two."""
    data, begun = bytearray(), True  # begun: a frame begins where the data does
    for chunk in chunks:
        if chunk is None:
            data.clear()
            begun = False
            yield None
            continue
        data += chunk
        while data:
            if not begun:
                place = data.find(FRAME)
                del data[: place if place >= 0 else max(0, len(data) - 3)]
                if place < 0:
                    break
            length = frame_length(data)
            if length is None:
                break
            content = decompressed(bytes(data[:length])) if length else None
            begun = content is not None
            yield content
            del data[: length if begun else 1]


def decompressed(frame: bytes) -> Optional[bytes]:
    """The content of a frame; None: it is none."""
    try:
        done = subprocess.run(["zstd", "-q", "-d", "-c"], input=frame, capture_output=True, check=False)
    except FileNotFoundError:
        raise Refused("The command zstd is missing. Install it: apt install zstd.") from None
    return done.stdout if done.returncode == 0 else None


class Stretch(io.RawIOBase):
    """What follows in an archive without a break."""

    def __init__(self, frames: Iterator[Optional[bytes]]) -> None:
        super().__init__()
        self.frames, self.rest, self.ended, self.more = frames, b"", False, True

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray) -> int:
        while not self.rest and not self.ended:
            frame = next(self.frames, False)
            self.ended, self.more = not frame, frame is not False
            self.rest = frame or b""
        part, self.rest = self.rest[: len(into)], self.rest[len(into) :]
        into[: len(part)] = part
        return len(part)


def salvaged_entries(frames: Iterator[Optional[bytes]]) -> Iterator[tuple[tarfile.TarInfo, Iterator[bytes], bool]]:
    """Entries of an archive with their content, as far as they are there to their end, and whether nothing was missing
    before them. What looks like an entry behind a break may be the content of a file."""
    first, more = True, True
    while more:
        stretch = Stretch(frames)
        try:
            # ignore_zeros: what is no header is passed over.
            with tarfile.open(fileobj=io.BufferedReader(stretch), mode="r|", ignore_zeros=True) as archive:
                for entry in archive:
                    yield entry, content_of(archive, entry), first
        except (tarfile.TarError, ValueError):
            pass
        while not stretch.ended:
            stretch.rest = b""
            stretch.read(1)
        first, more = False, stretch.more


def content_of(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Iterator[bytes]:
    """What there is of a file, piece by piece."""
    source = archive.extractfile(entry) if entry.isfile() else None
    try:
        while piece := source.read(1 << 20) if source else b"":
            yield piece
    except tarfile.TarError:
        return


class Saved(NamedTuple):
    """A file that was found in what is left of a backup."""

    order: int
    sha256: str


def salvage(open_entries: Callable, out: str) -> tuple[int, list[str], bool]:
    """Restores what is whole into a new folder: once through to find out what that is, once more to write it. Returns
    how many files there are, which are lost, and whether the manifest was found."""
    found: dict[str, list[Saved]] = {}
    entries: dict[str, dict] = {}
    known = False
    for order, (entry, content, certain) in enumerate(open_entries()):
        digest, manifest, length = hashlib.sha256(), bytearray(), 0
        for piece in content:
            digest.update(piece)
            length += len(piece)
            if entry.name == MANIFEST:
                manifest += piece
        if length < entry.size:
            if certain and not known:
                entries[entry.name] = {"type": "file", "sha256": ""}
        elif entry.name == MANIFEST:
            try:
                said = json.loads(manifest)
                known = said["keyclave"] in MANIFEST_FORMATS
                entries = {one["path"]: one for one in said["entries"]}
            except (ValueError, KeyError, TypeError):
                pass
        elif entry.isfile():
            found.setdefault(entry.name, []).append(Saved(order, digest.hexdigest()))
            if certain and not known:
                entries[entry.name] = {"type": "file", "sha256": digest.hexdigest()}
        elif entry.isdir() and certain and not known:
            entries[entry.name] = {"type": "directory"}
    wanted, lost = {}, []
    for path, entry in entries.items():
        if path.startswith("/") or ".." in path.split("/") or "\0" in path:
            lost.append(f"{plain(path)}: no backup may have such a path")
        elif entry["type"] == "file":
            order = next((one.order for one in found.get(path, []) if one.sha256 == entry["sha256"]), None)
            if order is None:
                lost.append(f"{plain(path)}: damaged")
            else:
                wanted[order] = path
    write_salvaged(open_entries, out, entries, wanted)
    return len(wanted), lost, known


def write_salvaged(open_entries: Callable, out: str, entries: dict[str, dict], wanted: dict[int, str]) -> None:
    """Writes folders, the files that are wanted, and last of all links, so that nothing is written through one."""
    try:
        os.mkdir(out, 0o700)
        for path, entry in entries.items():
            if entry["type"] == "directory" and ".." not in path.split("/") and not path.startswith("/"):
                os.makedirs(os.path.join(out, path), exist_ok=True)
        for order, (_, content, _) in enumerate(open_entries()):
            if order in wanted:
                place = os.path.join(out, wanted[order])
                os.makedirs(os.path.dirname(place), exist_ok=True)
                with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    for piece in content:
                        file.write(piece)
            else:
                for _ in content:
                    pass
        for path, entry in entries.items():
            if entry["type"] == "symlink" and ".." not in path.split("/") and not path.startswith("/"):
                os.symlink(entry["target"], os.path.join(out, path))
    except OSError as error:
        raise Refused(f"{error.filename or out}: {error.strerror}. What is in {out} is not all that is whole.") from None


def read_file(path: str, limit: int) -> bytes:
    """Reads a small file; "-" is standard input."""
    try:
        if path == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(limit + 1)
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror}.") from None
    if len(data) > limit:
        raise Refused(f"{path}: larger than {limit} bytes. Is it the right file?")
    return data


def write_new_file(path: str, data: bytes) -> None:
    """Writes a file that only its owner may read. It must not exist."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except OSError as error:
        raise Refused(f"{path}: cannot be written: {error.strerror}.") from None


def run(command: list[str], data: bytes, hint: str) -> bytes:
    """Runs a stock command with data on its standard input; secrets are never among its arguments."""
    name = command[0]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False)
    except FileNotFoundError:
        raise Refused(f"The command {name} is not here. Install it (Debian: apt install {name}).") from None
    if done.returncode != 0:
        said = " ".join(plain(line) for line in done.stderr.decode("utf-8", "replace").splitlines())
        raise Refused(f"The command {name} failed. It said: {said or 'nothing'}. {hint}")
    return done.stdout


def say(message: str) -> None:
    """Tells the person something; standard output stays free for what was asked for."""
    print(message, file=sys.stderr, flush=True)


def plain(text: object) -> str:
    """Text from a file, with everything that could play tricks on a terminal taken out."""
    return "".join(character if character.isprintable() else "?" for character in str(text))


# --------------------------------------------------------------------------------------------------
# Commands.


def command_share(options: argparse.Namespace) -> None:
    """Checks shares one by one and says what they are."""
    kit = read_kit(options.kit) if options.kit else None
    for path in options.share:
        share = read_share(path, options.accept_corrections)
        holder = check_share_by_kit(share, kit) if kit else None
        memory = PROFILES[share.profile].memory // 1024
        print(f"{path}: share {share.index} of set {share.set_id.hex()}; any {share.threshold} are enough")
        print(f"  identity type {share.identity}, KDF profile {share.profile} ({memory} MiB of memory)")
        if holder:
            print(f"  it is the share that was given to {holder}")
        else:
            print("  it is whole; whether it is the right one, only the kit tells (--kit)")


def command_passphrase(options: argparse.Namespace) -> None:
    """Writes the passphrase as the bytes that the argon2 command takes."""
    sys.stdout.buffer.write(read_passphrase(options.passphrase_file))


def command_salt(options: argparse.Namespace) -> None:
    """Prints the argon2 command for a quorum, for a machine that has the memory."""
    share = read_share(options.share[0], options.accept_corrections)
    print(" ".join(argon2_command(share.set_id, share.profile)))


def command_identity(options: argparse.Namespace) -> None:
    """Prints the quorum's age identity."""
    kit = read_kit(options.kit) if options.kit else None
    shares = [read_share(path, options.accept_corrections) for path in options.share]
    if kit:
        say(f"Kit fingerprint {kit_fingerprint(kit)}: the same must be on every card.")
        for share in shares:
            say(f"{share.source}: share {share.index}, of {check_share_by_kit(share, kit)}")
    secret = combine(shares)
    first = shares[0]
    if kit and secret_commitment(secret) != kit["quorum"]["secretCommitment"]:
        raise Refused("The shares give another secret than the kit names. The kit was tampered with.")
    say(f"The {len(shares)} shares fit together: set {first.set_id.hex()}.")
    if options.argon2_output:
        stretched = bytes_of_argon2(read_file(options.argon2_output, 1024), options.argon2_output)
    else:
        passphrase = read_passphrase(options.passphrase_file)
        say("Stretching the passphrase: some seconds …")
        stretched = stretch(passphrase, first.set_id, first.profile)
    if kit and kit["format"] == KIT_FORMAT:
        if not hmac.compare_digest(kit_mac(secret, stretched, kit), kit["mac"]["value"]):
            raise Refused("The passphrase is wrong; or the kit was tampered with: the quorum's MAC is another.")
        say("The quorum knows this kit (MAC): its founding part and its revisions are as they were.")
    text = identity_text(secret, stretched, first.set_id, first.identity)
    proof = "Whether the passphrase was right shows when it opens something."
    if kit:
        identity = identity_of(text)
        if identity is None or recipient_text(identity) != kit["quorum"]["recipient"]:
            raise Refused("The passphrase is wrong: the identity that it gives is not the one of this kit.")
        proof = "It is the one of this kit: the passphrase was right."
    print(text)
    say(f"Wrote the {first.identity} identity. {proof}")


def command_kit(options: argparse.Namespace) -> None:
    """Says what a kit is of and what it holds."""
    kit = read_kit(options.kit)
    quorum = kit["quorum"]
    print(f"{plain(quorum['title'])}, {plain(quorum['organisation'])}")
    print(f"fingerprint {kit_fingerprint(kit)}: the same must be on every card")
    names = ", ".join(plain(custodian["name"]) for custodian in quorum["custodians"])
    print(f"set {quorum['setId']}, {quorum['identity']}; any {quorum['threshold']} of these: {names}")
    for item in kit["backupKeys"]:
        proof = proof_of(item, kit)
        print(f"backup-key-{item['generation']}  made {plain(item['created'])}  ({proof})")
    for item in kit["keys"]:
        label, purpose = plain(item["label"]), plain(item["purpose"])
        proof = proof_of(item, kit)
        print(f"{item['id']}  version {item['version']}  {item['kind']}  {label}: {purpose}  ({proof})")
    for item in kit.get("tombstones", []):
        name = f"backup-key-{item['generation']}" if "generation" in item else f"{item['id']}  version {item['version']}"
        print(f"{name}  destroyed")


def command_item(options: argparse.Namespace) -> None:
    """Writes one key, imported secret, private half of a pair (PKCS#8, PEM) or backup identity into a new file."""
    kit = read_kit(options.kit)
    item = find_item(kit, options.key, options.version)
    if proof_of(item, kit) == UNPROVED and not options.unproved:
        raise Refused(
            "Nothing in this kit proves that item: anybody could have added it. If you know better, --unproved opens it."
        )
    say(f"Kit fingerprint {kit_fingerprint(kit)}: the same must be on every card. The item: {proof_of(item, kit)}.")
    secret = open_item(item, kit, options.identity)
    write_new_file(options.out, secret)
    name = f"{plain(item['label'])}, version {item['version']}" if "label" in item else options.key
    say(f"Wrote {name} ({item['kind']}, {len(secret)} bytes) to {options.out}.")


def command_decrypt(options: argparse.Namespace) -> None:
    """Writes the plaintext of an age file to standard output, as `age -d` does."""
    if sys.stdout.isatty():
        raise Refused("Standard output is a terminal. Pass it on: … | zstd -q -d | tar -x -f - -C restored")
    identities = read_identities(options.identity)
    if not LIBCRYPTO:
        rate = measured(open_in_python)
        say(f"Deciphering with Python alone, some {rate:.0f} MB a second: a GB takes {1000 / rate / 60:.0f} minutes.")
    try:
        with sys.stdin.buffer if options.file == "-" else open(options.file, "rb") as file:
            for chunk in decrypted(file, identities, options.file):
                sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to be flushed at the end
        raise Refused("What reads the plaintext has stopped; what it says about that stands beside this.") from None
    except OSError as error:
        raise Refused(f"{options.file}: {error.strerror}.") from None


def measured(open_chunk: Callable) -> float:
    """How many MB a second of payload are opened."""
    chunks, since = 0, time.process_time()
    while time.process_time() - since < 0.1:
        open_chunk(bytes(32), bytes(12), bytes(BLOCK))
        chunks += 1
    return chunks * BLOCK / (time.process_time() - since) / 1e6


def command_verify(options: argparse.Namespace) -> None:
    """Compares an unpacked backup with its manifest."""
    files, size, left_out = check_restored(options.folder)
    print(f"All {files} files ({size} bytes) are what was backed up.")
    for one in left_out:
        print(f"Left out when it was made, by agreement: {one['count']} x {plain(one['what'])}")


def command_repair(options: argparse.Namespace) -> None:
    facts, digests = read_check_file(options.check)
    say(f"The root of the check file is {facts['root']}: it must be the one on the label.")
    mend(options.copies, facts, digests, options.out)
    say(f"{options.out} is as it was written: {len(digests)} blocks.")


def command_salvage(options: argparse.Namespace) -> None:
    """Restores what is whole of a damaged backup, or of several damaged copies of one."""
    identities, copies = read_identities(options.identity), copies_of(options.copies)
    head = read_check_file(options.check)[0]["head"] if options.check else None
    key, start = salvage_key(copies, head, identities)
    if os.path.lexists(options.out):
        raise Refused(f"{options.out} exists already.")
    files, lost, known = salvage(
        lambda: salvaged_entries(salvaged_frames(salvaged_chunks(copies, key, start))), options.out
    )
    print(f"{files} files are whole, and in {options.out}. Lost are {len(lost)}.")
    for one in lost:
        print(f"  {one}")
    if not known:
        print("The list of what was backed up is lost: what else there was, nobody knows.")


def command_join(options: argparse.Namespace) -> None:
    backup, *others = copies_of(options.volumes)
    if others:
        raise Refused(f"{backup[0].path} and {others[0][0].path} are not volumes of one backup.")
    size = read_check_file(options.check)[0]["size"] if options.check else options.size
    digest = join(backup, size, options.out)
    if not size and len({volume.size for volume in backup}) == 1:
        say("All volumes are of one length, so that one more may be missing: compare the size with the label.")
    say(f"{options.out} has {size_of(options.out)} bytes. It must be as the label says.")
    print(f"SHA-256 {digest}")


def command_selftest(_: argparse.Namespace) -> None:
    """Computes FORMAT's examples again."""
    words = (
        "case pupil element alien lens liberty tail twin flash parent punch crime autumn mean arch return "
        "hedgehog public sea juice shoot jeans light another sponsor fog item panic cram cup airport write "
        "swear zone toy point anchor tiger daughter team"
    )
    share1 = "2335bd1e83280301f7575b587406b719c0fb1382c5c16a95a307bc6c68ef60604cd26b49db4fd3226b4167f4"
    share3 = "2335bd1e832803031488290cded4c779f9cfd06d8544ff99d7b7529494173711134832e0cfd8766cbe4a5742"
    share5 = "2335bd1e8328030501d2876f9a026a7b9e53ba1abaa9ba78b77b2a41d65e2da3681ca5a13f43a80c167e4df8"
    qr = "KEYCLAVE:S1:DK4*+N6QG4H04CVTOB2UES6N%HO:K200PFLDKRK- N/BDC8C1W9FPDSWR5VQ7PDH6DY50CLT"
    secret = "2e7b6505515bab7ad9f9bd9a9e66d6ae08f2a508f716337fb9e748e346e98454"

    expect("FORMAT 2: the field", multiply(2047, 2047, GF_WORDS), 1362)
    list_hash = hashlib.sha256("".join(word + "\n" for word in WORDS).encode("ascii")).hexdigest()
    list_expected = "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
    expect("FORMAT 2: the word list", list_hash, list_expected)
    expect("FORMAT 2: the words", bytes_of_words(words, "words", False).hex(), share1)
    numbers = [WORDS.index(word) for word in words.split()]
    damaged = [number ^ 1 if place in (3, 11, 26, 39) else number for place, number in enumerate(numbers)]
    expect("FORMAT 2: four wrong words", repair(damaged, []), numbers)
    expect("FORMAT 2: eight unreadable words", repair([0] * 8 + numbers[8:], list(range(8))), numbers)
    expect("FORMAT 2: five wrong words", repair([numbers[0] ^ 1, *damaged[1:]], []), None)
    expect("FORMAT 3: the QR text", bytes_of_qr(qr, "QR text"), (bytes.fromhex(share1), None))
    qr = "KEYCLAVE:S2:DK4*+N6QG4H04CVTOB2UES6N%HO:K200PFLDKRK- N/BDC8C1W9FPDSWR5VQ7PDH6DE79P41-EQ"
    expect("FORMAT 3: with its kit", bytes_of_qr(qr, "QR text"), (bytes.fromhex(share1), "487a08b6"))
    expect("FORMAT 4: the field", multiply(0x53, 0xCA, GF_BYTES), 0x8F)
    shares = [parse_share(bytes.fromhex(share), "share") for share in (share1, share3, share5)]
    expect("FORMAT 4: combining", combine(shares).hex(), secret)
    commitment = "1579cd6c4ca2143bf1787a792d9fa438d68399ff277a96c6fda82ec7d9ee40f4"
    expect("FORMAT 5: a share's commitment", share_commitment(shares[0]), commitment)
    commitment = "68c04d0effab50c8dba40a7b272b703b9b18a165bd51cd9c75e1ff094394bbbb"
    expect("FORMAT 5: the secret's commitment", secret_commitment(bytes.fromhex(secret)), commitment)

    set_id = bytes.fromhex("97235be2ff")
    secret = "097050145b3ccd41ea2a917d618c42cfa16f23c85389891e6c9f659d6c408846"
    stretched = "969c6a63b10d05183e5a8974ede499be3b3829926f26d6d4edd3309b7923da3e"
    identity = "AGE-SECRET-KEY-18X3DK4EVJDU4HXTTER46R2H506HSCFN5PESFFEGKHJGL5N95HHHSCA5DM8"
    hybrid_text = "AGE-SECRET-KEY-PQ-18X3DK4EVJDU4HXTTER46R2H506HSCFN5PESFFEGKHJGL5N95HHHSZN5V40"
    recipient = "age1xx373c2zektl5urma6883sf6zwqfe5geynql5y7zd2zafsxhwv7sfzyj7v"
    expect("FORMAT 6: the salt", argon2_salt(set_id), "c50d886618c46cda4ed5ecb08a26fa5c")
    passphrase = b"unmixed tarantula yo-yo gumdrop"
    expect("FORMAT 6: Kp", stretch(passphrase, set_id, 1).hex(), stretched)
    both = bytes.fromhex(secret), bytes.fromhex(stretched), set_id
    classic, hybrid = [identity_of(identity_text(*both, kind)) for kind in ("classic", "hybrid")]
    expect("FORMAT 6: the identity", identity_text(*both, "classic"), identity)
    expect("FORMAT 6: the hybrid identity", identity_text(*both, "hybrid"), hybrid_text)
    expect("FORMAT 6: the classic one's recipient", classic and recipient_text(classic), recipient)
    expect("RFC 7748: X25519", x25519(bytes.fromhex(ALICE), x25519(bytes.fromhex(BOB), NINE)).hex(), ALICE_AND_BOB)
    key = hybrid_key(bytes.fromhex(X_WING[0]))
    shared, ciphertext = hybrid_encapsulate(key, bytes.fromhex(X_WING[1]))
    expect("X-Wing: encapsulation", shared.hex(), X_WING[2])
    expect("X-Wing: decapsulation", (hybrid_decapsulate(key, ciphertext) or b"").hex(), X_WING[2])
    expect("RFC 8439: ChaCha20-Poly1305, in Python", open_in_python(*SEALED_EXAMPLE), EXAMPLE)
    sealed = base64.b64decode(SEALED_TO_HYBRID)
    opened = b"".join(decrypted(io.BytesIO(sealed), [identity for identity in (hybrid,) if identity], "an example"))
    expect("FORMAT 6: what age has sealed to the hybrid identity", opened, b"sealed")
    public = "MCowBQYDK2VwAyEAwpQh9oU2xFy3bb/7ED4pvbKf66TTzoFcDY9xx6M9e24="
    fingerprint = "a1ff73038cef77a80593f813ced829a50e4e904aa16b87c9893afaf9651e9559"
    expect("FORMAT 6: the fingerprint of a key pair", public_fingerprint(public), fingerprint)
    key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    checked = [verify_signature(bytes.fromhex(key), text, bytes.fromhex(signature)) for text in (b"r", b"s")]
    expect("RFC 8032: a signature, and the same under another text", checked, [True, False])
    for fact in this_machine():
        print(f"here  {fact}")
    print("All as FORMAT.md says. This program works here.")


# RFC 7748, section 6.1: two private keys, and the secret that they share.
ALICE = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"
BOB = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"
ALICE_AND_BOB = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"

# draft-connolly-cfrg-xwing-kem, appendix C, the first: seed, randomness of the encapsulation, shared secret.
X_WING = (
    "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
    "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
    "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2",
    "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384",
)

# "sealed", encrypted by the library age-encryption to the hybrid identity of FORMAT's example.
SEALED_TO_HYBRID = (
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IG1sa2VtNzY4eDI1NTE5IG5jNVN2TnFGS29oV1M2SXJ5RDd2YXJmWEFHMXZDUzF2Qk4vb3JG"
    "TUZiTldTTUh6V1FoWEZjOUU4VU5tWC9raFVNSWxFRnNmUnBIU2JJZUFmVGM5UzNnVFoxTmdpVUxtYTg4ajdJa2NDOThBUmlWUzYxY2hq"
    "c0hpRktXTGhlY0xmNDJXOWFFaVhPdmRRblR4WUV1WU1iK25xb1BCM01JUmZCeGxIdGx1V3JGTDR5anZ0ZHI5SWxpSU9rdDlqRTlBUW4v"
    "aG92K283bFVabHhiVlZRKzJmbXRaU3ZyTlJqWjVBSGkyNGtRb0hBWmI1UFFwL2hwUFlXZ0lJOVdJdFpMbHU1Y1h1M3VpN3pSaVJvakFx"
    "bEI2anMydHd3VW8rbWJSOUlzWmI0eUswSG9LeTN1RHprdDd4U1NqbDRWMCtLRWQxZzM2VlRFdjlDNHplQ1RUYW1vYjdJVGtoWVFuZFBO"
    "bmRrZHNkYmZtTkVmbTkzN29vdm9pUTU0d3Q5SkVtTHVUMFRwZE1Pa1ppZGRvVG00dVE2WktxOTZ4VktxamREaE02dVJmNkJHa1pvMEc5"
    "ZlpZNGROdzhxeTZaWWRrdUlIMWtGcXFqcDlYWnNsVzV2OTlHaC9ydFJEeXBvcFRGV1JQckpRaTQ5QXVSbW9xREdEUytrREU0QW9JL3F3"
    "S2dhbm1kVFFYMFI4cS8wZ2NhanpqSWRBeXIybkgvekFJbllNcS9jdlgybWZxZkwxTmw3bFNIck5vZ1BsMUV5eWpvb20rd2gzSjUvMnhn"
    "eng2NEZ6eUJJZnY5K1o1cE1uK2xtYUh4MFZqYVRvVm1ibC9kT0s0MjZCL0dSZDRJS3dKeGFEVHBlaUZ6WEcxbjNzTk8zWmMzS1ArNzJD"
    "dTEwektGMVlKWlo1UmhKMkpCdnpXVnluQ3VVSHlndjkraXZSYWtIQXBHQTUzeTVVTjNWYUxSYThkMHR2S2RFUTRaQm5Yc2hVYWIrTVpE"
    "SVlmRWNzYnErOVUrMEN5ZjhwNzVIUVQxZE8yTVNXejMwWlZRVFdYTmR0K2FlS2VOenp4VWsxeGlEYW8zZUl2TjRFVHFaY2xSZ042QjFZ"
    "ZnQvV0FnLzNrb0tuM2ptV3BoWWRONG4xeUl5bG1IekFpYjdoOGJDWmxocEZCRDQrbWxnSWpFRi9ZYTZQZEpadWlMeTQ4ZkoyWVA0UUZW"
    "YWpINmRRbFNma2NGT3pzd3J6MjNCRVgrUWcwQll1QjJGNFJHUkhxM2xWbGU0VlFDcTNMOCtQZU9DMTR0Y2xMdlduYlRNYWhyOWZYOFoy"
    "VGx3NitXSThUUkI3MmlHRWdISWQ4UmZhNzRjYldMYWxvQUZWT1pCek9OSDFUcW1TUGpoNWpkb2xvblNKeVdCUG5mQnptRnd6Mk14aXdn"
    "TURlV1ducXdQQXpwdll4eUhnNWdkMVBXQWhkSTh6bXFlSSt1N0E3MHlqUlMrYnJyYUJFNHRxdnllOWJRdEYrdGJiNTBRVlFWY1RBNlB3"
    "UkxRSkJhUUdGN05TR0MrY2tyTFd6Mi9zSmp1aXNlWjV2NVhtbzhrL043eXFicW5lUFRWa1JZOUNmZmRtSzBXUFZqdVVqU0VPM0JadVNv"
    "SHZka0pyWTMraTNZcDRPZkEwcGQ3eHMzUjgxeHVPb0kvWm5DeEFUam5jT2p0K2ZpREdMVitzSVpQN3NSZUxEYlJPOWJTd3d3dG1FVkxj"
    "ZHFLeHROMG8xSUdadnBIRTQweVJvYk9ieGMvRklTc1BhZnZVOEZCaENnSGttN1d4TXlXWlhjakZreVFUbFdmWGVMZmt2YXlCNjRhYTMw"
    "a0t3UmwyQnJqM0U5Ymh1SU4rUC9wampkNnNCUm9PaEllMFh6dU8vTHRvZ0xraVpDSlg1dldPYUY0MitTOWoreVM2d1d1cGtkQmtLcTVO"
    "MUcvcUZOT2tHNmcrMmgyYXY4WVZJREpkZzZndTAzMnRqYmx5TXduWC9oYm44ZmF4QldCdwpyWnFUVllNaEpMWHphL1RYc0h4UlMralNF"
    "RGFUOHNEZUpFYzZRb3V3N2wwCi0tLSBmNTRxVkhvV1ppNVpQUGFyZi90Rnc5V05jL05KanZxcEhjTGxMaUV0MHNRCqg2s3TkIzjhA41z"
    "MawCRZ07vCM16I2NOIqh4+ekZWc4KSzgKeGX"
)


def this_machine() -> Iterator[str]:
    """What this machine can do, in sentences."""
    yield f"Python {sys.version.split()[0]}, with all of hashlib that this needs"
    library = "and its library" if has_library("libargon2.so.1") else "no library (for passphrases above 127 bytes)"
    yield f"argon2: {'the command' if shutil.which('argon2') else 'no command'}, {library}"
    yield f"memory: {memory_here()}"
    slow = measured(open_in_python)
    fast = f"{measured(LIBCRYPTO.open):.0f} MB a second by libcrypto" if LIBCRYPTO else "libcrypto is not here"
    yield f"backups are deciphered by this program: {fast}; {slow:.0f} MB a second in Python alone"
    yield f"age: {age_here()}; nothing here needs it"
    for command, why in (("zstd", "backups"), ("tar", "backups"), ("openssl", "the private halves of key pairs")):
        if not shutil.which(command):
            yield f"{command} is NOT here; it is needed for {why} (Debian: apt install {command})"


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def memory_here() -> str:
    """Whether the free memory is enough for a passphrase, by the profile that each share names."""
    try:
        found = re.search(r"^MemAvailable:\s+([0-9]+) kB$", Path("/proc/meminfo").read_text("ascii"), re.MULTILINE)
    except OSError:
        found = None
    if not found:
        return "not known; " + ", ".join(f"profile {n} takes {PROFILES[n].memory // 1024} MiB" for n in PROFILES)
    free = int(found[1])
    enough = [
        f"profile {n} ({cost.memory // 1024} MiB): {'enough' if free > cost.memory * 1.05 else 'NOT ENOUGH'}"
        for n, cost in PROFILES.items()
    ]
    return f"{free // 1024} MiB are free; " + ", ".join(enough)


def age_here() -> str:
    """The version of the command age, and what it opens."""
    try:
        said = run(["age", "--version"], b"", "").decode("ascii", "replace")
    except Refused:
        return "not here"
    found = re.search(r"([0-9]+)\.([0-9]+)", said)
    new = found is not None and (int(found[1]), int(found[2])) >= (1, 3)
    opens = "classic and hybrid quorums" if new else "classic quorums alone"
    return f"{plain(said.strip())}, which opens {opens}"


def expect(what: str, computed: object, expected: object) -> None:
    """One line of the self-test."""
    if computed != expected:
        raise Refused(f"{what}: computed {computed!r}, expected {expected!r}. Do not use this copy.")
    print(f"ok  {what}")


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="recover.py", description="Recovery; see RUNBOOK.md.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    selftest = commands.add_parser("selftest", help="compute the examples of FORMAT.md again")
    share = commands.add_parser("share", help="check shares, one by one")
    salt = commands.add_parser("salt", help="print the argon2 command, to run it on another machine")
    passphrase = commands.add_parser("passphrase", help="print the passphrase as the argon2 command takes it")
    identity = commands.add_parser("identity", help="print the age identity: shares and passphrase")
    for command in (share, salt, identity):
        command.add_argument("share", nargs="+", metavar="SHARE", help="a file: 40 words, or the QR text")
        command.add_argument("--accept-corrections", action="store_true", help="repair words without asking")
    for command in (share, identity):
        command.add_argument("--kit", metavar="KIT", help="check every share by the recovery kit")
    for command in (identity, passphrase):
        command.add_argument("--passphrase-file", metavar="FILE", help="without it, you are asked")
    identity.add_argument("--argon2-output", metavar="FILE", help="what the command of `salt` printed")

    kit = commands.add_parser("kit", help="say what a recovery kit holds")
    kit.add_argument("kit", metavar="KIT")
    item = commands.add_parser("item", help="open one key, imported secret, key pair or backup key of the kit")
    item.add_argument("kit", metavar="KIT")
    item.add_argument("key", metavar="KEY", help="its id or label, or backup-key-N")
    item.add_argument("identity", metavar="IDENTITY", help="the file with the age identity")
    item.add_argument("--version", type=int, metavar="N", help="an older version of the key")
    item.add_argument("--unproved", action="store_true", help="open an item that nothing in the kit proves")
    item.add_argument("--out", required=True, metavar="FILE", help="the file to make; must not exist")
    decrypt = commands.add_parser("decrypt", help="decipher a backup, to standard output: as age -d does")
    decrypt.add_argument("identity", metavar="IDENTITY", help="the file with the age identity")
    decrypt.add_argument("file", metavar="FILE", help='the backup; "-" is standard input')
    verify = commands.add_parser("verify", help="compare an unpacked backup with its manifest")
    verify.add_argument("folder", metavar="FOLDER")

    volumes = commands.add_parser("join", help="make one file of a backup in volumes, NAME.001 and so on")
    volumes.add_argument("volumes", nargs="+", metavar="VOLUME", help="all of them, in any order, of any folder")
    volumes.add_argument("--check", metavar="FILE", help="the backup's check file, which knows how long it is")
    volumes.add_argument("--size", type=int, default=0, metavar="BYTES", help="how long it is, as its label says")
    volumes.add_argument("--out", required=True, metavar="FILE", help="the file to make; must not exist")
    mend = commands.add_parser("repair", help="make a whole backup of damaged copies, by its check file")
    mend.add_argument("copies", nargs="+", metavar="COPY", help="a copy, or all its volumes")
    mend.add_argument("--check", required=True, metavar="FILE", help="the backup's check file")
    mend.add_argument("--out", required=True, metavar="FILE", help="the file to make; must not exist")

    save = commands.add_parser("salvage", help="restore what is whole of a damaged backup, or of several copies of one")
    save.add_argument("identity", metavar="IDENTITY", help="the file with the age identity")
    save.add_argument("copies", nargs="+", metavar="COPY", help="a copy, or all its volumes")
    save.add_argument("--check", metavar="FILE", help="the backup's check file, which has a second copy of the header")
    save.add_argument("--out", required=True, metavar="DIR", help="the folder to make; must not exist")

    selftest.set_defaults(run=command_selftest)
    share.set_defaults(run=command_share)
    salt.set_defaults(run=command_salt)
    passphrase.set_defaults(run=command_passphrase)
    identity.set_defaults(run=command_identity)
    kit.set_defaults(run=command_kit)
    item.set_defaults(run=command_item)
    decrypt.set_defaults(run=command_decrypt)
    verify.set_defaults(run=command_verify)
    volumes.set_defaults(run=command_join)
    mend.set_defaults(run=command_repair)
    save.set_defaults(run=command_salvage)
    return parser.parse_args()


def main() -> int:
    """Runs one command. Returns 0 when it was done, 1 when it was refused (argparse: 2, wrong usage)."""
    options = parse_arguments()
    try:
        options.run(options)
    except Refused as refusal:
        say(f"error: {refusal}")
        return 1
    except KeyboardInterrupt:
        say("error: stopped.")
        return 1
    return 0


# --------------------------------------------------------------------------------------------------
# The English word list of BIP-39 (FORMAT 2). The self-test checks its SHA-256.

WORDS = """
abandon ability able about above absent absorb abstract absurd abuse access accident account accuse achieve
acid acoustic acquire across act action actor actress actual adapt add addict address adjust admit adult
advance advice aerobic affair afford afraid again age agent agree ahead aim air airport aisle alarm album
alcohol alert alien all alley allow almost alone alpha already also alter always amateur amazing among amount
amused analyst anchor ancient anger angle angry animal ankle announce annual another answer antenna antique
anxiety any apart apology appear apple approve april arch arctic area arena argue arm armed armor army around
arrange arrest arrive arrow art artefact artist artwork ask aspect assault asset assist assume asthma athlete
atom attack attend attitude attract auction audit august aunt author auto autumn average avocado avoid awake
aware away awesome awful awkward axis baby bachelor bacon badge bag balance balcony ball bamboo banana banner
bar barely bargain barrel base basic basket battle beach bean beauty because become beef before begin behave
behind believe below belt bench benefit best betray better between beyond bicycle bid bike bind biology bird
birth bitter black blade blame blanket blast bleak bless blind blood blossom blouse blue blur blush board
boat body boil bomb bone bonus book boost border boring borrow boss bottom bounce box boy bracket brain brand
brass brave bread breeze brick bridge brief bright bring brisk broccoli broken bronze broom brother brown
brush bubble buddy budget buffalo build bulb bulk bullet bundle bunker burden burger burst bus business busy
butter buyer buzz cabbage cabin cable cactus cage cake call calm camera camp can canal cancel candy cannon
canoe canvas canyon capable capital captain car carbon card cargo carpet carry cart case cash casino castle
casual cat catalog catch category cattle caught cause caution cave ceiling celery cement census century
cereal certain chair chalk champion change chaos chapter charge chase chat cheap check cheese chef cherry
chest chicken chief child chimney choice choose chronic chuckle chunk churn cigar cinnamon circle citizen
city civil claim clap clarify claw clay clean clerk clever click client cliff climb clinic clip clock clog
close cloth cloud clown club clump cluster clutch coach coast coconut code coffee coil coin collect color
column combine come comfort comic common company concert conduct confirm congress connect consider control
convince cook cool copper copy coral core corn correct cost cotton couch country couple course cousin cover
coyote crack cradle craft cram crane crash crater crawl crazy cream credit creek crew cricket crime crisp
critic crop cross crouch crowd crucial cruel cruise crumble crunch crush cry crystal cube culture cup
cupboard curious current curtain curve cushion custom cute cycle dad damage damp dance danger daring dash
daughter dawn day deal debate debris decade december decide decline decorate decrease deer defense define
defy degree delay deliver demand demise denial dentist deny depart depend deposit depth deputy derive
describe desert design desk despair destroy detail detect develop device devote diagram dial diamond diary
dice diesel diet differ digital dignity dilemma dinner dinosaur direct dirt disagree discover disease dish
dismiss disorder display distance divert divide divorce dizzy doctor document dog doll dolphin domain donate
donkey donor door dose double dove draft dragon drama drastic draw dream dress drift drill drink drip drive
drop drum dry duck dumb dune during dust dutch duty dwarf dynamic eager eagle early earn earth easily east
easy echo ecology economy edge edit educate effort egg eight either elbow elder electric elegant element
elephant elevator elite else embark embody embrace emerge emotion employ empower empty enable enact end
endless endorse enemy energy enforce engage engine enhance enjoy enlist enough enrich enroll ensure enter
entire entry envelope episode equal equip era erase erode erosion error erupt escape essay essence estate
eternal ethics evidence evil evoke evolve exact example excess exchange excite exclude excuse execute
exercise exhaust exhibit exile exist exit exotic expand expect expire explain expose express extend extra eye
eyebrow fabric face faculty fade faint faith fall false fame family famous fan fancy fantasy farm fashion fat
fatal father fatigue fault favorite feature february federal fee feed feel female fence festival fetch fever
few fiber fiction field figure file film filter final find fine finger finish fire firm first fiscal fish fit
fitness fix flag flame flash flat flavor flee flight flip float flock floor flower fluid flush fly foam focus
fog foil fold follow food foot force forest forget fork fortune forum forward fossil foster found fox fragile
frame frequent fresh friend fringe frog front frost frown frozen fruit fuel fun funny furnace fury future
gadget gain galaxy gallery game gap garage garbage garden garlic garment gas gasp gate gather gauge gaze
general genius genre gentle genuine gesture ghost giant gift giggle ginger giraffe girl give glad glance
glare glass glide glimpse globe gloom glory glove glow glue goat goddess gold good goose gorilla gospel
gossip govern gown grab grace grain grant grape grass gravity great green grid grief grit grocery group grow
grunt guard guess guide guilt guitar gun gym habit hair half hammer hamster hand happy harbor hard harsh
harvest hat have hawk hazard head health heart heavy hedgehog height hello helmet help hen hero hidden high
hill hint hip hire history hobby hockey hold hole holiday hollow home honey hood hope horn horror horse
hospital host hotel hour hover hub huge human humble humor hundred hungry hunt hurdle hurry hurt husband
hybrid ice icon idea identify idle ignore ill illegal illness image imitate immense immune impact impose
improve impulse inch include income increase index indicate indoor industry infant inflict inform inhale
inherit initial inject injury inmate inner innocent input inquiry insane insect inside inspire install intact
interest into invest invite involve iron island isolate issue item ivory jacket jaguar jar jazz jealous jeans
jelly jewel job join joke journey joy judge juice jump jungle junior junk just kangaroo keen keep ketchup key
kick kid kidney kind kingdom kiss kit kitchen kite kitten kiwi knee knife knock know lab label labor ladder
lady lake lamp language laptop large later latin laugh laundry lava law lawn lawsuit layer lazy leader leaf
learn leave lecture left leg legal legend leisure lemon lend length lens leopard lesson letter level liar
liberty library license life lift light like limb limit link lion liquid list little live lizard load loan
lobster local lock logic lonely long loop lottery loud lounge love loyal lucky luggage lumber lunar lunch
luxury lyrics machine mad magic magnet maid mail main major make mammal man manage mandate mango mansion
manual maple marble march margin marine market marriage mask mass master match material math matrix matter
maximum maze meadow mean measure meat mechanic medal media melody melt member memory mention menu mercy merge
merit merry mesh message metal method middle midnight milk million mimic mind minimum minor minute miracle
mirror misery miss mistake mix mixed mixture mobile model modify mom moment monitor monkey monster month moon
moral more morning mosquito mother motion motor mountain mouse move movie much muffin mule multiply muscle
museum mushroom music must mutual myself mystery myth naive name napkin narrow nasty nation nature near neck
need negative neglect neither nephew nerve nest net network neutral never news next nice night noble noise
nominee noodle normal north nose notable note nothing notice novel now nuclear number nurse nut oak obey
object oblige obscure observe obtain obvious occur ocean october odor off offer office often oil okay old
olive olympic omit once one onion online only open opera opinion oppose option orange orbit orchard order
ordinary organ orient original orphan ostrich other outdoor outer output outside oval oven over own owner
oxygen oyster ozone pact paddle page pair palace palm panda panel panic panther paper parade parent park
parrot party pass patch path patient patrol pattern pause pave payment peace peanut pear peasant pelican pen
penalty pencil people pepper perfect permit person pet phone photo phrase physical piano picnic picture piece
pig pigeon pill pilot pink pioneer pipe pistol pitch pizza place planet plastic plate play please pledge
pluck plug plunge poem poet point polar pole police pond pony pool popular portion position possible post
potato pottery poverty powder power practice praise predict prefer prepare present pretty prevent price pride
primary print priority prison private prize problem process produce profit program project promote proof
property prosper protect proud provide public pudding pull pulp pulse pumpkin punch pupil puppy purchase
purity purpose purse push put puzzle pyramid quality quantum quarter question quick quit quiz quote rabbit
raccoon race rack radar radio rail rain raise rally ramp ranch random range rapid rare rate rather raven raw
razor ready real reason rebel rebuild recall receive recipe record recycle reduce reflect reform refuse
region regret regular reject relax release relief rely remain remember remind remove render renew rent reopen
repair repeat replace report require rescue resemble resist resource response result retire retreat return
reunion reveal review reward rhythm rib ribbon rice rich ride ridge rifle right rigid ring riot ripple risk
ritual rival river road roast robot robust rocket romance roof rookie room rose rotate rough round route
royal rubber rude rug rule run runway rural sad saddle sadness safe sail salad salmon salon salt salute same
sample sand satisfy satoshi sauce sausage save say scale scan scare scatter scene scheme school science
scissors scorpion scout scrap screen script scrub sea search season seat second secret section security seed
seek segment select sell seminar senior sense sentence series service session settle setup seven shadow shaft
shallow share shed shell sheriff shield shift shine ship shiver shock shoe shoot shop short shoulder shove
shrimp shrug shuffle shy sibling sick side siege sight sign silent silk silly silver similar simple since
sing siren sister situate six size skate sketch ski skill skin skirt skull slab slam sleep slender slice
slide slight slim slogan slot slow slush small smart smile smoke smooth snack snake snap sniff snow soap
soccer social sock soda soft solar soldier solid solution solve someone song soon sorry sort soul sound soup
source south space spare spatial spawn speak special speed spell spend sphere spice spider spike spin spirit
split spoil sponsor spoon sport spot spray spread spring spy square squeeze squirrel stable stadium staff
stage stairs stamp stand start state stay steak steel stem step stereo stick still sting stock stomach stone
stool story stove strategy street strike strong struggle student stuff stumble style subject submit subway
success such sudden suffer sugar suggest suit summer sun sunny sunset super supply supreme sure surface surge
surprise surround survey suspect sustain swallow swamp swap swarm swear sweet swift swim swing switch sword
symbol symptom syrup system table tackle tag tail talent talk tank tape target task taste tattoo taxi teach
team tell ten tenant tennis tent term test text thank that theme then theory there they thing this thought
three thrive throw thumb thunder ticket tide tiger tilt timber time tiny tip tired tissue title toast tobacco
today toddler toe together toilet token tomato tomorrow tone tongue tonight tool tooth top topic topple torch
tornado tortoise toss total tourist toward tower town toy track trade traffic tragic train transfer trap
trash travel tray treat tree trend trial tribe trick trigger trim trip trophy trouble truck true truly
trumpet trust truth try tube tuition tumble tuna tunnel turkey turn turtle twelve twenty twice twin twist two
type typical ugly umbrella unable unaware uncle uncover under undo unfair unfold unhappy uniform unique unit
universe unknown unlock until unusual unveil update upgrade uphold upon upper upset urban urge usage use used
useful useless usual utility vacant vacuum vague valid valley valve van vanish vapor various vast vault
vehicle velvet vendor venture venue verb verify version very vessel veteran viable vibrant vicious victory
video view village vintage violin virtual virus visa visit visual vital vivid vocal voice void volcano volume
vote voyage wage wagon wait walk wall walnut want warfare warm warrior wash wasp waste water wave way wealth
weapon wear weasel weather web wedding weekend weird welcome west wet whale what wheat wheel when where whip
whisper wide width wife wild will win window wine wing wink winner winter wire wisdom wise wish witness wolf
woman wonder wood wool word work world worry worth wrap wreck wrestle wrist write wrong yard year yellow you
young youth zebra zero zone zoo
""".split()


if __name__ == "__main__":
    sys.exit(main())
