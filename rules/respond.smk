# How many were invited and how many answered, with the names of AAPOR's Standard Definitions.
#
# IN  results/{evaluation}/confidential/clean/ (the frame, the answers and the registers named in `response`)
# OUT results/{evaluation}/confidential/respond/response.csv

from evalreport.project.dependencies import answering
from evalreport.project.dependencies import counted_waves
from evalreport.project.dependencies import response_groups


rule respond_survey:
    """Counting who was invited and who answered"""
    input:
        tables=[
            f"results/{{evaluation}}/confidential/clean/{instrument}.parquet"
            for instrument in answering(SETTINGS.response)
        ],
    output:
        response="results/{evaluation}/confidential/respond/response.csv",
    log:
        "results/{evaluation}/confidential/logs/respond_survey.log",
    params:
        instruments=answering(SETTINGS.response),
        waves=Settings(counted_waves(SETTINGS.response)),
        groups={
            name: SETTINGS.group(name).where
            for name in response_groups(SETTINGS.response)
        },
        library=LIBRARY["respond_survey"],
    script:
        "../scripts/respond_survey.py"
