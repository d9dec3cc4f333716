"""What holds for the spans of any text in any language."""

from hypothesis import given

from dateline.domain.story import Story
from dateline.entities.tag import spans, tag
from tests.support.any_text import LANGUAGES, TEXTS


@given(TEXTS, LANGUAGES)
def test_spans_lie_in_the_text_in_order_on_one_line(text: str, language: str | None) -> None:
    end = 0
    for span in spans(text, language):
        assert end <= span.start < span.end <= len(text)
        assert "\n" not in text[span.start : span.end]
        end = span.end


@given(TEXTS, LANGUAGES)
def test_every_span_is_a_mention_of_one_entity(text: str, language: str | None) -> None:
    story = tag(Story(raw=None, kept=((0, text),), language=language))
    assert isinstance(story, Story)
    mentions = [mention for entity in story.entities for mention in entity.mentions]
    assert all(text[one.start : one.end] == one.text for one in mentions)
    assert sorted((one.start, one.end) for one in mentions) == [(one.start, one.end) for one in spans(text, language)]


@given(TEXTS, LANGUAGES)
def test_the_same_text_has_the_same_spans(text: str, language: str | None) -> None:
    assert spans(text, language) == spans(text, language)
