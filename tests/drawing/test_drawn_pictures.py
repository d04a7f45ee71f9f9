"""Every picture is well-formed, keeps its marks inside, and says what it shows to those who do not see it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pixels

from dalil.drawing.bars import PeriodBar, TimeGap, TimeSpan, draw_series
from dalil.drawing.calendars import DayNumber, draw_calendar
from dalil.drawing.flat_map import Box
from dalil.drawing.maps import Inset, MapArea, MapCircle, MapName, Reach, draw_map
from dalil.drawing.ranges import PairOfRanges, RangeRow, draw_agreement, draw_ranges
from dalil.drawing.raster import draw_pixels
from dalil.drawing.svg import WIDTH, tag, written

SVG = "{http://www.w3.org/2000/svg}"
WORDS = st.text(max_size=40)
RTL = st.booleans()


def say(number):
    return f"{number:,}"


def say_day(day, unit):
    return f"{day:%Y}" if unit == "year" else f"{day:%d %b %Y}"


def opened(text):
    """The picture as a tree, with its height."""
    root = ElementTree.fromstring(text)
    return root, float(root.get("viewBox").split()[3])


def places(root):
    """Every point that the paths and rectangles of a picture go through; those of a moved group are left out."""
    moved = {inner for group in root.iter(f"{SVG}g") for inner in group.iter()}
    for mark in root.iter():
        if mark in moved:
            continue
        if mark.tag == f"{SVG}rect":
            x, y, wide, tall = (float(mark.get(name, 0)) for name in ("x", "y", "width", "height"))
            yield from ((x, y), (x + wide, y + tall))
        if mark.tag == f"{SVG}path":
            yield from path_places(mark.get("d"))


def path_places(data):
    x = y = 0.0
    for command, rest in re.findall(r"([MmLlHhVvz])([^MmLlHhVvz]*)", data):
        numbers = [float(each) for each in re.findall(r"-?[\d.]+", rest)]
        if command in "HhVv":
            x, y = (
                {"H": (numbers[0], y), "h": (x + numbers[0], y), "V": (x, numbers[0]), "v": (x, y + numbers[0])}[
                    command
                ]
                if numbers
                else (x, y)
            )
            yield x, y
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=False) if command in "MmLl" else ():
            x, y = (dx, dy) if command in "ML" else (x + dx, y + dy)
            yield x, y


def assert_inside(text, words=()):
    root, height = opened(text)
    for x, y in places(root):
        assert -0.2 <= x <= WIDTH + 0.2 and -0.2 <= y <= height + 0.2, (x, y, height)
    return root


@given(st.text(), st.text())
def test_any_text_stands_in_a_picture_as_it_is_or_without_what_xml_does_not_hold(words, value):
    element = ElementTree.fromstring(tag("text", written(words) or " ", title=value))
    clean = "".join(
        letter
        for letter in words
        if letter in "\t\n\r" or (letter >= " " and not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff")
    )
    assert (element.text.strip() or "") == clean.replace("\r\n", "\n").replace("\r", "\n").strip()


@st.composite
def bars(draw):
    start = draw(st.dates(date(2011, 1, 1), date(2024, 1, 1)))
    found = []
    for index in range(draw(st.integers(1, 40))):
        low = draw(st.one_of(st.none(), st.integers(0, 5000)))
        high = None if low is None else draw(st.one_of(st.none(), st.integers(low, 9000)))
        first = start + timedelta(days=31 * index)
        found.append(PeriodBar(first, first + timedelta(days=30), low, high))
    return found


@settings(max_examples=60)
@given(bars(), RTL, WORDS, WORDS, st.dates(date(2009, 1, 1), date(2025, 1, 1)))
def test_no_bar_of_a_series_leaves_its_frame(series, rtl, title, sign, day):
    text = draw_series(
        series, name="s", title=title, description=title, rtl=rtl, say_count=say, say_day=say_day,
        spans=[TimeSpan(day, None, sign), TimeSpan(day, day + timedelta(days=200), sign)],
        gap=TimeGap(series[0].first, series[-1].last, sign),
    )  # fmt: skip
    root = assert_inside(text)
    assert root.get("role") == "img" and root.get("aria-labelledby") == "s-title s-desc"
    known = [bar for bar in series if bar.low is not None]
    assert text.count('class="unknown"') == (len(known) < len(series)), "what is unknown has a mark of its own"
    assert text.count('class="open"') == any(bar.high is None for bar in known)


def test_time_runs_from_the_right_where_the_language_is_read_from_there():
    series = [PeriodBar(date(2019, month, 1), date(2019, month, 28), month, month) for month in (1, 6)]
    by_direction = {}
    for rtl in (False, True):
        text = draw_series(series, name="s", title="", description="", rtl=rtl, say_count=say, say_day=say_day)
        root = opened(text)[0]
        (path,) = (mark for mark in root.iter(f"{SVG}path") if mark.get("class") == "sure")
        by_direction[rtl] = [float(x) for x in re.findall(r"M(\S+)", path.get("d"))]
        assert root.get("direction") == ("rtl" if rtl else None)
    assert by_direction[False][0] < by_direction[False][1] and by_direction[True][0] > by_direction[True][1]


@settings(max_examples=40)
@given(
    st.dates(date(2011, 1, 1), date(2024, 1, 1)), st.integers(0, 900), RTL,
    st.dictionaries(st.integers(0, 900), st.tuples(st.one_of(st.none(), st.integers(0, 300)), st.booleans()), max_size=30),
)  # fmt: skip
def test_each_day_has_one_cell_inside_the_calendar(first, many, rtl, numbers):
    last = first + timedelta(days=many)
    days = {first + timedelta(days=at): DayNumber(low, is_open) for at, (low, is_open) in numbers.items() if at <= many}
    text = draw_calendar(
        days, first=first, last=last, steps=(1, 10, 100), name="c", title="t", description="d", rtl=rtl, say_year=str
    )
    root = assert_inside(text)
    cells = [
        x
        for mark in root.iter(f"{SVG}path")
        if mark.get("class") != "day-open"
        for x in re.findall(r"M(\S+ [\d.-]+?)h", mark.get("d"))
    ]
    assert len(cells) == many + 1


@settings(max_examples=60)
@given(
    st.lists(st.tuples(WORDS, st.one_of(st.none(), st.integers(0, 900)), st.one_of(st.none(), st.integers(0, 900))), min_size=1, max_size=12),
    RTL, st.booleans(),
)  # fmt: skip
def test_no_range_leaves_its_frame_and_each_has_its_words(given_rows, rtl, from_nought):
    rows = [
        RangeRow(words, low, None if low is None or more is None else low + more, low)
        for words, low, more in given_rows
    ]
    text = draw_ranges(
        rows, name="r", title="t", description="d", rtl=rtl, say_count=say, from_nought=from_nought, agreed=(3, None)
    )
    root = assert_inside(text)
    assert sum("row" in (mark.get("class") or "").split() for mark in root.iter(f"{SVG}text")) == len(rows)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(*[st.tuples(st.integers(0, 9000), st.one_of(st.none(), st.integers(0, 900)))] * 2), max_size=30), RTL
)  # fmt: skip
def test_no_cross_of_an_agreement_leaves_its_frame(given_pairs, rtl):
    pairs = [
        PairOfRanges(*((low, None if more is None else low + more) for low, more in pair), agree=True)
        for pair in given_pairs
    ]
    assert_inside(
        draw_agreement(pairs, name="a", title="t", description="d", rtl=rtl, say_count=say, axes=("one", "other"))
    )


SQUARE = [(36.0, 35.0), (38.0, 35.0), (38.0, 37.0), (36.0, 37.0)]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.floats(36, 38), st.floats(35, 37), WORDS, st.integers(1, 900), st.booleans()), max_size=20), RTL
)  # fmt: skip
def test_names_on_a_map_never_stand_on_one_another_and_any_name_is_well_formed(points, rtl):
    text = draw_map(
        name="m", title="t", description="d", box=Box.around(SQUARE).enlarged(0.1), rtl=rtl, kilometres="50 km",
        areas=[MapArea([SQUARE], "land", "a & b")], disputed=[SQUARE[:2]], reaches=[Reach(37, 36, 25)],
        circles=[MapCircle(lon, lat, many**0.5, is_open, words) for lon, lat, words, many, is_open in points],
        names=[MapName(lon, lat, words) for lon, lat, words, _many, _open in points],
        inset=Inset([SQUARE]),
    )  # fmt: skip
    root, height = opened(text)
    rooms = [(float(mark.get("x")), float(mark.get("y")), len(mark.text or "")) for mark in root.iter(f"{SVG}text")]
    for index, (x, y, long) in enumerate(rooms):
        assert 0 <= y <= height and 0 <= x <= WIDTH
        for other_x, other_y, other_long in rooms[:index]:
            assert abs(y - other_y) >= 14 or abs(x - other_x) >= 0.55 * 15 * (long + other_long) / 2
    broken = [mark for mark in root.iter(f"{SVG}circle") if mark.get("class") == "circle open"]
    assert len(broken) == sum(is_open for *_rest, is_open in points)
    assert len(list(root.iter(f"{SVG}circle"))) == len(points) + 1


def test_a_map_as_pixels_shows_no_scale_without_its_number():
    bar = tag("path", class_="scale-bar", d="M10 40v4h60v-4")
    place = tag("circle", class_="circle", cx="50", cy="20", r="5")
    drawn = [Pixels.open(BytesIO(draw_pixels(_picture(marks), 200))).convert("L") for marks in (bar, bar + place)]
    assert [picture.getextrema()[0] < 255 for picture in drawn] == [False, True]


def _picture(marks):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">{marks}</svg>'
