"""Measure how steady a model is: disguises, padding, form, single words, and who is speaking."""
