"""Decide whether a draft passes: configuration, ignores, baseline, and the one rule over them."""
