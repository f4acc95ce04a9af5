"""What the commands of cli/ do: each opens registry, lease and session as far as it needs them."""
