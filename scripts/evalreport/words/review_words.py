"""The words of the reviewer's page, per language; in `language.WORDS` their keys begin with review_."""

from evalreport.words.review_page_words import PAGE_WORDS

_PLAIN: dict[str, tuple[str, str, str]] = {
    # causes: kind and change
    "edition_changed": ("Utgaven er en annen", "Utgåva er ei anna", "This is another edition"),
    "data_changed": ("Svar i {name} er endret", "Svar i {name} er endra", "Answers in {name} changed"),
    "data_added": ("Datafilen {name} er ny", "Datafila {name} er ny", "Data file {name} is new"),
    "data_removed": ("Datafilen {name} er borte", "Datafila {name} er borte", "Data file {name} is gone"),
    "config_changed": ("Oppsettet {name} er endret", "Oppsettet {name} er endra", "Configuration {name} changed"),
    "config_added": ("Oppsettet {name} er nytt", "Oppsettet {name} er nytt", "Configuration {name} is new"),
    "config_removed": ("Oppsettet {name} er borte", "Oppsettet {name} er borte", "Configuration {name} is gone"),
    "templates_changed": ("Malen {name} er endret", "Malen {name} er endra", "Template {name} changed"),
    "templates_added": ("Malen {name} er ny", "Malen {name} er ny", "Template {name} is new"),
    "templates_removed": ("Malen {name} er borte", "Malen {name} er borte", "Template {name} is gone"),
    "design_changed": ("Utformingen {name} er endret", "Utforminga {name} er endra", "Design {name} changed"),
    "design_added": ("Utformingen {name} er ny", "Utforminga {name} er ny", "Design {name} is new"),
    "design_removed": ("Utformingen {name} er borte", "Utforminga {name} er borte", "Design {name} is gone"),
    "font_changed": ("Skriften {name} er endret", "Skrifta {name} er endra", "Font {name} changed"),
    "font_added": ("Skriften {name} er ny", "Skrifta {name} er ny", "Font {name} is new"),
    "font_removed": ("Skriften {name} er borte", "Skrifta {name} er borte", "Font {name} is gone"),
    "previous_changed": (
        "Forrige utgave {name} er endret",
        "Førre utgåve {name} er endra",
        "Previous edition {name} changed",
    ),
    "previous_added": ("Forrige utgave {name} er ny", "Førre utgåve {name} er ny", "Previous edition {name} is new"),
    "previous_removed": (
        "Forrige utgave {name} er borte",
        "Førre utgåve {name} er borte",
        "Previous edition {name} is gone",
    ),
    "program_changed": ("Programfilen {name} er endret", "Programfila {name} er endra", "Program file {name} changed"),
    "program_added": ("Programfilen {name} er ny", "Programfila {name} er ny", "Program file {name} is new"),
    "program_removed": ("Programfilen {name} er borte", "Programfila {name} er borte", "Program file {name} is gone"),
    "packages_changed": (
        "Pakken {name} har en annen versjon",
        "Pakken {name} har ein annan versjon",
        "Package {name} has another version",
    ),
    "packages_added": ("Pakken {name} er ny", "Pakken {name} er ny", "Package {name} is new"),
    "packages_removed": ("Pakken {name} er borte", "Pakken {name} er borte", "Package {name} is gone"),
    "versions": ("{old}, nå {new}", "{old}, no {new}", "{old}, now {new}"),
    # what changed inside a file (keys of text_changes.SAID)
    "said_changed": ("{place}: {old}, nå {new}", "{place}: {old}, no {new}", "{place}: {old}, now {new}"),
    "said_added": ("{place}{value} lagt til", "{place}{value} lagt til", "{place}{value} added"),
    "said_removed": ("{place}{value} fjernet", "{place}{value} fjerna", "{place}{value} removed"),
    "said_line": ("linje {number}", "linje {number}", "line {number}"),
    "said_line_added": ("{place}: {value} lagt til", "{place}: {value} lagt til", "{place}: {value} added"),
    "said_line_removed": ("{place}: {value} fjernet", "{place}: {value} fjerna", "{place}: {value} removed"),
    "said_same": (
        "skrevet annerledes, med samme innhold",
        "skrive annleis, med same innhald",
        "written differently, with the same content",
    ),
    # rows of a data file
    "rows_counted": ("{old} rader, nå {new}", "{old} rader, no {new}", "{old} rows, now {new}"),
    "row_added": ("{n} rad kommet til", "{n} rad komen til", "{n} row added"),
    "rows_added": ("{n} rader kommet til", "{n} rader komne til", "{n} rows added"),
    "row_removed": ("{n} rad borte", "{n} rad borte", "{n} row removed"),
    "rows_removed": ("{n} rader borte", "{n} rader borte", "{n} rows removed"),
    "row_changed": ("{n} rad endret", "{n} rad endra", "{n} row changed"),
    "rows_changed": ("{n} rader endret", "{n} rader endra", "{n} rows changed"),
    "columns_added": ("nye kolonner: {names}", "nye kolonnar: {names}", "new columns: {names}"),
    "columns_removed": ("kolonner borte: {names}", "kolonnar borte: {names}", "columns removed: {names}"),
    "columns_changed": ("andre svar på: {names}", "andre svar på: {names}", "answers differ in: {names}"),
    "same_answers": ("de samme svarene", "dei same svara", "the same answers"),
    "and_more": ("og {n} til", "og {n} til", "and {n} more"),
    "points": ("pp", "pp", "pp"),
    # counts
    "exhibits_one": ("{n} tabell eller figur", "{n} tabell eller figur", "{n} table or figure"),
    "exhibits_many": ("{n} tabeller og figurer", "{n} tabellar og figurar", "{n} tables and figures"),
    "paragraphs_one": ("{n} avsnitt", "{n} avsnitt", "{n} paragraph"),
    "paragraphs_many": ("{n} avsnitt", "{n} avsnitt", "{n} paragraphs"),
    "claims_one": ("{n} påstand", "{n} påstand", "{n} claim"),
    "claims_many": ("{n} påstander", "{n} påstandar", "{n} claims"),
    "because": ("{what} er endret fordi {cause}", "{what} er endra fordi {cause}", "{what} changed because {cause}"),
}
LANGUAGES = ("nb", "nn", "en")
REVIEW_WORDS: dict[str, dict[str, str]] = {
    f"review_{key}": dict(zip(LANGUAGES, texts, strict=True)) for key, texts in {**PAGE_WORDS, **_PLAIN}.items()
}
