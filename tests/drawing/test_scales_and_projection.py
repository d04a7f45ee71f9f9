"""Scales cover what they are for, and what a projection places can be found again."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dalil.drawing.flat_map import Box, Projection, middle_of, simplify
from dalil.drawing.scales import LogScale, Scale, count_ticks, day_ticks, radius_for, step_of, steps_for
from dalil.drawing.svg import WIDTH, width_of

COUNTS = st.integers(0, 10**9)
DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
DEGREES = st.tuples(st.floats(33, 45), st.floats(30.5, 39))


@given(COUNTS)
def test_the_ticks_of_a_count_cover_it_in_equal_steps_and_are_few(highest):
    ticks = count_ticks(highest)
    assert ticks[0] == 0 and ticks[-1] >= highest and 2 <= len(ticks) <= 6
    assert len({after - before for before, after in pairwise(ticks)}) == 1


@given(DAYS, st.integers(0, 40_000), st.booleans())
def test_the_ticks_of_days_lie_between_them_and_their_words_do_not_touch(first, many, turned):
    last = min(first + timedelta(days=many), date.max)
    scale = Scale(first.toordinal(), last.toordinal() + 1, *((WIDTH, 0) if turned else (0, WIDTH)))
    ticks = day_ticks(first, last, scale, lambda day, unit: {"year": f"{day:%Y}"}.get(unit, f"{day:%d %B %Y}"))
    assert all(first <= tick.day <= last for tick in ticks)
    places = [scale.at(tick.day.toordinal()) for tick in ticks]
    for at, after, one, next_one in zip(places, places[1:], ticks, ticks[1:], strict=False):
        assert abs(at - after) >= (width_of(one.words) + width_of(next_one.words)) / 2


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.floats(0, 1), st.booleans())
def test_a_scale_and_its_inverse_agree_and_nothing_leaves_its_ends(low, wide, share, turned):
    scale = Scale(low, low + wide, *((480, 20) if turned else (20, 480)))
    value = low + share * wide
    assert abs(scale.back(scale.at(value)) - value) <= 1e-6 * max(abs(low), wide)
    assert 20 <= scale.at(value * 3) <= 480


@given(COUNTS, COUNTS)
def test_a_larger_number_never_stands_before_a_smaller_one_where_each_doubling_takes_the_same_room(one, other):
    scale = LogScale(max(one, other), 0, 300)
    low, high = sorted((one, other))
    assert 0 <= scale.at(low) <= scale.at(high) <= 300
    assert scale.ticks()[0] == 0


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_areas_of_circles_stand_to_one_another_as_their_numbers(value, largest):
    radius = radius_for(min(value, largest), largest, 20)
    assert abs(radius**2 / 400 - min(value, largest) / largest) < 1e-9


@given(COUNTS)
def test_each_number_has_a_shade_and_more_is_never_lighter(highest):
    steps = steps_for(highest)
    assert 1 <= len(steps) <= 5 and list(steps) == sorted(set(steps)) and steps[0] == 1
    assert step_of(0, steps) == 0 and step_of(highest, steps) == (len(steps) if highest else 0)


@given(st.lists(DEGREES, min_size=2, max_size=20, unique=True), st.floats(0, 0.5))
def test_a_projection_keeps_every_point_in_the_picture_and_finds_it_again(points, margin):
    box = Box.around(points).enlarged(margin, least_km=20)
    projection = Projection.fitting(box, 480, 440)
    for lon, lat in points:
        x, y = projection.place(lon, lat)
        assert -1e-6 <= x <= 480 + 1e-6 and -1e-6 <= y <= projection.height + 1e-6
        back = projection.back(x, y)
        assert abs(back[0] - lon) < 1e-9 and abs(back[1] - lat) < 1e-9
    assert projection.height <= 440 + 1e-6


@given(st.lists(st.tuples(st.floats(0, 480), st.floats(0, 440)), min_size=2, max_size=60), st.floats(0.1, 5))
def test_a_simpler_line_keeps_its_ends_and_adds_no_point(points, tolerance):
    simpler = simplify(points, tolerance)
    assert (simpler[0], simpler[-1]) == (points[0], points[-1])
    assert set(simpler) <= set(points) and len(simpler) <= len(points)


def test_a_name_stands_in_the_middle_of_the_larger_part():
    small, large = [(0, 0), (1, 0), (1, 1), (0, 1)], [(10, 10), (14, 10), (14, 14), (10, 14)]
    assert middle_of([small, large]) == (12, 12)
