"""Room 5: tables become one document, and the document becomes files."""
