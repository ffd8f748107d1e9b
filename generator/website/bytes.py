"""What the bytes of a built file say: its text in every form it may stand in.

The gate looks for names and words that must not be published. They may be compressed,
packed into an office file, or written in a form that a browser turns back, so every
file is unpacked and decoded as far as it goes before anything is looked for.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import functools
import html
import io
import lzma
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

DEEPEST = 6
"""Layers of packing that are undone; a file with more is refused."""

MOST = 64 * 1024 * 1024
"""Bytes one packed part may unfold to; a file with more is refused."""

Said = tuple[str, str]
"""Where inside the file, and the text."""


class Unreadable(Exception):
    """A file that cannot be looked into: too deep, too large, locked or broken."""


def texts(data: bytes, place: str = "", depth: int = 0) -> Iterator[Said]:
    """Every text in `data`, unpacked and decoded, with where inside it stands.

    Raises:
        Unreadable: something in it cannot be looked into.
    """
    if depth > DEEPEST:
        raise Unreadable(f"{place or 'the file'} is packed too deep")
    if data.startswith(b"PK") or (_binary(data) and b"PK\x05\x06" in data[-70_000:]):
        yield from _zip(data, place, depth)
    for kind, start in _packed(data):
        yield from texts(_unpack(kind, data[start:], place), place, depth + 1)
    if data.startswith(b"%PDF"):
        yield from _pdf(data, place, depth)
    elif data.startswith(b"\x89PNG"):
        yield from _png(data, place, depth)
    if _binary(data):
        yield from _binary_texts(data, place)
    else:
        yield from _forms(_text(data), place, depth)


def _binary(data: bytes) -> bool:
    return b"\x00" in data[:4096] or data.startswith(
        (b"PK", b"%PDF", b"\x1f\x8b", b"\xff\xd8", b"BZh", b"\xfd7zXZ", b"wOF")
    )


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", errors="replace")


def _binary_texts(data: bytes, place: str) -> Iterator[Said]:
    """Letters between other bytes, one or two bytes each."""
    yield place, plain(data.decode("utf-8", errors="replace"))
    yield place, data.decode("latin-1")
    if b"\x00" in data:
        for start in (0, 1):
            even = data[start : start + (len(data) - start) // 2 * 2]
            yield place, even.decode("utf-16-le", errors="replace")


_GZIP, _BZIP, _XZ = b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00"


def _packed(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Packed parts, wherever they begin."""
    for kind in (_GZIP, _XZ):
        start = data.find(kind)
        while start >= 0:
            yield kind, start
            start = data.find(kind, start + 1)
    if data.startswith(_BZIP):
        yield _BZIP, 0
    elif data[:1] == b"\x78" and len(data) > 2 and not (data[0] * 256 + data[1]) % 31:
        yield b"x", 0


def _unpack(kind: bytes, data: bytes, place: str) -> bytes:
    """What is packed; as much as can be had where the end is broken."""
    if kind == _BZIP:
        return _all(bz2.BZ2Decompressor().decompress, data, place)
    if kind == _XZ:
        return _all(lzma.LZMADecompressor().decompress, data, place)
    width = zlib.MAX_WBITS + (16 if kind == _GZIP else 0)
    return _inflate(data, width, place)


def _all(unpack: object, data: bytes, place: str) -> bytes:
    if not callable(unpack):
        return b""
    try:
        found = unpack(data, MOST + 1)
    except (OSError, EOFError, lzma.LZMAError):
        return b""
    return _bounded(bytes(found), place)


def _inflate(data: bytes, width: int, place: str) -> bytes:
    found = b""
    while data:
        stream = zlib.decompressobj(width)
        try:
            found += stream.decompress(data, MOST + 1)
        except zlib.error:
            break
        if len(found) > MOST:
            break
        # gzip files may hold several parts one after another
        data = stream.unused_data if stream.eof and width > zlib.MAX_WBITS else b""
    return _bounded(found, place)


def _bounded(found: bytes, place: str) -> bytes:
    if len(found) > MOST:
        raise Unreadable(f"{place or 'the file'} unfolds to too much")
    return found


def _zip(data: bytes, place: str, depth: int) -> Iterator[Said]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        if data.startswith(b"PK"):
            raise Unreadable(f"{place or 'the file'} is a broken archive") from error
        return
    with archive:
        yield place, _text(archive.comment)
        for entry in archive.infolist():
            inside = f"{place}/{entry.filename}" if place else entry.filename
            yield inside, plain(entry.filename)
            yield inside, _text(entry.comment + entry.extra)
            if entry.flag_bits & 1:
                raise Unreadable(f"{inside} is locked with a password")
            if entry.file_size > MOST:
                raise Unreadable(f"{inside} unfolds to too much")
            try:
                with archive.open(entry) as part:
                    content = part.read(MOST + 1)
            except (zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
                raise Unreadable(f"{inside} is broken") from error
            yield from texts(_bounded(content, inside), inside, depth + 1)


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]+)>", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


def _pdf(data: bytes, place: str, depth: int) -> Iterator[Said]:
    """The strings of a PDF and of its streams; shapes drawn as curves stay unread."""
    yield place, _pdf_words(data)
    for match in _STREAM.finditer(data):
        raw = match.group(1)
        found = _inflate(raw, zlib.MAX_WBITS, place) or _ascii_stream(raw, place)
        if found:
            yield place, _pdf_words(found)
            yield from texts(found, place, depth + 1)


def _ascii_stream(raw: bytes, place: str) -> bytes:
    """A stream written in letters: base 85 or hexadecimal, perhaps packed below."""
    text = b"".join(raw.split())
    found = b""
    try:
        if text.endswith(b"~>"):
            found = base64.a85decode(text.removeprefix(b"<~").removesuffix(b"~>"))
        elif text.endswith(b">"):
            found = bytes.fromhex(text.removesuffix(b">").decode("ascii"))
    except ValueError:
        return b""
    return _inflate(found, zlib.MAX_WBITS, place) or found


