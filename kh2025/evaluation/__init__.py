"""Room 4: duties joined with facts become tables for one period, as known at one moment."""
