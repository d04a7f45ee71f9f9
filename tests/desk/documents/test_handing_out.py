"""A document is handed out as it was received, checked, and never opened in place."""


def test_a_document_is_handed_out_as_it_was_received(as_, document):
    answer = as_("rana").get(f"/desk/record/documents/{document.address}/download/")
    assert b"".join(answer.streaming_content) == b"A monitor's bulletin, written for the tests."
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_document_whose_bytes_have_changed_is_not_handed_out(as_, document):
    from dalil.archive.store import path_of

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
