"""The queues behind docs/scale.md say what queues are known to do."""

from dataclasses import replace

from benchmarks.planning.capacity import BROKER_CPU, Assumptions, Capacity
from benchmarks.planning.simulation import Shape, Times, simulate

TIMES = Times(item=0.005, spread=0.5, transaction=0.004, record=0.00005)
SHAPE = Shape(rate=250, partitions=12, pods=2, batch_items=100, batch_seconds=0.05)


def test_an_idle_worker_answers_after_batch_time_item_and_commit() -> None:
    seen = simulate(TIMES, SHAPE._replace(rate=2, pods=12))
    assert 0.05 < seen.p50 < 0.07


def test_items_wait_longer_the_busier_the_pods_are() -> None:
    waits = [simulate(TIMES, SHAPE._replace(rate=rate)).p99 for rate in (50, 250, 350)]
    assert waits == sorted(waits)
    assert waits[-1] > 1.3 * waits[0]


def test_more_items_than_pods_can_take_pile_up_and_never_go() -> None:
    seen = simulate(TIMES, SHAPE._replace(rate=500))
    assert seen.recovered is None
    assert seen.most_lag > (500 - 400) * 50


def test_what_a_lost_pod_left_is_worked_off_at_the_speed_that_the_others_have_to_spare() -> None:
    seen = simulate(TIMES, SHAPE._replace(rate=300, pods=3))
    # For ten seconds a third of the items stand still; then two pods of 200 a second have 100 to spare.
    assert 800 < seen.most_lag < 1300
    assert seen.recovered is not None
    assert 17 < seen.recovered < 30


def test_a_single_pod_that_is_lost_leaves_everything_until_it_is_back() -> None:
    seen = simulate(TIMES, SHAPE._replace(rate=100, pods=1))
    assert 1800 < seen.most_lag < 2300
    assert seen.recovered is not None
    # Twenty seconds of items, worked off at the other half of its speed.
    assert 35 < seen.recovered < 50


def test_the_same_numbers_each_time() -> None:
    assert simulate(TIMES, SHAPE) == simulate(TIMES, SHAPE)


def test_what_is_needed_grows_with_the_rate_and_its_costs() -> None:
    of = Capacity(TIMES, 300e-6, 10e-6, 1e-9, 1e-3, 6000, Assumptions())
    assert of.pods(1000) == 8
    assert of.partitions(1000) >= 2 * of.pods(1000)
    assert replace(of, times=TIMES._replace(item=0.01)).pods(1000) == 15
    # A million items of 5 ms are 5,000 seconds of a core; it is used to 70 per cent and costs 4 cents an hour.
    assert round(of.cost(), 3) == round(5000 / 0.7 / 3600 * 0.04, 3)
    limits = of.limits()
    dearer = replace(of, broker_transaction=3e-3).limits()
    assert dearer[BROKER_CPU] < limits[BROKER_CPU]
    assert of.broker_cores(limits[BROKER_CPU]) <= 3 * 4 * 0.7 * 1.001


def test_batches_that_wait_longer_make_fewer_transactions() -> None:
    of = Capacity(TIMES, 300e-6, 10e-6, 1e-9, 1e-3, 6000, Assumptions())
    patient = replace(of, assumed=replace(of.assumed, batch_seconds=1.0))
    assert patient.transactions(1000) < of.transactions(1000) / 5
    assert patient.limits()[BROKER_CPU] > of.limits()[BROKER_CPU]
