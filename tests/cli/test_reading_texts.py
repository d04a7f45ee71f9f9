"""`dalil read` says what a text counts, and what in it is not certain."""

from __future__ import annotations

from pathlib import Path

from commands import say_in


def test_counts_days_and_what_is_not_certain_are_said(tmp_path: Path) -> None:
    post = tmp_path / "post.txt"
    post.write_text("مقتل 39 مدنياً بينهم 7 أطفال أمس، ولا تزال 12 عائلة في المدارس", encoding="utf-8")
    said = say_in(tmp_path / "home", f"read {post} --said-on 2019-04-26")
    assert "killed 39 civilian: “39 مدنياً”" in said
    assert "killed 7 child: “7 أطفال”, part of “39 مدنياً”" in said
    assert "2019-04-25: “أمس”" in said
    assert "? a number of people, and it is not clear what happened to them: “12 عائلة”" in said


def test_without_the_day_of_speaking_yesterday_is_no_day(tmp_path: Path) -> None:
    post = tmp_path / "post.txt"
    post.write_text("Two men were killed yesterday", encoding="utf-8")
    said = say_in(tmp_path / "home", f"read {post}")
    assert "killed 2 male: “Two men”" in said
    assert "yesterday" not in said
    assert "?" not in said
