"""A crawled page: which of its lines are the story, and what its head says of it."""

import re

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from workers.domain.line import Line
from workers.extract.align import kept_lines

# Site names follow a title behind one of these.
_SITE_NAME = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,40}$")


def story_lines(lines: tuple[Line, ...], markup: str) -> set[int]:
    """Numbers of the lines that are the story's (trafilatura, Barbaresi 2021), else of the page's plain paragraphs."""
    text = trafilatura.extract(markup, fast=True, include_comments=False, include_tables=True)
    if text and (kept := kept_lines(lines, text)):
        return kept
    return {line.number for line in lines if line.tag == "p" and line.link_share < 0.5}


def page_title(markup: str) -> str | None:
    """The headline: the page's only `h1`, else what it gives to Open Graph, else its `title` without the site's name."""
    tree = LexborHTMLParser(markup)
    headings = [text for node in tree.css("h1") if (text := " ".join((node.text() or "").split()))]
    if len(headings) == 1:
        return headings[0]
    graph = tree.css_first('meta[property="og:title"]')
    if graph is not None and (content := (graph.attributes.get("content") or "").strip()):
        return content
    title = tree.css_first("head title")
    return _SITE_NAME.sub("", " ".join((title.text() or "").split())) or None if title is not None else None
