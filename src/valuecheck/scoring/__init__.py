"""Scoring: 18 outputs of a draft and the exact contribution of every feature (standard library)."""
