"""Dossiers at the desk: asked, filled, weighed element by element, worked on, and handed out."""
