"""Room 3: what was reported, and when it became known."""
