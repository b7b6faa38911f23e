"""The measures, one a file, each with its reference.

Answers: `exact_match`, `token_f1`, `answer_correct`. Citations: `citation_precision`, `citation_recall`,
`quotations_exact`. Silence: `abstention`. Retrieval: `hits`, `reciprocal_rank`. `normalise` holds what is
done to a text before it is compared, `tally` what a measure says of one question.
"""
