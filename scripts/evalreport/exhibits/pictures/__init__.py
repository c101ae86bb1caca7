"""Exhibits that are a picture of the team's own: an organisation chart, a map, a drawing of how a programme should work."""