def _pdf_words(data: bytes) -> str:
    """Strings one after another: `[(ca) -20 (nary)] TJ` shows one word."""
    parts = []
    for match in _STRING.finditer(data):
        literal, coded = match.groups()
        if literal is not None:
            parts.append(_ESCAPE.sub(_pdf_escape, literal))
        else:
            digits = b"".join(coded.split())
            parts.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
    words = []
    for part in parts:
        wide = part.startswith(b"\xfe\xff") or b"\x00" in part
        words.append(part.decode("utf-16-be" if wide else "latin-1", "replace"))
    return plain("".join(words))


def _pdf_escape(match: re.Match[bytes]) -> bytes:
    sign = match.group(1)
    if sign.isdigit():
        return bytes([int(sign, 8) & 255])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(sign, sign)


def _png(data: bytes, place: str, depth: int) -> Iterator[Said]:
    """The words a picture carries beside its points."""
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf"):
            yield place, plain(body.decode("utf-8", errors="replace"))
            for start in range(len(body)):
                if body[start] == 0 and body[start + 1 : start + 2] in (b"\x00", b"x"):
                    packed = body[start + 1 :].lstrip(b"\x00\x01")
                    found = _inflate(packed, zlib.MAX_WBITS, place)
                    if found:
                        yield from texts(found, place, depth + 1)
        at += 12 + length
    yield from texts(data[at:], place, depth + 1) if at < len(data) else ()


_TAG = re.compile(r"<[^<>]*>")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_BACKSLASH = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})"
    r"|([0-9A-Fa-f]{2,6}) ?|([\"'/\\])|[nrt])"
)
_PAIR = re.compile(r"\\u[dD][89abAB]")
_UNITS = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")
_CODED = re.compile(r"[A-Za-z0-9+/_-]{10,}(?:={0,2})")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def plain(text: str) -> str:
    """A text without signs that nobody sees, each letter in one form."""
    if text.isascii():
        return text
    for sign in _INVISIBLE:
        text = text.replace(sign, "")
    return unicodedata.normalize("NFKC", text)


def _forms(text: str, place: str, depth: int) -> Iterator[Said]:
    """A text as written, and as each of its readers would turn it back."""
    text = plain(text)
    once = _decoded(text)
    yield place, text
    for form in dict.fromkeys([once, *_ways(text)]):
        if form != text:
            yield place, form
    # Written in one form inside another: three times over is as deep as browsers go.
    deeper = once
    for _ in range(2):
        before, deeper = deeper, _decoded(deeper)
        if deeper == before:
            break
        yield place, deeper
    runs = dict.fromkeys(_CODED.findall(text))
    if once != text:
        runs |= dict.fromkeys(_CODED.findall(once))
    for run in runs:
        for found in _from_letters(run):
            yield from texts(found, place, depth + 1)
    if "<" in text:
        yield place, html.unescape(_TAG.sub(" ", text))
        yield place, html.unescape(_TAG.sub("", text))


def _ways(text: str) -> Iterator[str]:
    """The text with one way of writing signs turned back."""
    yield _entities(text)
    yield _percents(text)
    yield _backslashes(text)


def _decoded(text: str) -> str:
    return _backslashes(_percents(_entities(text)))


def _entities(text: str) -> str:
    return plain(html.unescape(text)) if "&" in text else text


def _percents(text: str) -> str:
    if "%" not in text or not _PERCENT.search(text):
        return text
    return plain(unquote(text, errors="replace"))


def _backslashes(text: str) -> str:
    if "\\" not in text:
        return text
    if _PAIR.search(text):
        text = _UNITS.sub(_units, text)
    return plain(_BACKSLASH.sub(_backslash, text))


def _units(match: re.Match[str]) -> str:
    """Signs beyond 65,535 are written as two halves."""
    units = bytes.fromhex(match.group(0).replace("\\u", ""))
    return units.decode("utf-16-be", "replace")


def _backslash(match: re.Match[str]) -> str:
    code = next((group for group in match.groups()[:4] if group), "")
    if code:
        point = int(code, 16)
        ours = point < 0x110000 and not 0xD800 <= point < 0xE000
        return chr(point) if ours else ""
    return match.group(5) or "\n"


@functools.lru_cache(maxsize=100_000)
def _from_letters(run: str) -> tuple[bytes, ...]:
    """What a run of letters stands for in base 64 or as hexadecimal digits."""
    found = []
    bare = run.rstrip("=").replace("-", "+").replace("_", "/")
    for start in range(4):
        piece = bare[start:]
        piece = piece[: len(piece) - (len(piece) % 4 == 1)]
        if len(piece) < 8:
            break
        try:
            data = base64.b64decode(piece + "=" * (-len(piece) % 4))
        except (binascii.Error, ValueError):
            continue
        if _meant(data):
            found.append(data)
    if len(run) % 2 == 0 and len(run) >= 12:
        try:
            data = bytes.fromhex(run)
        except ValueError:
            data = b""
        if data and _meant(data):
            found.append(data)
    return tuple(found)


def _meant(data: bytes) -> bool:
    """Whether bytes look like something a person packed, not like chance."""
    if data.startswith((b"PK\x03\x04", _GZIP, b"%PDF", b"\x89PNG", _BZIP, _XZ)):
        return True
    if data[:1] == b"\x78" and len(data) > 20:
        return not (data[0] * 256 + data[1]) % 31
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(sign.isprintable() or sign in "\r\n\t" for sign in text)
