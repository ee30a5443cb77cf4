from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from valuecheck.checking import load_checker
from valuecheck.scoring.lanes import lane_of, unpack
from valuecheck.scoring.weights import TILT_STEPS, tilt_step
from valuecheck.traits import OUTPUTS


@given(st.integers(0, 10**7))
def test_the_tilt_grows_with_length_a_step_at_a_time(words: int) -> None:
    here, next_ = tilt_step(words), tilt_step(words + 1)
    assert -TILT_STEPS <= here <= next_ <= here + 1 <= TILT_STEPS + 1


def test_a_word_weighs_what_its_length_says() -> None:
    model = load_checker().model
    short, middle, long = (model.weights(words) for words in (3, 72, 5000))
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
