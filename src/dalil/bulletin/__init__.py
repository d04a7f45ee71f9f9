"""The bulletin: the public site, its pages and cards, and every figure's way back to its reports."""
