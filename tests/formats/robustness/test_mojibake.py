"""Mojibake is found where ftfy finds it, though most of a page is not looked at."""

from ftfy.badness import is_bad
from hypothesis import given
from hypothesis import strategies as st

from dateline.formats.decode.repair import is_mojibake
from tests.support.examples import examples

SIGNS = "ÃÂ ©€™œ°àâ‚Äìвђ ВГРС.aZ,?ØÙ×²√±│ Œ\x85\u00a0β’š\n"
PIECES = st.one_of(
    st.text(SIGNS, max_size=8),
    st.text("abcXYZ .,<>=\"'-\n", max_size=14),
    st.text(max_size=6),
    st.sampled_from(["café", "naïve", "Ã¤", "Ã ", "â€™", "ГўВЂВ. ", "вЂ”", "Ø§Ù„"]),
)


@given(st.lists(PIECES, max_size=12).map("".join))
@examples(3000)
def test_looking_only_around_letters_beyond_ascii_finds_the_same(text: str) -> None:
    assert is_mojibake(text) == is_bad(text)
