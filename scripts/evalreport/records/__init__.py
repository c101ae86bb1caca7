"""Records: documents, coding tables and plans as tables of text, a row a record, each with the place it came from.

A reader is a module with
- `tables(settings)`: table -> columns promised, known without opening data;
- `code_lists(settings)`: names of the code lists its columns use;
- `raw_files(settings, data_folder, config_folder)`: the files a job depends on, known without opening data;
- `read(settings, data_folder, config_folder, language)`: table -> table of text; raises BadInput with all problems.
A reader whose tables follow from a file of the team's (a form) has `prepared(settings, config_folder)` too: the settings
with that file's content.
Its settings are described in config/schemas/records/<reader>.yaml.
"""

from types import ModuleType

from evalreport.records.readers import (
    annual_reports,
    budget,
    coding,
    interviews,
    milestones,
    publications,
    quotes,
    registrations,
)
from evalreport.records.readers import table as plain

READERS: dict[str, ModuleType] = {
    "table": plain,
    "coding": coding,
    "publications": publications,
    "milestones": milestones,
    "budget": budget,
    "interviews": interviews,
    "quotes": quotes,
    "registrations": registrations,
    "annual_reports": annual_reports,
}
