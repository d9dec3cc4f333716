"""Packed items: gzip (RFC 1952) and zstd (RFC 8878), told by their first bytes."""

import zlib
from collections.abc import Callable

import zstandard

from dateline.domain.limits import MAX_ITEM_BYTES, MAX_RATIO
from dateline.domain.rejection import Reason
from dateline.formats.decode.format import FormatError

GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"
# Of zstd's window; frames that need more memory to be unpacked are refused.
_WINDOW_BYTES = 8 * 1024 * 1024
_MOST_PARTS = 256
"""Gzip members or zstd frames, one after another. Block gzip makes 64 of the largest item; hundreds of thousands of empty ones would
take minutes."""
_ZSTD_STEP = 1024
"""Packed bytes at a time: the densest blocks make 32 MiB of them, which bounds what a bomb takes before it is seen."""
_RATIO_COUNTS_FROM = 64 * 1024
"""Smaller outputs hurt nobody, and a short page of blanks may well be packed 500 to one."""


def decompress(raw: bytes) -> bytes:
    """Return the bytes, decompressed if need be. Raises FormatError for a broken or cut stream, or a bomb."""
    if raw.startswith(GZIP):
        return _checked(raw, _gunzip)
    if raw.startswith(ZSTD):
        return _checked(raw, _unzstd)
    return raw


def _checked(raw: bytes, unpacked: Callable[[bytes], bytes]) -> bytes:
    try:
        text = unpacked(raw)
    except (zlib.error, zstandard.ZstdError, EOFError) as error:
        raise FormatError(Reason.MALFORMED_PACKING, str(error) or "the stream ends early") from None
    if len(text) > MAX_ITEM_BYTES:
        raise FormatError(Reason.TOO_LARGE, f"unpacked more than {MAX_ITEM_BYTES} bytes")
    if len(text) > _RATIO_COUNTS_FROM and len(text) > MAX_RATIO * len(raw):
        raise FormatError(
            Reason.TOO_LARGE, f"{len(raw)} bytes decompress to {len(text)}, more than {MAX_RATIO} for one"
        )
    return text


def _gunzip(raw: bytes) -> bytes:
    """Return one member after another, no more than a byte above the limit."""
    parts, room = list[bytes](), MAX_ITEM_BYTES + 1
    while raw.startswith(GZIP) and room > 0:
        _count(parts)
        member = zlib.decompressobj(wbits=31)
        part = member.decompress(raw, room)
        if not member.eof and len(part) < room:
            raise EOFError
        parts.append(part)
        room -= len(part)
        raw = member.unused_data
    return b"".join(parts)


def _unzstd(raw: bytes) -> bytes:
    """Return one frame after another, until the limit is passed."""
    decompressor = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES)
    parts, room = list[bytes](), MAX_ITEM_BYTES + 1
    while raw.startswith(ZSTD) and room > 0:
        _count(parts)
        frame, text, at = decompressor.decompressobj(), bytearray(), 0
        while not frame.eof and len(text) < room:
            if at >= len(raw):
                raise EOFError
            text += frame.decompress(raw[at : at + _ZSTD_STEP])
            at += _ZSTD_STEP
        parts.append(bytes(text))
        room -= len(text)
        raw = frame.unused_data + raw[at:]
    return b"".join(parts)


def _count(parts: list[bytes]) -> None:
    if len(parts) >= _MOST_PARTS:
        raise FormatError(Reason.MALFORMED_PACKING, f"more than {_MOST_PARTS} packed parts one after another")
