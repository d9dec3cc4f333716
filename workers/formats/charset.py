"""Bytes to text: by mark, header, declaration, then detection."""

import codecs
import re
from email.message import Message

from charset_normalizer import from_bytes

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_DECLARED = re.compile(
    rb"""<\?xml[^>]{1,200}?encoding=["']([\w.:-]{2,40})|<meta[^>]{1,200}?charset=["']?\s*([\w.:-]{2,40})""", re.I
)
# Declarations stand within the first kilobyte (WHATWG HTML, "prescan a byte stream"); a few servers put comments before them.
_PRESCAN_BYTES = 4096
# WHATWG Encoding: what these labels mean on the web.
_WEB_MEANING = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
                "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
                "iso-8859-9": "cp1254", "tis-620": "cp874", "windows-874": "cp874"}  # fmt: skip


class CharsetError(ValueError):
    """The bytes are not text in the charset they claim, or in any that can be told."""


def parse_content_type(value: str) -> tuple[str, str | None]:
    """Media type in lower case and the charset parameter, if any (RFC 9110, section 8.3)."""
    message = Message()
    message["content-type"] = value
    charset = message.get_param("charset")
    return message.get_content_type() if "/" in value else value.strip().lower(), str(charset) if charset else None


def decode_bytes(raw: bytes, charset: str | None = None) -> str:
    """`raw` as text. Raises CharsetError where the declared charset does not fit or none can be told."""
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return _strict(raw, name)
    if charset:
        return _strict(raw, charset)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared := _DECLARED.search(raw, 0, _PRESCAN_BYTES):
        return _strict(raw, (declared[1] or declared[2]).decode("ascii"))
    best = from_bytes(raw).best()
    if best is None:
        raise CharsetError("no charset declared and none detected")
    return str(best)


def _strict(raw: bytes, label: str) -> str:
    try:
        return raw.decode(_WEB_MEANING.get(label.lower(), label))
    except LookupError:
        raise CharsetError(f"unknown charset {label!r}") from None
    except UnicodeError as error:
        raise CharsetError(f"not {label}: {error}") from None
