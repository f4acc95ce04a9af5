"""Tidying changes no row; on both databases."""

from __future__ import annotations

from jobs.registry import Registry


def test_rows_are_as_they_were_and_it_can_be_done_again(registry: Registry) -> None:
    registry.add_erased("member", 1, ["a" * 64], 1)
    before = list(registry.contents())

    registry.tidy()
    registry.tidy()

    assert list(registry.contents()) == before
    registry.add_erased("member", 1, ["b" * 64], 1)
    assert len(registry.erased("member")) == 2
