from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from valuecheck.checking import load_checker
from valuecheck.scoring.bundle import THEMES
from valuecheck.scoring.lanes import lane_of, unpack
from valuecheck.scoring.weights import TILT_STEPS, Setting, tilt_step
from valuecheck.traits import OUTPUTS


@given(st.integers(0, 10**7))
def test_the_tilt_grows_with_length_a_step_at_a_time(words: int) -> None:
    here, next_ = tilt_step(words), tilt_step(words + 1)
    assert -TILT_STEPS <= here <= next_ <= here + 1 <= TILT_STEPS + 1


def test_a_word_weighs_what_its_length_says() -> None:
    model = load_checker().model
    plain = (0,) * THEMES
    short, middle, long = (
        model.weights(Setting(tilt_step(words), plain)) for words in (3, 72, 5000)
    )
    lanes = [
        [lane_of(weights.types["free"], lane) for lane in range(len(OUTPUTS))]
        for weights in (short, middle, long)
    ]
    assert len({tuple(one) for one in lanes}) == 3
    # Linear in the tilt, and nothing of it in the mass.
    for low, mid, high in zip(*lanes, strict=True):
        assert (low - mid) * tilt_step(5000) == (high - mid) * tilt_step(3)
    masses = {unpack(weights.types["free"])[-1] for weights in (short, middle, long)}
    assert masses == {TILT_STEPS}
    # Bigrams are the same at every length.
    pair = ("click", "here")
    assert short.bigrams[pair] == long.bigrams[pair] != 0


def test_a_word_weighs_what_the_themes_say() -> None:
    model = load_checker().model
    for theme in range(THEMES):
        lanes = []
        for step in (-TILT_STEPS, 0, TILT_STEPS):
            themes = tuple(step if one == theme else 0 for one in range(THEMES))
            weights = model.weights(Setting(0, themes))
            lanes.append(unpack(weights.types["free"])[: len(OUTPUTS)])
            # Nobody's name is common enough to weigh by theme.
            assert weights.types["zyxwv"] == model.weights(Setting(0, (0,) * THEMES)).types["zyxwv"]
        low, mid, high = lanes
        assert low != mid
        assert [a + b for a, b in zip(low, high, strict=True)] == [2 * one for one in mid]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_themes_stay_within_their_steps_and_do_not_hang_on_order(text: str) -> None:
    model = load_checker().model
    words = text.split()
    setting = model.setting(model.count("\n".join(words)))
    assert len(setting.themes) == THEMES
    assert all(-TILT_STEPS <= step <= TILT_STEPS for step in setting.themes)
    assert model.setting(model.count("\n".join(reversed(words)))) == setting


def test_drafts_of_different_kinds_have_different_themes() -> None:
    model = load_checker().model
    kinds = (
        "Act now and save! Order today, free shipping on every order, call us or visit the site.",
        "I went home last night and could not sleep, so I sat in the kitchen and thought of her.",
        "The function returns a list of files; run the tests again after you change the server.",
    )
    assert len({model.setting(model.count(kind * 3)).themes for kind in kinds}) == len(kinds)


def test_no_step_of_the_tilt_makes_a_score_jump() -> None:
    checker = load_checker()
    model = checker.model
    text = "Hurry, the offer ends tonight and you save 20 percent on every order you place. " * 3
    counts = model.count(text)
    last: tuple[float, ...] | None = None
    for words in range(8, 400):
        raw = model.raw(counts.__class__(
            counts.types, counts.bigrams, counts.subject_types, counts.measures, words
        )).raw  # fmt: skip
        if last is not None:
            moved = 5 * abs((raw[16] - raw[15]) - (last[16] - last[15]))
            assert moved < 2.0
        last = raw
