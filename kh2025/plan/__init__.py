"""Room 2: what this plan says: its schema, its files, its written deadlines, and the duties that follow."""
