"""The program's own words, numbers, dates and lists in the language of a report."""
