"""Makes the person model that ships with the program: `make model`. Not part of what is installed."""
