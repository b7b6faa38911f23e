"""The measures, one a file, each with its reference.

Answers: `exact_match`, `token_f1`, `rouge_l`, `answer_correct`, `conflict_shown`. Citations: `citation_precision`,
`citation_recall`, `quotations_exact`. Silence: `abstention`. Claims: `decision`, `f_score`. Retrieval: `ranking`,
`answer_recall`. Questions: `lexical_overlap`. `normalise` holds what is done to a text before it is compared, `tally`
what a measure says of one question.
"""
