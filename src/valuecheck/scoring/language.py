"""Decide whether a draft can be scored at all: enough words, in English.

In: prose and token counts. Out: None, or the reason why there is no score. The model learned from
English only; on anything else its numbers would mean nothing, so it gives none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

#: Fewer words than this carry too little to grade; headlines are graded from two words on.
FEWEST_WORDS, FEWEST_HEADLINE_WORDS = 8, 2

# The most frequent function words: shared spellings ("die", "on", "me") are left out of the lists
# of other languages so that each list speaks for its own language only.
_ENGLISH = frozenset(
    "the and of to is you that it he was for are with his they at be this have from or had by but"
    " what all were we when your can said there an each which she do how their if will up other"
    " about out many then them these so some her would make like him into time has look two more"
    " see number no way could people my than been who its now find long down did get our it's i'm"
    " don't you're we're i've just not any us here want need new let".split()
)
_OTHERS = {
    "German": "der das und ist nicht ein eine einen mit für auf den dem von zu sie wir ich es sich"
    " auch werden wird sind haben hat ihr ihre oder bei aus nach wie nur noch über kann mehr",
    "French": "le la les des et est une du dans que qui pour pas vous nous sur avec au aux ce cette"
    " votre vos notre sont être plus mais ou par il elle je ne se",
    "Spanish": "el los las una y que del se por con para su es lo como más pero sus le ya este sí"
    " porque esta entre cuando muy sin sobre también nos tu te está",
    "Italian": "il lo gli una e di che non per con del della sono da al dei alla come anche più ma"
    " nel questo questa vi ci tuo è",
    "Portuguese": "o os um uma e que não do da em para com dos das por mais como mas foi ao ele sua"
    " você seu são isso está nos",
    "Dutch": "het een en van ik te dat die niet zijn aan met er maar om ook als voor bij nog wij jij"
    " je naar wordt deze uw onze kan hebben heeft",
    "Polish": "i w nie się na z że do jest to jak po co tak za od czy już dla przez oraz lub są",
    "Swedish": "och att det som en på är av för med den till inte om ett har jag vi du kan så men",
    "Danish": "og i at det er en til på som med de af for ikke der den har vi jeg du kan så men et",
    "Turkish": "bir ve bu için ile da de çok daha ne var olarak gibi olan en siz biz değil",
    "Indonesian": "yang dan di untuk dengan ini itu dari tidak ada akan pada anda kami juga bisa",
    "Romanian": "și în la cu pe de din pentru este sunt nu mai un o care să ce",
}
_OTHER_WORDS = {
    language: frozenset(words.split()) - _ENGLISH for language, words in _OTHERS.items()
}


def why_not_scored(
    prose: str,
    types: Mapping[str, int],
    words: int,
    fewest: int,
    knows: Callable[[str], bool],
) -> str | None:
    """Return why a draft is not scored, or None.

    Parameters
    ----------
    prose : str
        The visible text as written.
    types : mapping of str to int
        Occurrences of its token types.
    words : int
        Word tokens among them.
    fewest : int
        How many words are needed.
    knows : callable
        Tells whether the model knows a word.
    """
    if not prose.isascii() and _foreign_letters(prose) > 0.4:
        return "not English: mostly written in another script"
    if words < fewest:
        return f"too little text: {words} {'word' if words == 1 else 'words'}, needs {fewest}"
    return _other_language(types, words, knows)


def _foreign_letters(prose: str) -> float:
    """Return the share of letters that belong to no Latin alphabet."""
    letters = [character for character in prose[:20_000] if character.isalpha()]
    if not letters:
        return 0.0
    # Latin letters, their extensions, and the compatibility forms that disguise them.
    foreign = sum(
        1
        for character in letters
        if not (
            character < "\u0250"
            or "\u1e00" <= character <= "\u1eff"
            or "\uff21" <= character <= "\uff5a"
            or "\U0001d400" <= character <= "\U0001d7ff"
            or "\u2100" <= character <= "\u214f"
            or "\u24b6" <= character <= "\u24e9"
        )
    )
    return foreign / len(letters)


def _other_language(
    types: Mapping[str, int], words: int, knows: Callable[[str], bool]
) -> str | None:
    """Return a reason if function words or vocabulary say that this is not English."""
    english = sum(n for word, n in types.items() if word in _ENGLISH)
    if english >= 0.2 * words:
        return None
    best, language = max(
        (sum(n for word, n in types.items() if word in listed), name)
        for name, listed in _OTHER_WORDS.items()
    )
    if best >= 0.12 * words and best > 1.5 * english and best >= 2:
        return f"not English: it reads like {language}"
    known = sum(n for word, n in types.items() if word.isalpha() and knows(word))
    if english < 0.08 * words and known < 0.45 * words:
        return "not English, or no running text: too few English words"
    return None
