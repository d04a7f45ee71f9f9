"""The pages of the bulletin: front page, stories, cards, themes, links, feeds."""
