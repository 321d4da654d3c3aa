"""What a table is: its contract and words, its check, the bundled tables, and arguments about a table."""
