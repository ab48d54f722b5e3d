"""The Excel form that an agency fills in for a period: one description, written and read by it."""
