"""The tree of the ledger: the vectors of Certificate Transparency, and proofs over random trees."""

from __future__ import annotations

import doctest
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.ledger import commitments, leaf_fields, merkle, tiles
from dalil.ledger.merkle import HashesInMemory, ProofFails

INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

TREE = [merkle.leaf_hash(bytes.fromhex(each)) for each in INPUTS]


@pytest.mark.parametrize("module", [commitments, leaf_fields, merkle, tiles])
def test_the_examples_in_the_words_of_the_modules_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(("size", "root"), list(enumerate(ROOTS, 1)))
def test_roots_are_those_of_certificate_transparency(size, root):
    assert merkle.root_of(HashesInMemory(TREE), size).hex() == root


def test_the_tree_without_leaves_has_the_hash_of_nothing():
    assert merkle.root_of(HashesInMemory([]), 0) == hashlib.sha256(b"").digest()


def test_proofs_are_those_of_certificate_transparency():
    tree = HashesInMemory(TREE)
    assert [each.hex()[:8] for each in merkle.prove_inclusion(tree, 0, 8)] == ["96a296d2", "5f083f0a", "6b47aaf2"]
    assert [each.hex()[:8] for each in merkle.prove_inclusion(tree, 5, 8)] == ["bc1a0643", "ca854ea1", "d37ee418"]
    assert [each.hex()[:8] for each in merkle.prove_consistency(tree, 6, 8)] == ["0ebc5d34", "ca854ea1", "d37ee418"]
    assert [each.hex()[:8] for each in merkle.prove_consistency(tree, 1, 8)] == ["96a296d2", "5f083f0a", "6b47aaf2"]


def tree_of(size: int) -> HashesInMemory:
    return HashesInMemory([hashlib.sha256(b"%d" % each).digest() for each in range(size)])


LARGE = tree_of(70_000)


@given(st.data())
def test_every_leaf_is_proved_and_no_other(data):
    size = data.draw(st.integers(1, 1200) | st.integers(1200, 70_000))
    index = data.draw(st.integers(0, size - 1))
    root, (leaf,) = merkle.root_of(LARGE, size), LARGE.read(0, index, index + 1)
    proof = merkle.prove_inclusion(LARGE, index, size)
    merkle.check_inclusion(leaf, index, size, root, proof)
    for wrong in (
        (merkle.leaf_hash(b"another"), index, size, proof),
        (leaf, (index + 1) % size, size, proof),
        (leaf, index, size, [*proof, leaf]),
        (leaf, index, size, proof[:-1]),
        (leaf, index, size, [merkle.leaf_hash(b"x"), *proof[1:]]),
        (leaf, size, size, proof),
    ):
        if wrong != (leaf, index, size, proof) and not (size == 1 and wrong[0] == leaf and wrong[3] == proof):
            with pytest.raises(ProofFails):
                merkle.check_inclusion(wrong[0], wrong[1], wrong[2], root, wrong[3])


@given(st.data())
def test_a_later_tree_continues_an_earlier_one_and_no_other(data):
    size = data.draw(st.integers(1, 1200) | st.integers(1200, 70_000))
    before = data.draw(st.integers(0, size))
    old, new = merkle.root_of(LARGE, before), merkle.root_of(LARGE, size)
    proof = merkle.prove_consistency(LARGE, before, size)
    merkle.check_consistency(before, old, size, new, proof)
    another = hashlib.sha256(b"another").digest()
    with pytest.raises(ProofFails):
        merkle.check_consistency(before, another, size, new, proof)
    with pytest.raises(ProofFails):
        merkle.check_consistency(before, old, size, new, [*proof, another])
    if before not in (0, size):
        with pytest.raises(ProofFails):
            merkle.check_consistency(before, old, size, another, proof)
        with pytest.raises(ProofFails):
            merkle.check_consistency(before, old, size, new, proof[:-1])
    with pytest.raises(ProofFails):
        merkle.check_consistency(size + 1, old, size, new, proof)


def plain_root(leaves: list[bytes]) -> bytes:
    """The root as the standard defines it, word by word."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(plain_root(leaves[:split]), plain_root(leaves[split:]))


@given(st.integers(1, 3000))
def test_the_root_from_kept_subtrees_is_that_of_the_definition(size):
    assert merkle.root_of(LARGE, size) == plain_root(list(LARGE.read(0, 0, size)))


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_the_tiles_of_a_tree_are_those_of_an_earlier_one_and_the_new(one, other):
    since, size = sorted((one, other))
    every, old, new = set(tiles.tiles_of(size)), set(tiles.tiles_of(since)), set(tiles.tiles_of(size, since=since))
    assert every <= old | new
    assert not {tile for tile in new if tile.width == 256} & old
    assert all(tiles.read_tile_path(tile.path) == tile for tile in new)
