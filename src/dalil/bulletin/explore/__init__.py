"""Exploring: a question that a reader puts by choosing, whose address is the question, and its answer in four ways."""
