"""Which answers say better and which worse: those of a plan, or of a net promoter score promoters and detractors (Reichheld 2003)."""

from evalreport.evaluation.model import Exhibit

NPS = "nps"
PROMOTERS, DETRACTORS = (9, 10), tuple(range(7))  # of 0 to 10, how likely somebody is to recommend
ELEVEN = tuple(str(code) for code in range(11))
ANSWERS = {NPS: ELEVEN}  # kind of exhibit -> the answers it is made of, whatever the codebook has


def sides_of(exhibit: Exhibit) -> tuple[list[str], list[str]]:
    """The answers that say better and those that say worse, of a net promoter score promoters and detractors; empty of other kinds."""
    sides = (PROMOTERS, DETRACTORS) if exhibit.kind == NPS else (exhibit.better, exhibit.worse)
    better, worse = ([str(code) for code in codes] for codes in sides)
    return better, worse
