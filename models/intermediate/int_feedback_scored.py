from python_steps.sentiment import score_texts


def model(dbt, session):
    texts = dbt.ref("int_feedback_texts").df()
    lexicon = dbt.ref("shop_lexicon").df()
    return texts.assign(**score_texts(texts["feedback_text"], lexicon))
