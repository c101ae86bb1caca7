"""Raw exports as tables of text, as they came."""
