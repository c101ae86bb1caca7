# The audit of printed tables: what cannot be right in the published ones, in any brought along, and in our own.
# snakemake audit: the edition's published tables. snakemake audit --config tables=my_tables/*.csv: any others. See docs/audit.md.
#
# IN  results/{evaluation}/{edition}/exhibits/ (our own), data/{evaluation}/<published>/, report_templates/shared/
# OUT results/{evaluation}/{edition}/audit/: own.csv, own.txt (a final edition's), findings.csv, audit.html and audit.docx;
#     of tables brought along results/{evaluation}/{edition}/audit/tables/

from evalreport.project.needs.audit import BROUGHT
from evalreport.project.needs.audit import PUBLISHED

AUDITED = BROUGHT if "tables" in config else PUBLISHED


def printed_tables(wildcards):
    return PROJECT.audit.tables(wildcards.audited, DATA_FOLDER, config.get("tables"))


rule audit_own:
    """Auditing the tables of the report itself"""
    input:
        exhibits=lambda wildcards: protected(list(PROJECT.audit.exhibits())),
    output:
        findings=f"{PATHS.build}/audit/own.csv",
    log:
        f"{PATHS.confidential}/logs/audit_own.log",
    params:
        views=Settings(
            {name: PROJECT.views[name].to_dict() for name in PROJECT.audit.exhibits()}
        ),
        statistics=Settings(PROJECT.audit.exhibits()),
        levels=list(SETTINGS.significance_levels),
        language=SETTINGS.language,
        library=LIBRARY["audit_own"],
    script:
        "../scripts/audit_own.py"


# Of a final edition only, as with claims: the assembly waits for it.
rule check_audit:
    """Checking that the audit proves no number of the report wrong"""
    input:
        findings=f"{PATHS.build}/audit/own.csv",
    output:
        counts=f"{PATHS.build}/audit/own.txt",
    log:
        f"{PATHS.confidential}/logs/check_audit.log",
    params:
        library=LIBRARY["check_audit"],
    script:
        "../scripts/check_audit.py"


rule audit_tables:
    """Auditing printed tables"""
    input:
        tables=printed_tables,
    output:
        findings=f"{PATHS.build}/{{audited}}/findings.csv",
    log:
        f"{PATHS.confidential}/logs/{{audited}}/audit_tables.log",
    params:
        contents=lambda wildcards: source_contents(printed_tables(wildcards)),
        language=SETTINGS.language,
        library=LIBRARY["audit_tables"],
    wildcard_constraints:
        audited=f"{PUBLISHED}|{BROUGHT}",
    script:
        "../scripts/audit_tables.py"


rule present_audit:
    """Writing the findings as a page and for Word"""
    input:
        findings=f"{PATHS.build}/{{audited}}/findings.csv",
        tables=printed_tables,
        reference=REFERENCE,
    output:
        html=f"{PATHS.build}/{{audited}}/audit.html",
        docx=f"{PATHS.build}/{{audited}}/audit.docx",
    log:
        f"{PATHS.confidential}/logs/{{audited}}/present_audit.log",
    params:
        contents=lambda wildcards: [
            DESIGN,
            source_contents(printed_tables(wildcards)),
        ],
        metadata=Settings(PROJECT.metadata()),
        places=PLACES,
        library=LIBRARY["present_audit"],
    wildcard_constraints:
        audited=f"{PUBLISHED}|{BROUGHT}",
    script:
        "../scripts/present_audit.py"


rule audit:
    """The audit is ready"""
    input:
        PATHS.products(
            f"{AUDITED}/{name}"
            for name in ("findings.csv", "audit.html", "audit.docx")
        ),
