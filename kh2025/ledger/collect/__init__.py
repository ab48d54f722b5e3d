"""Filled forms and tables into the store, or the same file back with its errors marked."""
