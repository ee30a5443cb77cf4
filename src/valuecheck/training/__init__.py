"""Training: corpora and grades become features, a fit, a calibration, a measured bundle."""
