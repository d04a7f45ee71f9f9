"""No screen of ours writes a script into its page, so that the policy of the record's screens lets none run."""

import re
from pathlib import Path

import pytest

import dalil.desk
from dalil.bulletin.http.headers import DESK, EDITING, SIGN_IN, policy_for

TEMPLATES = sorted(Path(dalil.desk.__file__).parent.rglob("*.html"))
INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))|\son[a-z]+\s*=\s*[\"']|javascript:")


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/desk/record/reports/", DESK),
        ("/desk/record/imports/1/rows/2/", DESK),
        ("/desk/login/", SIGN_IN),
        ("/desk/pages/3/edit/", EDITING),
        ("/desk/", EDITING),
    ],
)
def test_only_wagtails_screens_may_run_scripts_of_the_page(rf, path, policy):
    assert policy_for(rf.get(path)) == policy
    assert ("'unsafe-inline'" in re.search("script-src ([^;]*)", policy)[1]) == (policy == EDITING)
    assert "unsafe-eval" not in policy


def test_no_template_of_the_desk_writes_a_script():
    assert len(TEMPLATES) > 50
    assert [each.name for each in TEMPLATES if INLINE.search(each.read_text("utf-8"))] == []
