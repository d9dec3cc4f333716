"""What a story's content is before its lines are told apart."""

from enum import StrEnum


class Form(StrEnum):
    """Plain text, a piece of HTML that is all story, or a whole page that holds one."""

    TEXT = "text"
    FRAGMENT = "fragment"
    PAGE = "page"
