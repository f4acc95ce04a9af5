"""What the tables hold: columns, tables and the closed list of reasons. Imports nothing of ours."""
