"""Random sends, counted by the file and by plain Python: they agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance_ops.database import MEMORY, Database
from relance_ops.model import DEAD_STATES, Kind
from relance_ops.periods import Grain, Period, first_day
from relance_ops.statistics import Statistics
from relance_ops.tallies import Counts, Slice
from tests.factories import NOON
from tests.sends import Held, Sent, keep

FIRST = date(2026, 1, 1)
PAPER = ("letter", "card")

held = st.builds(
    Held,
    animal_id=st.sampled_from(("A1", "A2", "A3")),
    act_type=st.sampled_from(("VACC", "RAGE")),
    step=st.integers(1, 3),
    family=st.just("act"),
    anchor_id=st.sampled_from(("X1", "X2")),
)
sends = st.lists(
    st.builds(
        Sent,
        on=st.integers(0, 70).map(lambda n: FIRST + timedelta(days=n)),
        client_id=st.sampled_from(("C1", "C2", "C3", "C4")),
        channel=st.sampled_from(("email", "sms", "letter", "card")),
        state=st.sampled_from(
            ("sent", "delivered", "bounced", "failed", "retry", "uncertain", "awaiting",
             "printed", "voided")
        ),
        cost_cents=st.integers(0, 300),
        sms_parts=st.integers(0, 3),
        held=st.lists(held, min_size=1, max_size=3, unique=True).map(tuple),
    ),
    max_size=25,
)  # fmt: skip
periods = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(
    lambda ends: Period(
        FIRST + timedelta(days=ends[0]), FIRST + timedelta(days=sum(ends))
    )
)

# Each example opens a file of its own: a tenth of a second.
examples = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck)
)


def with_attempts(found: list[Sent]) -> list[Sent]:
    """The same, each repetition of a reminder on a channel with its own attempt."""
    seen: Counter[tuple[object, ...]] = Counter()
    kept = []
    for sent in found:
        numbered = []
        for one in sent.held:
            key = (one.animal_id, one.act_type, one.anchor_id, one.step, sent.channel)
            seen[key] += 1
            numbered.append(replace(one, attempt=seen[key]))
        kept.append(replace(sent, held=tuple(numbered)))
    return kept


def counts(found: list[Sent]) -> Counts:
    """What these deliveries add up to, one by one."""
    total = Counts()
    for sent in found:
        live = sent.state not in DEAD_STATES
        paper = live and sent.channel in PAPER
        spared = len(sent.held) - 1 if paper else 0
        total += Counts(
            deliveries=int(live),
            reminders=len(sent.held) if live else 0,
            cost_cents=sent.cost_cents if live else 0,
            sms_parts=sent.sms_parts if live else 0,
            stamps_saved=spared,
            saved_cents=spared * sent.cost_cents,
            reprinted=int(paper and any(one.attempt > 1 for one in sent.held)),
            uncertain=int(sent.state == "uncertain"),
            failed=int(sent.state == "failed"),
            bounced=int(sent.state == "bounced"),
            voided=int(sent.state == "voided"),
        )
    return total


@examples
@given(sends.map(with_attempts), periods)
def test_the_file_counts_as_plain_python_does(
    found: list[Sent], period: Period
) -> None:
    database = Database(MEMORY, now=NOON)
    keep(database, found)
    statistics = Statistics(database)
    inside = [s for s in found if period.since <= s.on <= period.until]
    live = [s for s in inside if s.state not in DEAD_STATES]
    carried = {
        (one.animal_id, one.act_type, one.anchor_id, one.step)
        for sent in live
        for one in sent.held
    }

    overview = statistics.over(period)
    lines, total = statistics.lines(Slice(period), limit=1000)
    database.close()

    for kind in Kind:
        ours = [s for s in inside if s.channel == kind]
        assert overview.now.by_kind[kind] == counts(ours)
        for grain in Grain:
            found_by_start = {
                v.start: v.counts for v in overview.volumes(grain) if v.kind is kind
            }
            starts = {first_day(s.on, grain) for s in ours}
            assert found_by_start == {
                start: counts([s for s in ours if first_day(s.on, grain) == start])
                for start in starts
            }
    assert overview.now.clients == len({s.client_id for s in live})
    assert overview.now.reminders == len(carried)
    assert {(a.act_type, a.step): a.reminders for a in overview.acts} == Counter(
        (act_type, step) for _animal, act_type, _anchor, step in carried
    )
    assert total == len(lines) == len(live)
    assert sum(line.cost_cents for line in lines) == overview.now.cost_cents
