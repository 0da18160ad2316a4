"""Every sentence that people read, in English and in Japanese, and nowhere else.

    text("plan.summary", …)      a text by its key, in the language of this invocation
    message("config.missing")    the same, put into words later (facts of reasons)
    say(reason), hint(reason)    what is so, and what to do about it

`en/` and `ja/` hold the same keys with the same placeholders, a module for each area. A key begins with its area:
`plan.summary` stands in `plan.py`. Codes of reasons have no area; `en/reasons.py` gathers them.
"""

from __future__ import annotations

from netsec.messages.catalogue import Message, english, has_text, message, text, words
from netsec.messages.formatting import Rendered
from netsec.messages.language import (
    ENGLISH,
    JAPANESE,
    LANGUAGES,
    current_language,
    language_for,
    speaking,
    use_language,
)
from netsec.messages.reasons import COMMAND, VARIANTS, hint, say, with_subject

__all__ = [
    "COMMAND",
    "ENGLISH",
    "JAPANESE",
    "LANGUAGES",
    "VARIANTS",
    "Message",
    "Rendered",
    "current_language",
    "english",
    "has_text",
    "hint",
    "language_for",
    "message",
    "say",
    "speaking",
    "text",
    "use_language",
    "with_subject",
    "words",
]
