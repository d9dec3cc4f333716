"""Bytes to text: by mark, header, declaration, then detection."""

import codecs
import re
from email.message import Message

from charset_normalizer import from_bytes

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
# How "<?" begins in wide charsets without a mark (XML 1.0, appendix F).
_WIDE = ((b"<\x00\x00\x00", "utf-32-le"), (b"\x00\x00\x00<", "utf-32-be"),
         (b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"))  # fmt: skip
# Charsets that write everything in seven bits, so that their bytes pass for UTF-8.
_SEVEN_BITS = re.compile(r"iso-2022-|hz", re.I)
# Codecs of Python that are no charset of the web (WHATWG Encoding); UTF-7 hides markup from whoever looks at the bytes.
_REFUSED = frozenset(("utf-7", "unicode-escape", "raw-unicode-escape", "punycode", "idna", "undefined"))
_DECLARED = re.compile(
    rb"""<\?xml[^>]{1,200}?encoding=["']([\w.:-]{2,40})|<meta[^>]{1,200}?charset=["']?\s*([\w.:-]{2,40})""", re.I
)
# Declarations stand within the first kilobyte (WHATWG HTML, "prescan a byte stream"); a few servers put comments before them.
_PRESCAN_BYTES = 4096
# WHATWG Encoding: what these labels mean on the web. "Sloppy" ones, from ftfy, take the bytes that Windows leaves undefined.
_WEB_MEANING = {**dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "cp1252"), "sloppy-windows-1252"),
                **{f"windows-125{n}": f"sloppy-windows-125{n}" for n in range(9)},
                "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
                "iso-8859-9": "sloppy-windows-1254", "tis-620": "cp874", "windows-874": "cp874"}  # fmt: skip


class CharsetError(ValueError):
    """The bytes are not text in the charset they claim, or in any that can be told."""


def parse_content_type(value: str) -> tuple[str, str | None]:
    """Return media type in lower case and the charset parameter, if any (RFC 9110, section 8.3)."""
    message = Message()
    message["content-type"] = value
    charset = message.get_param("charset")
    return message.get_content_type() if "/" in value else value.strip().lower(), str(charset) if charset else None


def decode_bytes(raw: bytes, charset: str | None = None) -> str:
    """`raw` as text. Raises CharsetError if the declared charset does not fit or none can be told."""
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return _strict(raw, name)
    if charset:
        return _strict(raw, charset)
    for start, name in _WIDE:
        if raw.startswith(start):
            return _strict(raw, name)
    declared = _declared(raw)
    if not _SEVEN_BITS.match(declared):
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            pass
    if declared:
        return _strict(raw, declared)
    best = from_bytes(raw).best()
    if best is None:
        raise CharsetError("no charset declared and none detected")
    return str(best)


def _declared(raw: bytes) -> str:
    """Return the charset that the document itself names; empty if it names none."""
    found = _DECLARED.search(raw, 0, _PRESCAN_BYTES)
    return (found[1] or found[2]).decode("ascii") if found else ""


def _strict(raw: bytes, label: str) -> str:
    name = label.lower()
    try:
        codec = codecs.lookup(_WEB_MEANING.get(name, name))
    except (LookupError, ValueError):
        raise CharsetError(f"unknown charset {label!r}") from None
    if not codec._is_text_encoding or codec.name in _REFUSED:
        raise CharsetError(f"unknown charset {label!r}")
    try:
        return raw.decode(codec.name)
    except UnicodeError as error:
        raise CharsetError(f"not {label}: {error}") from None
