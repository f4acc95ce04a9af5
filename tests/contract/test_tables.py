"""Every table says what it holds, how rows are told apart, and what an erasure does to it."""

from __future__ import annotations

import pytest

from schemas import fields
from schemas.erasure import IN_OTHERS, targets
from schemas.fields import Field, Privacy
from schemas.tables import TABLES, Erasure, Table, Zone, personal_fields

# Personal columns in a table that an erasure leaves alone, each with the reason.
KEPT_BY_ERASURE: dict[tuple[str, str], str] = {
    ("refused", "record_hash"): "a hash of bytes that nobody could read as a record; it names nobody without them",
}
# Keys whose column may be empty elsewhere, each with the reason.
SOMETIMES_EMPTY = {fields.TEXT_HASH: "a tombstone has no text; what was read from a text always has its hash"}
PARENTS = {Erasure.BY_MEMBER: fields.MEMBER_ID, Erasure.BY_AUTHOR: fields.AUTHOR_ID}
PARENTS |= {Erasure.BY_CONTENT: fields.CONTENT_ID, Erasure.BY_DOCUMENT: fields.DOC_ID}

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def test_there_are_tables_and_no_two_share_a_name():
    assert len(TABLES) >= 10
    assert len({table.path for table in TABLES}) == len(TABLES)


def test_no_two_columns_share_a_name():
    names = [str(value) for value in vars(fields).values() if isinstance(value, Field)]
    assert len(names) == len(set(names)) > 50


@every_table
def test_a_table_has_prose_key_and_erasure_rule(table: Table):
    assert len(table.meaning.split()) >= 4
    assert table.key
    assert set(table.key) | set(table.partition_by) | set(table.statistics) <= set(table.fields)
    assert len(set(table.fields)) == len(table.fields)
    assert {field for field in table.key if field.nullable} <= SOMETIMES_EMPTY.keys()
    assert all(field.meaning for field in table.fields)
    assert isinstance(table.erasure, Erasure)


@every_table
def test_the_erasure_rule_fits_the_columns(table: Table):
    if table.erasure is Erasure.NOTHING_HELD:
        left = {str(field) for field in personal_fields(table)}
        left |= {str(field) for field in table.fields if field.privacy is Privacy.PSEUDONYM}
        assert left == {column for name, column in KEPT_BY_ERASURE if name == table.name}
    else:
        assert PARENTS[table.erasure] in table.fields


@every_table
def test_the_log_of_a_table_learns_nothing_personal(table: Table):
    """Minima, maxima and partition values stay in the log when the rows are gone; no list means no statistics."""
    assert {field.privacy for field in (*table.statistics, *table.partition_by)} <= {Privacy.NONE}


@every_table
def test_a_zone_holds_what_it_may(table: Table):
    classes = {field.privacy for field in table.fields}
    if table.zone is Zone.CORPUS:
        assert Privacy.SUBJECT not in classes
        assert not table.deletion_vectors, "model builders read it without Spark"
    if table.zone is Zone.REPORTS:
        assert classes <= {Privacy.NONE}


def test_exceptions_are_still_needed():
    held = {(table.name, str(field)) for table in TABLES for field in personal_fields(table)}
    assert KEPT_BY_ERASURE.keys() <= held


def test_every_personal_column_says_what_an_erasure_does_to_it_in_the_rows_of_others():
    personal = {field for table in TABLES for field in table.fields if field.privacy is not Privacy.NONE}
    assert personal == set(IN_OTHERS)


def test_an_erasure_reaches_every_table_that_holds_anybody():
    reached = {table.name for table in targets()}
    assert reached == {table.name for table in TABLES if table.erasure is not Erasure.NOTHING_HELD}
    assert all(key in table.fields for table, key in targets().items())
