"""What the names of HTML tags mean for the text inside and around them."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Tags that stand apart from what is around them by an empty line.
PARAGRAPHS = _names(
    "p h1 h2 h3 h4 h5 h6 blockquote ul ol dl table pre hr section article header footer main "
    "aside nav figure figcaption form fieldset address details body html center"
)
#: Tags whose content starts on a line of its own.
LINES = _names("div li dt dd tr td th thead tbody tfoot caption summary legend button")
#: Elements that hold no tags, only characters up to their own end tag.
RAW = _names("script style textarea xmp iframe noembed noframes title")
#: Tags without content and without an end tag.
VOID = _names("area base br col embed hr img input link meta param source track wbr keygen")
#: Tags whose content is no prose.
SKIPPED = _names(
    "head template noscript svg math object iframe video audio canvas select option textarea "
    "script style xmp noembed noframes title datalist map"
)
#: Tags that may stand in the head; any other ends it.
IN_HEAD = _names("title meta link base script style noscript template")

_PARAGRAPH = _names("p")
_CLOSED_BY = {
    "li": _names("li p"),
    "dt": _names("dt dd p"),
    "dd": _names("dt dd p"),
    "td": _names("td th p"),
    "th": _names("td th p"),
    "tr": _names("tr td th p"),
    "option": _names("option"),
    "div": _PARAGRAPH,
    **dict.fromkeys(PARAGRAPHS, _PARAGRAPH),
}


def closed_by(name: str) -> frozenset[str]:
    """Return the names of the open elements that a start tag ends without their own end tag."""
    return _CLOSED_BY.get(name, frozenset())
