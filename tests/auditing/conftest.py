"""Makes `table_rows` of this folder importable for the tests below it."""
