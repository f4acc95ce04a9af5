"""Great Expectations suites, one file a gate, and the gate that runs them."""
