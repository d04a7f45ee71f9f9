"""Who may see a thing is decided by those who may decide."""

from dalil.archive.protection import Level
from dalil.record.log import last_change


def test_only_those_who_publish_make_public_and_only_those_who_protect_restrict(as_, enter, staff):
    report = enter({"when": "2019-05-01", "killed": "28"}, level=Level.INTERNAL)
    address = f"/desk/record/reports/{report.address}/protect/"
    legal = str(staff["layla"].groups.get().pk)
    assert "level" in as_("layla").post(address, {"level": "0"}).context["form"].errors
    assert "level" in as_("edith").post(address, {"level": "2", "groups": [legal]}).context["form"].errors
    assert "groups" in as_("layla").post(address, {"level": "2"}).context["form"].errors
    as_("layla").post(address, {"level": "2", "groups": [legal], "reason": "a witness asked"})
    report.refresh_from_db()
    assert report.level == Level.RESTRICTED
    assert last_change().detail["reason"] == "a witness asked"
    for name in ("alice", "edith", "salma"):
        assert as_(name).get(f"/desk/record/reports/{report.address}/").status_code == 404
