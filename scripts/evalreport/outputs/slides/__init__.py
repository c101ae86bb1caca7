"""slides.pptx: the exhibits an edition names, one a slide, on a team's own template."""
