"""Where a content begins and ends by the annotation guidelines: no complementiser, no comma or colon before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.article import Span
from dragoman.reader.quotes import overlapping

_COMPLEMENTISER = r"(?:that|что|як|що|że|dass|que|qu[’']|ki|که|أن|أنّ)"
LEAD = re.compile(rf"(?:[\s,:;–—-]+|{_COMPLEMENTISER}\s+)+(?=\S)", re.IGNORECASE)
"""What stands before a content. Complementisers only: question words («какие», "how") belong to it."""
_ALONE = re.compile(_COMPLEMENTISER, re.IGNORECASE)
TAIL = ",;:–—-"
"""What stands after one, beside white space."""


def trim(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans without what does not belong to a content; those with nothing left are dropped."""
    out = []
    for index, (start, end) in enumerate(sorted(spans)):
        if index == 0 and (lead := LEAD.match(text, start, end)):
            start = lead.end()
        while end > start and (text[end - 1].isspace() or text[end - 1] in TAIL):
            end -= 1
        alone = len(spans) > 1 and _ALONE.fullmatch(text, start, end)
        if not alone and any(c.isalnum() for c in text[start:end]):
            out.append((start, end))
    return out


def with_marks(text: str, spans: Sequence[Span], quotations: Sequence[Span]) -> list[Span]:
    """The spans with the quotation marks that stand at their edges, which belong to a content."""
    out = []
    for start, end in spans:
        for opening, closing in overlapping(start - 1, end + 3, quotations):
            if opening + 1 == start:
                start = opening
            if end < closing and not text[end : closing - 1].strip(" ,.!?…。，！？؟،"):
                end = closing
        out.append((start, end))
    return out
