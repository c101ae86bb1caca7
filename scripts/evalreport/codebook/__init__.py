"""The questionnaire as data: variables, value sets, batteries and indices."""
