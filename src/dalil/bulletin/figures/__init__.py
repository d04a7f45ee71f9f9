"""The pages of figures, and figures in the text of other pages. `figure_choices` is named by a migration."""

from dalil.bulletin.figures.choices import figure_choices

__all__ = ["figure_choices"]
