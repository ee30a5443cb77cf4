"""Say which features a token has: the one definition that training and serving share.

A token *type* has a word feature and, if it is a word, its character n-grams (3 to 5, padded by
one space). A pair of neighbouring types has a bigram feature; a type in the subject has a subject
feature besides. Features are additive per type, which is what makes both the memo per token and
the exact explanation possible. Every feature is known only by its 32-bit key (CRC-32), so that no
vocabulary of anybody's mail has to be stored.
"""

from __future__ import annotations

from zlib import crc32

from valuecheck.scoring.tokens import EMAIL, FIELD, URL

#: Character n-gram lengths. 3–5 within words is the range the TF-IDF baseline uses.
NGRAM_MIN, NGRAM_MAX = 3, 5
#: Longer types are no words (hashes, base64): they get no n-grams.
LONGEST_WORD = 24

# Seeds keep the kinds of feature apart: the same letters as word and as n-gram differ in key.
_WORD_SEED = crc32(b"word:")
_NGRAM_SEED = crc32(b"ngram:")
_BIGRAM_SEED = crc32(b"bigram:")
_SUBJECT_SEED = crc32(b"subject:")
_DIGITS = str.maketrans("123456789", "000000000")


def canonical(token: str) -> str:
    """Return the type of a token: digits fold to 0, long runs of marks to three."""
    if token.isalpha():
        return token
    if len(token) > 3 and token[0] in "!?.":
        return token[:3]
    return token.translate(_DIGITS)


def type_keys(token: str) -> list[int]:
    """Return the keys of a token's own features; merge fields are neutral and have none."""
    if token == FIELD:
        return []
    word = canonical(token)
    keys = [word_key(word)]
    if word in (URL, EMAIL) or not word[0].isalnum() or len(word) > LONGEST_WORD:
        return keys
    padded = f" {word} "
    for size in range(NGRAM_MIN, NGRAM_MAX + 1):
        for start in range(len(padded) - size + 1):
            keys.append(crc32(padded[start : start + size].encode(), _NGRAM_SEED))
    return keys


def bigram_key(first: str, second: str) -> int | None:
    """Return the key of two neighbouring tokens; None beside a merge field."""
    if FIELD in (first, second):
        return None
    return crc32(f"{canonical(first)} {canonical(second)}".encode(), _BIGRAM_SEED)


def subject_key(token: str) -> int | None:
    """Return the key of a token as part of a subject; None for a merge field."""
    if token == FIELD:
        return None
    return crc32(canonical(token).encode(), _SUBJECT_SEED)


def word_key(word: str) -> int:
    """Return the key under which the model lists `word` among the words it knows."""
    return crc32(word.encode(), _WORD_SEED)
