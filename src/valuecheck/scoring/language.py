"""Decide whether a draft can be scored at all: enough words, in English.

In: prose and token counts. Out: None, or the reason why there is no score. The model learned from
English only; on anything else its numbers would mean nothing, so it gives none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

#: Fewer words than this carry too little to grade; headlines are graded from two words on.
FEWEST_WORDS, FEWEST_HEADLINE_WORDS = 8, 2

_ENGLISH = frozenset(
    "the and of to is you that it he was for are with his they at be this have from or had by but"
    " what all were we when your can said there an each which she do how their if will up other"
    " about out many then them these so some her would make like him into time has look two more"
    " see number no way could people my than been who its now find long down did get our it's i'm"
    " don't you're we're i've just not any us here want need new let".split()
)
#: English words whose spelling other languages share; they speak for none.
_SHARED = _ENGLISH | frozenset("on in as me i a am an so do no".split())
# The most frequent function words of languages in Latin letters, without accents, as normalised
# text has them. Single letters are left out: spaced-out text is full of them.
_OTHERS = {
    "German": "der das und ist nicht ein eine einen mit fur auf den dem von zu sie wir ich es sich"
    " auch werden wird sind haben hat ihr ihre ihren oder bei aus nach wie nur noch uber kann mehr"
    " die im zum zur alle unser unsere jetzt",
    "French": "le la les des et est une un du dans que qui pour pas vous nous sur avec au aux ce"
    " cette votre vos notre sont etre plus mais ou par il elle je ne se en de",
    "Spanish": "el los las una un que del se por con para su es lo como mas pero sus le ya este si"
    " porque esta entre cuando muy sin sobre tambien nos tu te en de la y",
    "Italian": "il lo gli una un di che non per con del della sono da al dei alla come anche piu ma"
    " nel questo questa vi ci tuo la le in si",
    "Portuguese": "os um uma que nao do da em para com dos das por mais como mas foi ao ele sua"
    " voce seu sao isso esta nos na no de se",
    "Dutch": "het een en van ik te dat die niet zijn aan met er maar om ook als voor bij nog wij"
    " jij je naar wordt deze uw onze kan hebben heeft de is op",
    "Polish": "nie sie na ze do jest to jak po co tak za od czy juz dla przez oraz lub sa dzis"
    " aby tylko nasz nasze naszego ktory ktore jako",
    "Swedish": "och att det som en pa ar av med den till inte om ett har jag vi du kan sa men din"
    " ditt var for nu alla eller fran",
    "Danish": "og at det er en til pa som med de af for ikke der den har vi jeg du kan sa men et"
    " din dit vores nu alle eller fra",
    "Norwegian": "og det er en til pa som med de av for ikke der den har vi jeg du kan sa men et"
    " din ditt na alle eller fra",
    "Finnish": "ja on ei se etta han oli joka mutta kun niin ovat kuin tai myos nyt meidan teidan"
    " sinun jos vain ole olet kaikki ovat voit",
    "Hungarian": "az es hogy nem egy is ez meg van de csak mar ha vagy mint minden most lehet ami"
    " akkor azt el volt ezt majd",
    "Czech": "se na je ze to si jsou pro jako jsme ale tak uz od by nebo pri vas vam nas nase jen"
    " jste ktere az co za do po vase",
    "Slovak": "sa na je ze to si su pre ako sme ale tak uz od by alebo pri vas vam nas nase len",
    "Croatian": "je se na da su za od ne kao ili ali smo vas sto sve samo koji nas kako iz bi nije",
    "Turkish": "bir ve bu icin ile da de cok daha ne var olarak gibi olan en siz biz degil icin"
    " kadar her sonra yeni size simdi",
    "Indonesian": "yang dan di untuk dengan ini itu dari tidak ada akan pada anda kami juga bisa"
    " kita atau sudah lebih ke saya dalam oleh agar",
    "Romanian": "si in la cu pe de din pentru este sunt nu mai un care sa ce va noi acum sau"
    " dar fi prin cel doar",
    "Vietnamese": "va cua la cho cac nhung mot voi khong duoc ban co trong nay den tai chung toi"
    " hay de khi nguoi rat ma nhu cung se ve",
    "Catalan": "els les una un que del per amb es com mes pero aquest aquesta som ens et el la de",
    "Filipino": "ang ng sa na ay mga at ito para kung hindi namin inyong ka po rin lang mo ko",
    "Swahili": "na ya wa kwa ni katika za la hii kama yako yetu hiyo cha au sasa",
    "Latin": "et in est non ad ut sed cum qui quod sit amet ipsum dolor lorem consectetur sed do"
    " eiusmod tempor elit magna aliqua",
}
#: Shared spellings ("die", "on", "me") speak for no other language.
_OTHER_WORDS = {
    language: frozenset(word for word in words.split() if len(word) > 1) - _SHARED
    for language, words in _OTHERS.items()
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
    if not prose.isascii() and _foreign_letters(prose) > 0.4 and not _turns_english(types, knows):
        return "not English: mostly written in another script"
    if words < fewest:
        return f"too little text: {words} {'word' if words == 1 else 'words'}, needs {fewest}"
    reason = _other_language(types, words, knows)
    if reason is None and _looks_like_code(prose, types, words):
        return "no running text: it looks like code"
    return reason


def _foreign_letters(prose: str) -> float:
    """Return the share of letters that belong to no Latin alphabet, 0 where it is small."""
    ascii_only = len(prose.encode("ascii", "ignore"))
    if 5 * ascii_only > 4 * len(prose):
        return 0.0
    letters = [character for character in prose[:20_000] if character.isalpha()]
    if not letters:
        return 0.0
    # Latin letters, their extensions, and the compatibility forms that disguise them.
    foreign = sum(
        1
        for character in letters
        if not (
            character < "\u0250"
            or "\u1d00" <= character <= "\u1eff"
            or "\uff21" <= character <= "\uff5a"
            or "\U0001d400" <= character <= "\U0001d7ff"
            or "\u2100" <= character <= "\u214f"
        )
    )
    return foreign / len(letters)


def _turns_english(types: Mapping[str, int], knows: Callable[[str], bool]) -> bool:
    """Tell whether foreign letters only disguised English: English words come out of it."""
    words = [word for word in types if len(word) > 2 and word.isalpha()]
    return bool(words) and 2 * sum(map(knows, words)) >= len(words)


def _looks_like_code(prose: str, types: Mapping[str, int], words: int) -> bool:
    """Tell whether brackets and equals signs stand where small words would."""
    if _total(types, _ENGLISH) >= 0.2 * words:
        return False
    signs = sum(map(prose.count, "(){}[];="))
    return signs > 0.08 * len("".join(prose.split()))


def _total(types: Mapping[str, int], listed: frozenset[str]) -> int:
    return sum([types[word] for word in listed & types.keys()])


def _other_language(
    types: Mapping[str, int], words: int, knows: Callable[[str], bool]
) -> str | None:
    """Return a reason if function words or vocabulary say that this is not English."""
    english = _total(types, _ENGLISH)
    if english >= 0.2 * words:
        return None
    best, language, distinct = max(
        (_total(types, listed), name, len(listed & types.keys()))
        for name, listed in _OTHER_WORDS.items()
    )
    if best >= 0.1 * words and best > 1.5 * english and distinct > 1:
        return f"not English: it reads like {language}"
    known = sum(n for word, n in types.items() if word.isalpha() and knows(word))
    if english < 0.08 * words and known < 0.45 * words:
        return "not English, or no running text: too few English words"
    return None
