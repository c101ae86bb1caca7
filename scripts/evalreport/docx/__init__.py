"""WordprocessingML: the parts, tables, properties and checks of a Word file."""
