"""The nature of a news object (IPTC NewsCodes "ninature"), in any of the ways documents write it."""

_KINDS = {
    **dict.fromkeys(("picture", "image", "photo"), "photo"),
    **dict.fromkeys(("video", "animated"), "video"),
    "audio": "audio",
    "graphic": "graphic",
}


def code(name: str) -> str:
    """Return a code without its scheme: "picture" of "ninat:picture" or "http://cv.iptc.org/newscodes/ninature/picture"."""
    return name.strip().rstrip("/").replace("/", ":").rpartition(":")[2]


def media_of(nature: str) -> str | None:
    """Return photo, video, audio or graphic by a name or code; None for a text and all else."""
    return _KINDS.get(code(nature).lower())


def is_web_address(address: str) -> bool:
    """Return whether it can be followed; what identifies a thing ("urn:…", "tag:…", a file's name) is none."""
    return address.startswith(("http://", "https://"))
