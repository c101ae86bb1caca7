"""collect_claims and check_claims: all claims of a report, and the message that stops a final edition."""

import pytest
from check_claims import check_claims
from collect_claims import collect_claims
from evalreport.claims.collect import Claim
from evalreport.claims.report import claims_csv, read_claims
from evalreport.files.errors import BadInput


def claim(chapter: str, line: int, verdict: str) -> Claim:
    return Claim(
        chapter, f"templates/{chapter}.md.jinja", line, f"Sentence {line}.", "higher: x", "a 1%; b 2%", verdict
    )


@pytest.fixture
def collected(tmp_path):
    def collected(*verdicts: str):
        claims = [claim(f"c{i % 2}", i, verdict) for i, verdict in enumerate(verdicts)]
        for chapter in ("c0", "c1"):
            own = [each for each in claims if each.chapter == chapter]
            (tmp_path / f"{chapter}.claims.csv").write_text(claims_csv(own), encoding="utf-8")
        path = tmp_path / "claims.csv"
        collect_claims([tmp_path / "c0.claims.csv", tmp_path / "c1.claims.csv"], path)
        return path

    return collected


def test_the_claims_of_all_chapters_in_their_order(collected):
    assert [each.line for each in read_claims(collected("holds", "fails", "weakened", "holds"))] == [0, 2, 1, 3]


def test_a_draft_goes_on_and_a_final_edition_without_failing_claims_too(collected, tmp_path):
    check_claims(collected("holds", "fails"), "draft", "report", tmp_path / "claims.txt")
    assert (tmp_path / "claims.txt").read_text() == "Claims: 1 holds, 0 weakened, 1 fails (see claims.csv)\n"
    check_claims(collected("holds", "weakened"), "final", "report", tmp_path / "claims.txt")
    assert "1 weakened" in (tmp_path / "claims.txt").read_text()


def test_a_final_edition_names_every_claim_that_stops_it(collected, tmp_path):
    with pytest.raises(BadInput) as caught:
        check_claims(collected("fails", "unknown", "weakened", "holds"), "final", "report", tmp_path / "claims.txt")
    message = str(caught.value)
    assert message.startswith("The final edition is not assembled, because the data do not support what it says")
    assert (
        "templates/c0.md.jinja, line 0 (chapter c0): the claim «Sentence 0.» fails. Condition: higher: x. Numbers: a 1%; b 2%."
        in message
    )
    assert "line 1 (chapter c1): the claim «Sentence 1.» cannot be checked" in message and "Sentence 2" not in message
    assert not (tmp_path / "claims.txt").exists()


def test_weakened_claims_stop_it_where_the_evaluation_says_so(collected, tmp_path):
    with pytest.raises(BadInput, match="«Sentence 0.» is weakened"):
        check_claims(collected("weakened", "holds"), "final", "refuse", tmp_path / "claims.txt")
