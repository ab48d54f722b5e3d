"""Room 6: executing notebooks."""
