"""A document is handed out as it was received, checked, and never opened in place."""

from django.core.files.base import ContentFile
from wagtail.documents.models import Document as FileOfPages
from wagtail.models import Collection, CollectionViewRestriction


def test_a_document_is_handed_out_as_it_was_received(as_, document):
    answer = as_("rana").get(f"/desk/record/documents/{document.address}/download/")
    assert b"".join(answer.streaming_content) == b"A monitor's bulletin, written for the tests."
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_document_whose_bytes_have_changed_is_not_handed_out(as_, document):
    from dalil.archive.folder_store import path_of

    path = path_of(document.sha256)
    path.chmod(0o600)
    path.write_bytes(b"forged")
    answer = as_("rana").get(f"/desk/record/documents/{document.address}/download/", follow=True)
    assert "has changed since it was received" in answer.content.decode()


def test_a_document_is_handed_out_at_the_desk_with_the_headers_of_the_public_download(as_, document, client):
    names = ("Content-Security-Policy", "X-Content-Type-Options")
    desk = as_("rana").get(f"/desk/record/documents/{document.address}/download/")
    public = client.get(f"/en/documents/{document.address}/file")
    assert "sandbox" in desk["Content-Security-Policy"]
    assert [desk[name] for name in names] == [public[name] for name in names]
    assert desk["Content-Disposition"].startswith("attachment")


def test_a_file_of_pages_in_a_private_collection_is_for_its_groups_alone(as_, staff, client):
    private = Collection.get_first_root_node().add_child(name="Witnesses")
    rule = CollectionViewRestriction.objects.create(collection=private, restriction_type="groups")
    rule.groups.add(*staff["tariq"].groups.all())
    file = FileOfPages.objects.create(title="Map", file=ContentFile(b"%PDF-1.4", "map.pdf"), collection=private)
    for stranger in (client, as_("rana"), as_("edith")):
        assert stranger.get(file.url).status_code in (302, 403)
        assert stranger.get(f"/media/{file.file.name}").status_code == 404
    assert as_("tariq").get(file.url).status_code == 200
