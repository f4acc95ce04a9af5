"""What must hold, by kind: one folder each."""
