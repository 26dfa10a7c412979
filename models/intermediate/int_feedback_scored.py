from python_steps.sentiment import score_texts


def model(dbt, session):
    # without a row the type of the text would be unknown
    texts = dbt.ref("int_feedback_texts").df().astype({"feedback_text": "string"})
    lexicon = dbt.ref("shop_lexicon").df()
    return texts.assign(**score_texts(texts["feedback_text"], lexicon))
