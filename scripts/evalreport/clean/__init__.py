"""From raw tables to one tidy table an instrument, with a log of every changed or dropped value."""
