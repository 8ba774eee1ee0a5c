"""The bench of the merge measures what it says, on honest work that a vault accepts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench import merge_bench, whole_runs
from tests.bench.merge_bench import Scale, measure, prepared
from tests.bench.merge_first import driver_of, merged
from tests.bench.merge_table import Row, table
from tests.bench.merge_workload import AGREEMENTS, CONFLICTS

TINY = Scale(devices=2, size=500, portions=1, more=1, rounds=1, saves=3, photos=2)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    return list(measure(tmp_path_factory.mktemp("bench"), TINY, lambda _: None))


def test_every_target_is_measured(rows: list[Row]) -> None:
    assert {one.name for one in rows} == {f"T{number}" for number in (*range(1, 12), 13)}
    assert all(one.ratio >= 0 for one in rows)
    text = table(rows)
    assert all(one.what in text for one in rows)


def test_a_verdict_follows_from_the_ratio() -> None:
    small = Row("T1", "save", "", "", 2.2, 2.5, 2.0)
    large = Row("T2", "merge", "", "", 0.5, 0.35, 0.45, at_least=True)
    assert (small.verdict, large.verdict) == ("kept", "stretch")
    assert Row("T4", "again", "", "", 0.02, 0.01).verdict == "missed"


def test_the_work_is_honest(tmp_path: Path) -> None:
    """The vault takes it, finds the conflicts that were made, and nothing wrong with it."""
    scene, _ = prepared(tmp_path, TINY, lambda _: None)
    services = scene.leader.open("that")
    merged(services, scene.bundles)
    assert services.vault.check().problems == ()
    (found,) = driver_of(services).execute("SELECT count(*) FROM multi WHERE n_vals > 1").fetchone()
    made = int(CONFLICTS * TINY.size)
    assert 0 < made * 0.7 <= found <= made * (TINY.portions + TINY.more) + made
    (agreed,) = (
        driver_of(services).execute("SELECT count(*) FROM multi WHERE n_vals = 1").fetchone()
    )
    assert agreed >= int(AGREEMENTS * TINY.size) // 2
    merged(services, scene.bundles)
    services.close()


def test_the_document_is_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], rows: list[Row]
) -> None:
    monkeypatch.setattr(merge_bench, "measure", lambda *_: iter(rows))
    assert merge_bench.main(["--quick", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in told["rows"]][:1] == ["T1"]
    assert {one["verdict"] for one in told["rows"]} <= {"stretch", "kept", "missed"}


def test_the_trial_of_whole_runs_keeps_the_same_history(tmp_path: Path) -> None:
    """What the decision against it rests on: both sides did the same work."""
    rows = whole_runs.Rows(tmp_path / "rows.db")
    whole = whole_runs.WholeRuns(tmp_path / "whole.db", has_history=False, is_packed=True)
    for run in whole_runs.runs(2, 600):
        rows.store(run)
        whole.store(run)
    heads = [
        sorted(store._driver.execute("SELECT cell, n, lam, kind FROM head").fetchall())
        for store in (rows, whole)
    ]
    assert [row[1:] for row in heads[0]] == [row[1:] for row in heads[1]]
    for one, other in list(zip(*heads, strict=True))[::37]:
        assert sorted(rows.history(one[0])) == sorted(whole.history(other[0]))
    rows.close()
    whole.close()
