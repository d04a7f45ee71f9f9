"""Which reports are about the same thing: candidates, the model that weighs them, and what it proposes.

A kind says in `same_when` how two reports of one thing agree. From that come the candidates (`candidate_pairs`), what is compared of each pair
(`comparisons`), and a model of the weights that these comparisons have (`training`). A pair whose likelihood reaches the threshold of the
model is judged the same, in the name of the model and with its reasons (`match_runs`); any other pair waits for a person (`proposals`).

What a model says of a pair depends on the two reports and the model alone. So a report that comes in is matched without looking at the
others again, and a hidden report changes nothing for those who may not see it. That one row of a list is not joined to two rows of
another is seen to where judgements become entities (`record.entities.group`), for each viewer among the reports that the viewer may see.

The method: Fellegi and Sunter, A Theory for Record Linkage (1969); estimated without labels by expectation maximisation, by Splink.
"""
