"""A few thousand fuzzed inputs, and that the bench would tell if one of them failed."""

import time
from random import Random

import pytest

from bench import fuzz
from bench.fuzz import pieces, rule_files, run, texts, try_inputs
from bench.fuzzed import EVALUATED, READ, REFUSED, tried
from bench.mutating import CHANGES, GENTLE, mutated
from bench.options import Options

SEED = 7
PART = 250


@pytest.mark.parametrize("start", range(0, 2_000, PART))
def test_no_input_raises_or_takes_long(start):
    """Whatever is done to a text of rules, nothing raises and nothing takes two seconds."""
    found = try_inputs(SEED, start, start + PART)

    assert found.failures == {}
    assert found.slow == []
    assert found.count == PART
    assert set(found.ends) == {EVALUATED, READ, REFUSED}


def test_an_input_is_its_number():
    """The same seed and number give the same text; another number gives another."""
    several = [mutated(texts(), pieces(), SEED, number) for number in range(50)]

    assert several == [mutated(texts(), pieces(), SEED, number) for number in range(50)]
    assert len(set(several)) > 45


@pytest.mark.parametrize("change", dict.fromkeys((*CHANGES, *GENTLE)), ids=lambda change: change.__name__)
def test_every_change_changes_something(change):
    """No change of the mutator leaves every text as it is, and each bears an empty one."""
    random = Random(SEED)  # noqa: S311 - the same chance each time
    piece = next(each for each in pieces() if "来源" in each and "\n" in each)

    assert any(change(piece, random, pieces()) != piece for _ in range(20))
    assert isinstance(change("", random, pieces()), str)


def test_the_texts_hold_every_clause():
    """Inputs are made from the specification, the sample and a text with every clause."""
    whole = "\n".join(texts())

    assert "规则 MMX-2018Q" in whole
    assert "规则 ZH001" in whole
    assert "规则 全 “全部条款”" in whole


def test_sound_texts_go_all_the_way():
    """The rule files that inputs are made from are evaluated as they are."""
    assert {tried(text) for text in rule_files()} == {EVALUATED}


def test_a_failure_and_a_slow_input_are_told(monkeypatch):
    """An exception is told with the number of its input, and so is an input that takes too long."""

    def fail(text):
        if len(text) % 2:
            raise ValueError(text)
        return READ

    monkeypatch.setattr(fuzz, "tried", fail)
    monkeypatch.setattr(fuzz, "SLOW", -1.0)
    found = try_inputs(SEED, 0, 20)
    odd = [number for number in range(20) if len(mutated(texts(), pieces(), SEED, number)) % 2]

    assert sorted(found.failures) == odd
    assert found.slow == list(range(20))
    assert all(what.startswith("ValueError: ") for what in found.failures.values())


def test_an_input_that_never_ends_is_given_up(monkeypatch):
    """An endless input is broken off and told as a failure."""

    def endless(_text):
        while True:
            time.process_time()

    monkeypatch.setattr(fuzz, "tried", endless)
    monkeypatch.setattr(fuzz, "GIVEN_UP", 0.1)
    found = try_inputs(SEED, 0, 1)

    assert found.failures == {0: "TimeoutError: given up after 0.1 s"}


def test_a_run_goes_on_where_another_ended():
    """A run names the offset of the next one, and tries the inputs from its own."""
    report = run(Options(count=12, seed=SEED, offset=5))

    assert report.agrees
    assert report.figures["inputs"] == 12
    assert report.figures["next_offset"] == 17
    assert report.figures["failed"] == 0
    assert sum(report.figures["ends"].values()) == 12
