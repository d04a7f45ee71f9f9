"""An engine of one's own: what one comparison made is not there for the next."""

import duckdb
import pyarrow as pa
import pytest

from dalil.columns.engine import own_engine


def test_what_one_comparison_made_is_gone_when_the_next_begins():
    for _ in range(3):
        with own_engine() as con:
            con.register("arriving", pa.table({"report": [1]}))
            con.execute("create view close as select * from arriving")
            con.execute("create temp table told as select * from close")
            con.execute("create table fresh as select * from told")
            assert con.execute("select count(*) from fresh").fetchone() == (1,)
    with own_engine() as con:
        assert con.execute("select count(*) from duckdb_tables()").fetchone() == (0,)


def test_two_at_once_do_not_see_one_another():
    with own_engine() as one, own_engine() as other:
        one.execute("create table fresh as select 1")
        with pytest.raises(duckdb.CatalogException):
            other.execute("select * from fresh")


def test_after_a_statement_that_failed_the_next_begins_with_nothing():
    with pytest.raises(duckdb.CatalogException), own_engine() as con:
        con.execute("create table fresh as select 1")
        con.execute("select * from nowhere")
    with own_engine() as con:
        assert con.execute("select count(*) from duckdb_tables()").fetchone() == (0,)
