"""What a table is: its contract and words, its check, the bundled ones, and arguments about it."""
