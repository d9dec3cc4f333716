"""Hypothesis strategies for texts with names in any language."""

from hypothesis import strategies as st

LANGUAGES = st.sampled_from(["id", "en", "de", "fr", "tr", "ru", "ar", "hi", "zh", "ja", "ko", "th", "fi", "xx", None])


WORDS = st.sampled_from(
    [
        "Presiden",
        "President",
        "Joko",
        "Widodo",
        "Russia",
        "Россия",
        "России",
        "AS",
        "U.S.",
        "G20",
        "of",
        "von",
        "Bank",
        "Ministry",
        "(WHO)",
        "東京",
        "大学",
        "米国",
        "김민수",
        "대통령",
        "الرئيس",
        "محمد",
        "وروسيا",
        "प्रधानमंत्री",
        "मोदी",
        "株式会社",
        "İstanbul",
        "ﬁnance",
        "Straße",
        "😀",
        "said",
        ".",
        ",",
        "\n",
        "\t",
        "'",
        "-",
        "St.",
        "J.",
        "นาย",
        "O'Neill",
    ]
)


TEXTS = st.one_of(
    st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS, max_size=20).map("".join)
)
