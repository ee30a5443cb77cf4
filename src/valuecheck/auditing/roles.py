"""Which column is the text? Roles found by a column's name, or given.

A name is compared in lower case with everything but letters and digits as one space. Of a role's
names the first that is there wins; a column has one role.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from valuecheck.errors import UsageError
from valuecheck.traits import CHANNELS

#: Role → the names it is known by, most telling first.
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "body html", "body text", "html", "message", "message body",
        "email body", "post", "post text", "post content", "copy", "caption", "draft", "article",
        "body plain", "html content", "full text", "tweet", "description",
    ),
    "subject": (
        "subject", "subject line", "email subject", "title", "headline", "heading", "post title",
    ),
    "id": (
        "id", "row id", "post id", "message id", "campaign id", "uuid", "guid", "slug", "key",
        "url", "permalink", "name", "campaign name",
    ),
    "channel": ("channel", "medium", "content type", "type", "platform", "network", "kind"),
    "date": (
        "date", "sent at", "sent", "send date", "sent date", "send time", "published at",
        "published", "publish date", "publish time", "post date", "created at", "created",
        "timestamp", "datetime", "time", "day",
    ),
    "list": (
        "list", "list name", "mailing list", "audience", "segment", "list id", "recipients",
        "newsletter", "group",
    ),
}  # fmt: skip
ROLES: tuple[str, ...] = tuple(NAMES)

#: What editors call the channels (see `traits.CHANNELS`).
_CHANNEL_NAMES: dict[str, str] = {
    "mail": "email", "e mail": "email", "mailing": "email", "cold mail": "cold_email",
    "outreach": "cold_email", "cold outreach": "cold_email", "sales email": "cold_email",
    "news letter": "newsletter", "digest": "newsletter", "instagram": "social",
    "facebook": "social", "linkedin": "social", "twitter": "social", "x": "social",
    "mastodon": "social", "bluesky": "social", "threads": "social", "tiktok": "social",
    "social media": "social", "social post": "social", "tweet": "social", "post": "social",
    "blog post": "blog", "article": "blog", "website": "blog", "advert": "ad", "ads": "ad",
    "advertisement": "ad", "press release": "announcement", "press": "announcement",
    "news": "announcement", "appeal": "fundraising", "donation": "fundraising", "title": "headline",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Roles:
    """Where each role's column stands, from 0; None where there is none.

    Attributes
    ----------
    text : int
        The one role that every table has.
    """

    text: int
    subject: int | None = None
    id: int | None = None
    channel: int | None = None
    date: int | None = None
    list: int | None = None

    def described(self, columns: Sequence[str]) -> str:
        """Return one line that says which column has which role.

        Examples
        --------
        >>> Roles(1, id=0).described(["id", "body"])
        'text = body, id'
        """
        pairs = ((role, getattr(self, role)) for role in ROLES)
        named = ((role, columns[at] or f"column {at + 1}") for role, at in pairs if at is not None)
        return ", ".join(role if role == name else f"{role} = {name}" for role, name in named)


def find_roles(columns: Sequence[str], given: Mapping[str, str | None]) -> Roles:
    """Return the columns' roles.

    Parameters
    ----------
    columns : sequence of str
        The header.
    given : mapping
        Role → column name or `#number` (from 1), "" for "no column"; None is found by name.

    Raises
    ------
    UsageError
        If a given column is missing (names the nearest) or stands twice, or no column looks like
        the text.

    Examples
    --------
    >>> find_roles(["ID", "Subject line", "Body"], {})
    Roles(text=2, subject=1, id=0, channel=None, date=None, list=None)
    """
    found: dict[str, int | None] = {
        role: _given(columns, role, name) for role, name in given.items() if name is not None
    }
    folded = [_fold(column) for column in columns]
    for role, names in NAMES.items():
        if role not in found:
            taken = set(found.values())
            places = (folded.index(name) for name in names if name in folded)
            found[role] = next((at for at in places if at not in taken), None)
    text = found.pop("text")
    if text is None:
        if len(columns) == 1:
            return Roles(0)
        raise UsageError(
            "no column looks like the text of the drafts; name it with --text: " + _listed(columns)
        )
    return Roles(text, **found)


def channel_of(cell: str) -> str | None:
    """Return the channel that a cell means, None where it is not one that valuecheck knows.

    Examples
    --------
    >>> channel_of("Cold-Email"), channel_of("Instagram"), channel_of("letter to a friend")
    ('cold_email', 'social', None)
    """
    folded = _fold(cell)
    name = folded.replace(" ", "_")
    return name if name in CHANNELS else _CHANNEL_NAMES.get(folded)


def _given(columns: Sequence[str], role: str, name: str) -> int | None:
    if not name:
        if role == "text":
            raise UsageError("--text must name a column")
        return None
    number = re.fullmatch(r"#(\d{1,6})", name)
    if number and name not in columns:
        at = int(number[1])
        if not 1 <= at <= len(columns):
            raise UsageError(f"--{role} {name}: the table has {len(columns)} columns")
        return at - 1
    places = [at for at, column in enumerate(columns) if column == name] or [
        at for at, column in enumerate(columns) if _fold(column) == _fold(name)
    ]
    if len(places) > 1:
        which = " or ".join(f"'#{at + 1}'" for at in places)
        raise UsageError(
            f"--{role}: {name!r} stands {len(places)} times in the header; say {which}"
        )
    if places:
        return places[0]
    raise UsageError(f"--{role}: no column {name!r}; {_nearest(columns, name)}")


def _nearest(columns: Sequence[str], name: str) -> str:
    from difflib import get_close_matches

    by_fold = {_fold(column): column for column in columns}
    near = get_close_matches(_fold(name), by_fold, n=2, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(repr(by_fold[one]) for one in near)}?"
    return _listed(columns)


def _listed(columns: Sequence[str], most: int = 20) -> str:
    shown = ", ".join(repr(column[:60]) for column in columns[:most])
    return f"columns: {shown}" + (" …" if len(columns) > most else "")


def _fold(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.lower()))
