"""Labels of columns and answers that stand in a sheet or file of their own: one module a kind, one registry."""
