"""Results as Python users expect them: frames, notebooks, streams, parameters."""

import duckdb
import polars as pl
import pytest

from sanctrack.errors import UsageError
from sanctrack.warehouse.result import Column, Result
from sanctrack.warehouse.warehouse import Warehouse


def test_days_of_a_frame_filter_and_resample_and_blanks_are_not_known(shipped: Warehouse) -> None:
    frame = shipped.report("strikes").to_pandas()
    assert frame["earliest_on"].dtype.kind == "M"
    of_2023 = frame[frame["earliest_on"].between("2023-01-01", "2023-12-31")]
    in_sql = "select count(*) from airstrikes where year(earliest_on) = 2023"
    assert [(len(of_2023),)] == shipped.sql(in_sql).rows
    monthly = frame.set_index("earliest_on").resample("MS").size()
    assert monthly.sum() == frame["earliest_on"].notna().sum()
    matrix = shipped.report("gap_matrix").to_pandas()
    assert matrix["since_on"].isna().any()
    assert matrix["since_on"].dtype.kind == "M"


def test_a_frame_carries_what_must_be_said(shipped: Warehouse) -> None:
    result = shipped.report("gap_matrix")
    frame = result.to_pandas()
    assert frame.attrs["caveat"] == result.caveat
    assert frame.attrs["as_of"] == str(result.as_of)
    assert frame.attrs["datasets"] == ["sanctrack"]


def test_integers_stay_integers_beside_blanks() -> None:
    frame = Result((Column("a", "BIGINT"),), [(1,), (None,)]).to_pandas()
    assert str(frame["a"].dtype) == "int64[pyarrow]"
    assert frame["a"].isna().tolist() == [False, True]


def test_a_result_is_an_arrow_stream_for_others(shipped: Warehouse) -> None:
    result = shipped.report("deliveries_by_year")
    frame = pl.DataFrame(result)
    assert frame.height == len(result)
    assert frame.columns == [column.name for column in result.columns]


def test_a_short_repr_and_a_page_for_notebooks() -> None:
    rows = [(f"<b>{at}</b>", None) for at in range(25)]
    result = Result(
        (Column("a", "VARCHAR"), Column("b", "VARCHAR")), rows, name="x", title="T & U", caveat="C"
    )
    assert repr(result) == "<Result x: 25 rows, 2 columns>"
    page = result._repr_html_()
    assert "T &amp; U" in page
    assert "&lt;b&gt;0&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "5 more rows" in page
    assert page.count("<tr>") == 21
    assert "<td></td>" in page


def test_parameters_of_sql_are_bound(shipped: Warehouse) -> None:
    name = "x' or 1 = 1 --"
    text = "select count(*) as n from actors where name = $name"
    assert shipped.sql(text, params={"name": name}).rows == [(0,)]
    assert shipped.sql(text, params={"name": "REEF"}).rows == [(1,)]
    with pytest.raises(UsageError):
        shipped.sql(text)


def test_reports_and_tables_are_listed(shipped: Warehouse) -> None:
    assert "gap_matrix" in shipped.reports().column("name")
    assert "airstrikes" in shipped.tables().column("name")
    assert "killed_min" in shipped.tables("airstrikes").column("name")
    with pytest.raises(UsageError, match="did you mean 'airstrikes'"):
        shipped.tables("airstrike")


def test_duckdb_reads_a_result_as_a_stream(shipped: Warehouse) -> None:
    result = shipped.report("deliveries_by_year")
    with duckdb.connect() as connection:
        connection.register("answer", result.to_arrow())
        counted = connection.execute("select count(*) from answer").fetchone()
    assert counted == (len(result),)
