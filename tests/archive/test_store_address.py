"""The address of a store of objects holds no secret, and nothing unencrypted leaves this machine; the key comes by other ways."""

from __future__ import annotations

import pytest

from dalil.archive.store_address import StoreAddress, StoreKey, read_store_address, read_store_key


def test_an_address_says_bucket_folder_server_and_region():
    read = read_store_address("s3://documents/of/2026/?endpoint=https://objects.example.org:9000/&region=eu-1")
    assert read == StoreAddress("documents", "of/2026", "https://objects.example.org:9000", "eu-1")
    assert read_store_address("s3://documents?region=eu-central-1") == StoreAddress("documents", region="eu-central-1")
    assert read_store_address("s3://documents?endpoint=http://127.0.0.1:9000").endpoint == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("s3://key:hunter2@documents?region=eu-1", "holds no key"),
        ("s3://documents?endpoint=https://key:hunter2@objects.example.org", "holds no key"),
        ("s3://documents", "names its server or its region"),
        ("s3://?region=eu-1", "no address of a store"),
        ("s3://documents?secret=hunter2&region=eu-1", "no address of a store"),
        ("s3://documents?endpoint=objects.example.org", "no address of a server"),
        ("s3://documents?endpoint=http://objects.example.org", "is not encrypted"),
    ],
)
def test_what_is_no_safe_address_is_refused_and_a_secret_is_not_repeated(address, why):
    with pytest.raises(ValueError, match=why) as refused:
        read_store_address(address)
    assert "hunter2" not in str(refused.value)


def test_the_key_comes_from_the_environment_or_a_file_and_is_not_shown(tmp_path):
    told = {"AWS_ACCESS_KEY_ID": "dalil", "AWS_SECRET_ACCESS_KEY": "hunter2"}
    assert read_store_key(told) == StoreKey("dalil", "hunter2")
    assert "hunter2" not in repr(read_store_key(told))
    (tmp_path / "key").write_text("AWS_ACCESS_KEY_ID=other\nAWS_SECRET_ACCESS_KEY = with=sign \n# of the archive\n")
    assert read_store_key({**told, "DALIL_ARCHIVE_KEY": str(tmp_path / "key")}) == StoreKey("other", "with=sign")
    with pytest.raises(ValueError, match="the key of the store is not given"):
        read_store_key({"AWS_ACCESS_KEY_ID": "dalil"})
