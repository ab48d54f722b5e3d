"""Vietnamese text at the border: one normal form, so that equal words compare equal."""
