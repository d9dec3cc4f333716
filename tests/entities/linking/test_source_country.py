"""The country of a source, where its address or language tag tells it."""

import pytest

from dateline.entities.linking.source_country import source_country


@pytest.mark.parametrize(
    ("url", "language", "country"),
    [
        ("https://www.bbc.co.uk/news", None, "GB"),
        ("https://kompas.co.id/read/1", "en", "ID"),
        ("https://spiegel.de:443/x", "en-US", "DE"),
        ("https://NEWS.EXAMPLE.FR./x", None, "FR"),
        ("https://news.example.com/x", "pt-BR", "BR"),
        ("https://news.example.com/x", "zh-Hant-TW", "TW"),
        ("https://news.example.com/x", "es_MX", "MX"),
        ("https://news.example.com/x", "en-US", None),
        ("https://news.example.com/x", "es-419", None),
        ("https://tech.example.io/x", None, None),
        ("https://sport.example.tv/x", None, None),
        ("https://start.example.co/x", "es", None),
        ("https://who.example.eu/x", None, None),
        ("https://[half", None, None),
        ("no address", None, None),
        ("", "", None),
        (None, None, None),
        (None, "xx-QQ", None),
    ],
)
def test_the_country_of_a_source(url: str | None, language: str | None, country: str | None) -> None:
    assert source_country(url, language) == country
