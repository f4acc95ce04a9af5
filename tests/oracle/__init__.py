"""A slow, plain reading of DESIGN.md's decision rules that the fast path is compared with."""
