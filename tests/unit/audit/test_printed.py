"""Tables of printed numbers: read as a spreadsheet saves them, every slip said at once."""

from fractions import Fraction

import pytest
from evalreport.audit.printed import read_printed
from evalreport.files.errors import BadInput

HEADER = "table_id,row_label,col_label,statistic,value"


def written(folder, text, name="t.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_table_as_excel_saves_it(tmp_path):
    rows = ("kjønn;Kvinner;2008;pct;76,7 %", "kjønn;Menn;2008;pct;,9", "kjønn;N;2008;n;171", "")
    text = "\r\n".join([HEADER.replace(",", ";"), *rows])
    cells = read_printed([written(tmp_path, text, encoding="cp1252")]).cells
    assert [(c.table, c.value, c.decimals) for c in cells] == [
        ("kjønn", Fraction("76.7"), 1),
        ("kjønn", Fraction("0.9"), 1),
        ("kjønn", Fraction(171), 0),
    ]
    assert (cells[0].file, cells[0].line) == ("t.csv", 2)


def test_zeros_at_the_end_count_and_blank_is_nothing_printed(tmp_path):
    text = f"{HEADER},decimals_printed\nt,a,x,pct,76.0,\nt,b,x,pct,76,1\nt,c,x,pct,,\n"
    assert [(c.value, c.decimals) for c in read_printed([written(tmp_path, text)]).cells] == [
        (76, 1),
        (76, 1),
        (None, 0),
    ]


def test_all_slips_are_said_at_once(tmp_path):
    wrong = written(tmp_path, f"{HEADER}\nt,a,x,pct,many\nt,a,x,percent,1\nt,N,x,n,17.5\nt,a,x\n")
    header = written(tmp_path, "table_id,row_label,col_labels,statistic,value\n", "h.csv")
    with pytest.raises(BadInput) as raised:
        read_printed([wrong, header, tmp_path / "missing.csv"])
    message = str(raised.value)
    for part in (
        "t.csv, row 2, column value: 'many' is no number",
        "t.csv, row 3, column statistic: unknown statistic 'percent'",
        "'17.5' is no count",
        "t.csv, row 5: 3 cells",
        "h.csv, row 1: unknown column 'col_labels'. Did you mean 'col_label'?",
        "column 'col_label' is missing",
        "missing.csv: the file does not exist",
    ):
        assert part in message


def test_links_and_codings_are_known_by_their_columns(tmp_path):
    links = written(tmp_path, "said_table,said_row,said_col,table_id,rows,columns\np_x,a,b,t,a; b,x\n", "l.csv")
    codings = written(tmp_path, "table_id,row_label,col_label,unit,reading\nt,a,x,U1,possible\n", "c.csv")
    found = read_printed([links, codings])
    assert found.links[0].rows == ("a", "b") and found.codings[0].reading == "possible"
    bad = written(tmp_path, "table_id,row_label,col_label,unit,reading\nt,a,x,U1,perhaps\n", "c.csv")
    with pytest.raises(BadInput, match="unknown reading 'perhaps'"):
        read_printed([bad])


def test_a_link_that_leads_nowhere(tmp_path):
    from evalreport.audit.run import audit

    table = written(tmp_path, f"{HEADER}\nt,a,x,pct,76.7\np_x,a,b,pct,77\n")
    links = written(tmp_path, "said_table,said_row,said_col,table_id,rows,columns\np_x,a,b,t,A,x\n", "l.csv")
    with pytest.raises(BadInput, match="no such printed cell"):
        audit(read_printed([table, links]), "en")
