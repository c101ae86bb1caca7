# Weights: one job a scheme; waves are weighted separately.
#
# IN  results/{evaluation}/confidential/clean/ (the questionnaire, the frame and the registers named in `weighting`)
# OUT results/{evaluation}/confidential/weight/{scheme}.parquet: respondent and weight, which sum to the population of the wave
#     results/{evaluation}/confidential/weight/{scheme}.diagnostics.csv: distribution, margins, effect on the key results

from evalreport.weighting.schemes import scheme_instruments
from evalreport.weighting.schemes import scheme_params


def weighted_from(wildcards):
    return scheme_instruments(SETTINGS.weighting[wildcards.scheme])


rule weight_survey:
    """Weighting: {wildcards.scheme}"""
    input:
        tables=lambda wildcards: [
            f"results/{wildcards.evaluation}/confidential/clean/{instrument}.parquet"
            for instrument in weighted_from(wildcards)
        ],
    output:
        weights="results/{evaluation}/confidential/weight/{scheme}.parquet",
        diagnostics="results/{evaluation}/confidential/weight/{scheme}.diagnostics.csv",
    log:
        "results/{evaluation}/confidential/logs/weight_survey/{scheme}.log",
    params:
        instruments=lambda wildcards: weighted_from(wildcards),
        scheme=lambda wildcards: Settings(scheme_params(SETTINGS, wildcards.scheme)),
        library=LIBRARY["weight_survey"],
    script:
        "../scripts/weight_survey.py"
