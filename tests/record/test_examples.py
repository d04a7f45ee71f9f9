"""The examples in the docstrings of the record are true."""

import doctest

import pytest

from dalil.record import attribution_keys, canonical


@pytest.mark.parametrize("module", [attribution_keys, canonical])
def test_the_examples_of_a_module_are_true(module):
    done = doctest.testmod(module)
    assert done.attempted and not done.failed
