"""Media types of a story's files, by what is said of them."""

_KINDS = {"image": "photo", "video": "video", "audio": "audio"}
_GRAPHICS = frozenset(("image/svg+xml",))
_ENDINGS = {
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "webp", "avif", "bmp", "tif", "tiff"), "photo"),
    **dict.fromkeys(("mp4", "m4v", "mov", "webm", "avi", "mpg", "mpeg"), "video"),
    **dict.fromkeys(("mp3", "m4a", "ogg", "oga", "wav", "aac", "flac"), "audio"),
    "svg": "graphic",
}


def kind_of(media_type: str, url: str) -> str | None:
    """Return photo, video, audio or graphic: by the media type ("image" alone will do); if there is none, by the end of the address."""
    media_type = media_type.strip().lower()
    if media_type:
        return "graphic" if media_type in _GRAPHICS else _KINDS.get(media_type.partition("/")[0])
    path = url.partition("?")[0].partition("#")[0]
    return _ENDINGS.get(path.rpartition(".")[2].lower())
