"""From the record to a case: the law as data, which of it may concern what was reported, and how proceedings go."""
