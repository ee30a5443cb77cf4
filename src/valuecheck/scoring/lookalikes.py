"""Letters of other alphabets that pass for Latin ones, and typographic twins of ASCII marks.

Chosen by eye among Unicode's confusables (UTS 39): the Cyrillic, Greek, Armenian, Cherokee, Lisu
and Canadian letters, the small capitals, stroked letters and letter-like currency signs that
disguised mail and "fancy text" use; both cases, each to one lower-case letter. Compatibility forms
(full-width, mathematical, circled) need no entry: their decomposition says what they are.
"""

from __future__ import annotations

_PAIRS = (
    ("аАɑαΑᴀɐᗩᎪꓮⱥȺ₳ӓ", "a"), ("вВβΒЬЪьъʙᏴᗷꓐƀɃɓƅƄ", "b"), ("сСϲϹᴄςᏟᑕꓚƈƇ₵ҫҪ", "c"),
    ("ԁԀᴅᎠᗪꓓɗƊđĐ", "d"), ("еЕёЁεΕєЄᴇəǝᎬꓰɇɆҽ", "e"), ("ꜰғҒᖴꓝƒƑ₣", "f"), ("ɡԌɢԍᏀꓖɠƓǥǤ", "g"),
    ("һҺНнΗʜհᎻᕼꓧħĦɦңҢ", "h"), ("іІїЇιΙɩӀɪᎥꓲıİɨƗ", "i"), ("јЈϳᴊᎫᒍꓙɉɈ", "j"),
    ("кКκΚᴋᏦꓗƙƘҝҜқҚ₭", "k"), ("ʟⅼӏᏞᒪꓡłŁƚȽⱠ", "l"), ("мМΜᴍᎷᗰꓟ", "m"), ("ηпПΝɴиИոᑎꓠɲƝ₦", "n"),
    ("оОοΟσөӨᴏօՕⲟⲞꓳøØɵƟ", "o"), ("рРρΡᴘᏢᑭꓑƥƤ₱", "p"), ("ԛԚǫզ", "q"), ("гГʀяЯᖇᏒꓣɍɌⱤ", "r"),
    ("ѕЅꜱᏚᔕꓢ₴", "s"), ("тТτΤᴛᎢꓔŧŦƭƬ₮ȾⱦҭҬ", "t"), ("υμᴜսᑌꓴʉɄ", "u"), ("νѵѴᴠᏙᐯꓦʋƲ", "v"),
    ("ԝԜωѡшШᴡᏔᗯꓪ₩", "w"), ("хХχΧꓫҳҲ", "x"), ("уУүҮΥγʏᎩꓬɏɎұҰ", "y"), ("ΖᴢᏃꓜƶƵᘔ", "z"),
    ("‘’‚‛ʼ′´`", "'"), ("“”„‟«»″", '"'), ("‐‑‒–—―−", "-"), ("‹", "<"), ("›", ">"),
    # Marks of a name are no letters of it; Unicode would spell them out.
    ("™℠", " "), ("\u2028\u2029", "\n"), ("\x0b\x0c\x1c\x1d\x1e\x1f\x85", " "),
    # Letters without a face: Hangul fillers and the empty Braille cell.
    ("\u115f\u1160\u3164\uffa0\u2800", ""),
)  # fmt: skip


def _boxed() -> dict[str, str]:
    """Return letters in dark circles and squares, and bracketed ones, which Unicode spells out."""
    first = (0x249C, 0x1F110, 0x1F150, 0x1F170)
    return {chr(start + at): chr(ord("a") + at) for start in first for at in range(26)}


LOOKALIKES: dict[str, str] = {
    twin: plain for twins, plain in _PAIRS for twin in twins if twin != "`"
} | {"…": "...", **_boxed()}
