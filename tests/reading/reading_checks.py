"""What must hold for every draft, whatever it was read from."""

from __future__ import annotations

from valuecheck.records import Draft, Passage


def assert_maps_into(passage: Passage, source: str) -> None:
    """Runs ascend, stay inside, and reproduce the source where they claim to."""
    runs = passage.origin.runs
    if runs is None:
        assert passage.text == source
        return
    derived = origin = 0
    for run in runs:
        assert derived <= run.start < run.end <= len(passage.text)
        assert origin <= run.source_start < run.source_end <= len(source)
        derived, origin = run.end, run.source_end
        if run.end - run.start == run.source_end - run.source_start:
            there = source[run.source_start : run.source_end]
            assert passage.text[run.start : run.end] == there


def assert_sound(draft: Draft) -> None:
    """Every promise of a draft about its positions."""
    assert_maps_into(draft.prose, draft.text)
    if draft.subject is not None:
        source = draft.subject.text if draft.subject_apart else draft.text
        assert_maps_into(draft.subject, source)
    assert "\0" not in draft.prose.text
    assert (draft.empty_reason is not None) == (not draft.prose.text.strip())
    end = 0
    for span in draft.hidden:
        assert end <= span.start < span.end <= len(draft.text)
        end = span.end


def source_of(draft: Draft, words: str) -> str:
    """Return what stands in the source where `words` stand in the prose."""
    start = draft.prose.text.index(words)
    span = draft.prose.origin.to_source(start, start + len(words))
    return draft.text[span.start : span.end]
