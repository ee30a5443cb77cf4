"""Would a reader see the text inside an element? By its inline style and old-fashioned attributes.

Hidden for good, whatever stands inside: `display:none`, `opacity:0`, the `hidden` attribute,
`mso-hide:all`, a text indent or position far off the screen, no height or width with
`overflow:hidden`. Hidden until an inner element says otherwise: `visibility:hidden`, a font size
of at most one pixel (mail layouts set it on table cells and undo it inside), and a text colour
equal to the background it stands on. `aria-hidden` hides from nobody who reads. Style sheets are
not looked at.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_NUMBER = re.compile(r"(-?\d{0,9}\.?\d{1,9})\s?([a-z%]{0,4})")
_RGB = re.compile(r"rgba?\(\s?(\d{1,3})[\s,]{1,3}(\d{1,3})[\s,]{1,3}(\d{1,3})\s?\)?")
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")
_COLOURS = {"white": "ffffff", "black": "000000", "red": "ff0000", "yellow": "ffff00"}
_FAR = 900.0


class Look(NamedTuple):
    """How text inside an element looks, as far as it decides whether it can be seen.

    Attributes
    ----------
    gone : bool
        Hidden for good.
    invisible, tiny : bool
        `visibility:hidden`; font size of at most one pixel.
    colour, background : str or None
        As six hex digits or a name; None where nothing is known.
    """

    gone: bool = False
    invisible: bool = False
    tiny: bool = False
    colour: str | None = None
    background: str | None = None

    @property
    def hidden(self) -> bool:
        """True where a reader would not see the text."""
        if self.gone or self.invisible or self.tiny:
            return True
        return self.colour is not None and self.colour == self.background


def look_inside(outer: Look, attributes: dict[str, str]) -> Look:
    """Return how text looks inside an element.

    Parameters
    ----------
    outer : Look
        Of the element around it.
    attributes : dict of str to str
        Of its start tag.
    """
    if not attributes:
        return outer
    style = _declarations(attributes.get("style", ""))
    colour = style.get("color", attributes.get("color", attributes.get("text", "")))
    return Look(
        gone=outer.gone or "hidden" in attributes or _is_gone(style),
        invisible=_toggle(outer.invisible, style.get("visibility", ""), "hidden", "collapse"),
        tiny=_is_tiny(outer.tiny, style.get("font-size", "")),
        colour=_colour(colour) or outer.colour,
        background=_background(outer.background, style, attributes),
    )


@lru_cache(maxsize=256)
def _declarations(style: str) -> dict[str, str]:
    """Return the properties of an inline style, in lower case and without `!important`."""
    found: dict[str, str] = {}
    for part in style.lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def _is_gone(style: dict[str, str]) -> bool:
    if not style:
        return False
    if style.get("display") == "none" or style.get("mso-hide") == "all":
        return True
    if _length(style.get("opacity", "")) == 0:
        return True
    away = ("text-indent", "left", "top") if "position" in style else ("text-indent",)
    if any((_length(style.get(name, "")) or 0) <= -_FAR for name in away):
        return True
    boxes = ("max-height", "height", "max-width", "width")
    clipped = "hidden" in (style.get("overflow"), style.get("overflow-y"), style.get("overflow-x"))
    return clipped and any(_length(style.get(name, "")) == 0 for name in boxes)


def _toggle(outer: bool, value: str, *hiding: str) -> bool:
    return outer if not value or value == "inherit" else value in hiding


def _is_tiny(outer: bool, value: str) -> bool:
    number = _NUMBER.match(value)
    if number is None:
        return outer if value in ("", "inherit", "smaller", "larger") else False
    size, unit = float(number[1]), number[2]
    if size == 0:
        return True
    if unit in ("em", "%"):
        return outer  # relative to nothing is nothing
    return size <= 1 and unit in ("", "px", "pt")


def _length(value: str) -> float | None:
    """Return the number at the start of a value; None where there is none."""
    number = _NUMBER.match(value)
    return float(number[1]) if number else None


def _background(outer: str | None, style: dict[str, str], attributes: dict[str, str]) -> str | None:
    value = style.get("background-color") or style.get("background") or ""
    picture = "url(" in value or "gradient" in value or "background-image" in style
    if picture or attributes.get("background"):
        return None
    return _colour(value) or _colour(attributes.get("bgcolor", "")) or outer


def _colour(value: str) -> str | None:
    """Return a colour as six hex digits; None for none, `transparent` and what is not a colour."""
    value = value.strip().lower()[:60]
    rgb = _RGB.match(value)
    if rgb:
        return "".join(f"{int(part):02x}" for part in rgb.groups())
    word = value.split(" ")[0]
    digits = _HEX.fullmatch(word)
    if digits:
        code = digits[1]
        return code if len(code) == 6 else "".join(digit * 2 for digit in code)
    return _COLOURS.get(word)
