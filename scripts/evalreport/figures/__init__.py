"""Figures: a view and its estimates become shapes in points, and the shapes become SVG, PNG and CSV."""
