"""Propose edits, guard the facts, score again, and plan the fewest that help.

In: a draft and its report. Out: a plan of edits, each with the effect that was measured.
"""
