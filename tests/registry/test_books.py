"""What the registry keeps: each file taken once, inputs frozen, versions numbered, suppressions for good."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select

from jobs.errors import AssentError, Busy, InputMissing
from jobs.registry import Delivery, Registry
from jobs.registry.canonical import canonical_json, digest
from jobs.registry.tables import leases
from tests.registry.conftest import Start

N1, N2, N3 = (date(2026, 3, day) for day in (1, 2, 3))
P = "pretraining"


def delivery(path: str, content: str = "", night: date = N1) -> Delivery:
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return Delivery(path, "content", "app", night, path.rpartition("/")[2], len(content), sha256)


# deliveries


def test_a_file_is_taken_once(registry: Registry) -> None:
    posts, facts = delivery("n1/posts"), delivery("n1/facts")

    assert registry.known_deliveries(P) == []
    assert registry.assign_deliveries(N1, P, [posts]) == [posts]
    assert registry.assign_deliveries(N1, P, [posts, facts]) == [facts, posts]
    assert registry.assign_deliveries(N2, P, [posts, facts]) == []
    assert set(registry.known_deliveries(P)) == {posts, facts}


def test_the_same_path_with_other_bytes_is_another_delivery(registry: Registry) -> None:
    first, changed = delivery("n1/posts", "a"), delivery("n1/posts", "b")
    registry.assign_deliveries(N1, P, [first])

    assert registry.assign_deliveries(N2, P, [first, changed]) == [changed]


def test_the_time_of_a_known_file_is_kept(registry: Registry) -> None:
    young, other = delivery("n1/posts"), delivery("n1/facts")
    registry.assign_deliveries(N1, P, [young, other])
    registry.assign_deliveries(N1, "search", [young])
    settled = replace(young, modified_ns=1_790_000_000_000_000_001)
    registry.note_modified(P, [settled])

    assert set(registry.known_deliveries(P)) == {settled, other}
    assert registry.known_deliveries("search") == [young]


def test_each_purpose_takes_for_itself(registry: Registry) -> None:
    registry.assign_deliveries(N1, P, [delivery("n1/posts")])

    assert registry.known_deliveries("search") == []
    assert registry.assign_deliveries(N1, "search", [delivery("n1/posts")]) == [delivery("n1/posts")]


def test_a_late_file_belongs_to_the_run_and_keeps_its_night(registry: Registry) -> None:
    late = delivery("n1/late", night=N1)
    registry.assign_deliveries(N2, P, [late])

    assert registry.deliveries_of(N1, P) == []
    assert registry.deliveries_of(N2, P) == [late]


def test_the_order_is_night_file_name_path_by_code_point(registry: Registry) -> None:
    names = ["B", "_", "a", "a-b", "aB", "ab", "é", "\U0001f600"]
    expected = [delivery(f"n1/{name}") for name in names]
    expected[2:3] = [delivery("m/a"), delivery("n1/a")]
    expected.append(delivery("a/0", night=N2))

    assert registry.assign_deliveries(N2, P, expected[::-1]) == expected


def test_a_file_that_is_gone_is_taken_from_its_run_alone(registry: Registry) -> None:
    first, changed, later = delivery("n1/posts", "a"), delivery("n1/posts", "b"), delivery("n2/posts", "c")
    registry.assign_deliveries(N1, P, [first, changed])
    registry.assign_deliveries(N2, P, [later])

    registry.release_deliveries(N1, P, [first, later])
    registry.release_deliveries(N1, P, [])

    assert registry.deliveries_of(N1, P) == [changed]
    assert registry.deliveries_of(N2, P) == [later]


def test_no_delivery_is_no_error(registry: Registry) -> None:
    assert registry.assign_deliveries(N1, P, []) == []


def test_sizes_beyond_two_gibibytes_are_kept(registry: Registry) -> None:
    large = replace(delivery("n1/large"), size=2**40)

    assert registry.assign_deliveries(N1, P, [large]) == [large]


# runs


def test_inputs_freeze_when_a_run_is_first_opened(registry: Registry) -> None:
    first = registry.open_run(N1, P, {"policy": "a", "nested": {"z": [1, None, 2.5], "a": True}})
    again = registry.open_run(N1, P, {"policy": "b"})

    assert (first.status, first.attempt, first.error_code) == ("running", 1, None)
    assert again == replace(first, attempt=2)
    assert again.inputs["policy"] == "a"
    assert registry.run(N1, P) == again
    assert registry.run(N2, P) is None


def test_an_operator_can_freeze_anew(registry: Registry) -> None:
    registry.open_run(N1, P, {"policy": "a"})
    registry.finish_run(N1, P, "refused", "GateRefused")
    again = registry.open_run(N1, P, {"policy": "b"}, replace_inputs=True)

    assert (again.inputs, again.inputs_hash) == ({"policy": "b"}, digest({"policy": "b"}))
    assert (again.status, again.attempt, again.error_code, again.finished_at) == ("running", 2, None, None)


def test_a_done_run_stays_done(registry: Registry) -> None:
    registry.open_run(N1, P, {"policy": "a"})
    done = registry.finish_run(N1, P, "done")

    assert registry.open_run(N1, P, {"policy": "b"}, replace_inputs=True) == done
    assert registry.finish_run(N1, P, "done") == done
    with pytest.raises(AssentError):
        registry.finish_run(N1, P, "failed", "ValueError")
    assert registry.run(N1, P) == done


def test_a_left_over_cannot_end_its_successor(registry: Registry) -> None:
    registry.open_run(N1, P, {})
    registry.open_run(N1, P, {})

    with pytest.raises(Busy):
        registry.finish_run(N1, P, "failed", "Busy", attempt=1)
    assert registry.finish_run(N1, P, "done", attempt=2).status == "done"


def test_only_the_name_of_an_error_is_kept(registry: Registry) -> None:
    registry.open_run(N1, P, {})

    for message in ("no mail to a@b.example", "", "x" * 65, "KeyError: 'a'"):
        with pytest.raises(AssentError) as caught:
            registry.finish_run(N1, P, "failed", message)
        assert not message or message not in str(caught.value)
    assert registry.finish_run(N1, P, "failed", "KeyError").error_code == "KeyError"


def test_what_was_never_opened_cannot_end(registry: Registry) -> None:
    with pytest.raises(AssentError):
        registry.finish_run(N1, P, "done")


def test_nights_done_are_those_that_ended_well(registry: Registry) -> None:
    assert (registry.last_night(P), registry.runs(P)) == (None, [])
    assert (registry.nights_under_way(P), registry.purposes()) == ([], set())
    for night, status in ((N2, "done"), (N1, "done"), (N3, "refused")):
        registry.open_run(night, P, {})
        registry.finish_run(night, P, status)  # type: ignore[arg-type]

    assert [run.night for run in registry.runs(P) if run.status == "done"] == [N1, N2]
    assert registry.last_night(P) == N2
    assert registry.nights_under_way(P) == [N3]
    assert registry.purposes() == {P}
    assert [run.night for run in registry.runs(P)] == [N1, N2, N3]
    assert registry.runs("search") == []


# stages and gates


def record(registry: Registry, stage: str, attempt: int = 1, **counts: int) -> None:
    registry.record_stage(
        N1,
        P,
        stage,
        status="done",
        inputs_hash=f"hash {attempt}",
        attempt=attempt,
        seconds=0.25,
        counts=counts,
        table_versions={"content": 7},
    )


def test_what_was_done_without_the_lease_is_not_recorded(registry: Registry) -> None:
    """A process that slept may be told late that another has taken over."""
    run = registry.open_run(N1, P, {})
    with registry.lease("lake") as lost:
        pass
    did = {"status": "done", "inputs_hash": "", "attempt": 1, "seconds": 1.0, "counts": {}, "table_versions": {}}

    with pytest.raises(Busy):
        registry.record_stage(N1, P, "conform", **did, lease=lost)  # type: ignore[arg-type]
    with pytest.raises(Busy):
        registry.record_gate(N1, P, "conform", attempt=1, results={}, refused=False, lease=lost)
    with pytest.raises(Busy):
        registry.finish_run(N1, P, "done", attempt=run.attempt, lease=lost)
    assert (registry.stages_of(N1, P), registry.gates_of(N1, P), registry.run(N1, P)) == ([], [], run)


def test_a_stage_has_one_row_the_last(registry: Registry) -> None:
    registry.open_run(N1, P, {})
    record(registry, "redact", kept=1)
    record(registry, "conform", kept=2)
    record(registry, "redact", attempt=2, kept=3)

    stage = registry.stage(N1, P, "redact")

    assert stage is not None
    assert (stage.attempt, stage.inputs_hash, stage.counts) == (2, "hash 2", {"kept": 3})
    assert (stage.seconds, stage.table_versions, stage.status) == (0.25, {"content": 7}, "done")
    assert [row.stage for row in registry.stages_of(N1, P)] == ["conform", "redact"]
    assert registry.stage(N1, P, "publish") is None
    assert registry.stages_of(N2, P) == []


def test_a_left_over_cannot_overwrite_a_later_attempt(registry: Registry) -> None:
    registry.open_run(N1, P, {})
    record(registry, "redact", attempt=2, kept=3)

    with pytest.raises(Busy):
        record(registry, "redact", attempt=1, kept=9)
    stage = registry.stage(N1, P, "redact")
    assert stage is not None and stage.counts == {"kept": 3}


def test_a_stage_needs_its_run(registry: Registry) -> None:
    with pytest.raises(AssentError):
        record(registry, "redact")
    assert registry.stages_of(N1, P) == []


def test_of_each_gate_the_latest_attempt_counts(registry: Registry) -> None:
    registry.open_run(N1, P, {})
    registry.open_run(N2, P, {})
    registry.record_gate(N1, P, "conform", attempt=1, results={"failed": 2}, refused=True)
    registry.record_gate(N1, P, "conform", attempt=2, results={"failed": 1}, refused=True)
    registry.record_gate(N1, P, "conform", attempt=2, results={"failed": 0}, refused=False)
    registry.record_gate(N1, P, "decide", attempt=1, results={}, refused=False)
    registry.record_gate(N2, P, "conform", attempt=3, results={"failed": 5}, refused=True)

    found = [(row.gate, row.attempt, row.results, row.refused) for row in registry.gates_of(N1, P)]

    assert found == [("conform", 2, {"failed": 0}, False), ("decide", 1, {}, False)]


# versions


def test_versions_are_numbered_without_gaps(registry: Registry) -> None:
    for night, documents_version in ((N1, 3), (N2, 5), (N3, 2**33)):
        registry.open_run(night, P, {})
        registry.commit_version(night, P, documents_version=documents_version, manifest={"rows": documents_version})

    found = registry.versions()

    assert [(row.version, row.night, row.documents_version) for row in found] == [
        (1, N1, 3),
        (2, N2, 5),
        (3, N3, 2**33),
    ]
    assert registry.numbers(P) == {N1: 1, N2: 2, N3: 3} and registry.numbers("search") == {}
    assert registry.version("latest") == found[-1]
    assert registry.last_version() == (3, N3)
    assert registry.last() == registry.last(P) == registry.last(P, N3) == found[-1]
    assert registry.last(P, N2) == found[1]
    assert registry.last("another purpose") is None
    assert registry.version(2) == registry.version("2") == found[1]
    assert found[1].manifest_sha256 == hashlib.sha256(b'{"rows":5}').hexdigest()


def test_a_version_that_is_not_there_is_missing_input(registry: Registry) -> None:
    for number in ("latest", 1, "1", "first", "", "9" * 30):
        with pytest.raises(InputMissing):
            registry.version(number)
    assert registry.last_version() is None
    assert registry.last() is None


def test_committing_twice_is_committing_once(registry: Registry) -> None:
    registry.open_run(N1, P, {})
    first = registry.commit_version(N1, P, documents_version=1, manifest={"seconds": 1.5})

    assert registry.commit_version(N1, P, documents_version=1, manifest={"seconds": 2.5}) == first
    assert registry.versions() == [first]


def test_a_night_that_changes_nothing_has_a_version_of_its_own(registry: Registry) -> None:
    registry.open_run(N1, P, {})
    registry.open_run(N2, P, {})

    first = registry.commit_version(N1, P, documents_version=1, manifest={})
    second = registry.commit_version(N2, P, documents_version=1, manifest={})

    assert (first.version, second.version) == (1, 2)
    assert first.documents_version == second.documents_version


def test_versions_of_many_processes_have_numbers_of_their_own(url: str, start: Start) -> None:
    with Registry.open(url) as registry:
        registry.open_run(N1, P, {})
    processes = start(4)
    assert [process.ask(f"open {url}") for process in processes] == ["opened"] * 4

    answers = []
    for round_ in range(8):
        for place, process in enumerate(processes):
            process.tell(f"commit {100 * round_ + place}")
        answers += [process.hear() for process in processes]

    assert sorted(int(answer.removeprefix("version ")) for answer in answers) == list(range(1, 33))


# suppressions


def test_suppressing_twice_changes_nothing(registry: Registry) -> None:
    key, other = "0a" * 32, "0b" * 32
    registry.suppress("member", 1, [key, key], N1)
    registry.suppress("member", 1, [key, other], N2)
    registry.suppress("member", 2, iter([key]), N3)
    registry.suppress("content", 1, [], N1)

    assert registry.suppressed("member") == {(1, key), (1, other), (2, key)}
    assert registry.suppressed("content") == set()


@pytest.mark.parametrize("key", ["member-17", "0A" * 32, "0a" * 31, "0a" * 32 + "\n", ""])
def test_a_plain_id_does_not_get_in(registry: Registry, key: str) -> None:
    with pytest.raises(AssentError) as caught:
        registry.suppress("member", 1, ["0b" * 32, key], N1)

    assert not key or key not in str(caught.value)
    assert registry.suppressed("member") == set()


def test_a_long_list_is_added_at_once(registry: Registry) -> None:
    keys = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(20_000)]
    registry.suppress("content", 1, keys, N1)

    assert registry.suppressed("content") == {(1, key) for key in keys}


# values


def test_instants_are_utc_wherever_they_come_from(registry: Registry) -> None:
    at = datetime(2026, 3, 1, 23, 30, 0, 123456, tzinfo=timezone(timedelta(hours=-8)))
    row = {"name": "x", "attempt": 1, "acquired_at": at, "heartbeat_at": at, "ttl_seconds": 1}
    with registry._db.write() as connection:
        connection.execute(insert(leases).values(row))
        found = connection.scalar(select(leases.c.acquired_at))

    assert found == at and found.tzinfo is UTC
    run = registry.open_run(N1, P, {})
    assert run.started_at.tzinfo is UTC
    assert abs(datetime.now(UTC) - run.started_at) < timedelta(minutes=1)


def test_equal_values_have_equal_json() -> None:
    assert canonical_json({"b": 1, "a": [1.5, None, "é"]}) == '{"a":[1.5,null,"\\u00e9"],"b":1}'
    assert digest({2: "x", 10: "y"}) == digest({"10": "y", "2": "x"})
    with pytest.raises(ValueError):
        canonical_json({"rate": math.nan})
