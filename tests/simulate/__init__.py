"""The simulated network and what it claims of itself."""
