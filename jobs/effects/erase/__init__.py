"""Erasure: everything held of members goes, from every table, release, log and page, and that is proven.

plan (what is held, and where) → delete (rows, in every table) → revise (versions and releases) → purge
(bytes) → search (again, everywhere) → proof. Each step can be repeated; what a killed attempt planned is
kept, encrypted, until the proof stands.
"""
