"""A synthetic professional network of any size with known answers (`assent simulate`)."""

from jobs.simulate.network import SimulationSummary, simulate

__all__ = ["SimulationSummary", "simulate"]
