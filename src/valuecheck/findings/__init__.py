"""Which words earn a draft its grades: phrase rules, detectors and the model's own weights."""
