"""Files: reading, checking and writing them, messages with file and place, and the schema of every number."""
