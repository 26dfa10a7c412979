from python_steps.sentiment import score_texts


def model(dbt, session):
    dbt.config(
        materialized="incremental",
        incremental_strategy="keep_texts",
        meta={"text": "feedback_text", "texts": {"int_feedback_texts": "feedback_text"}},
    )
    texts = dbt.ref("int_feedback_texts")
    if dbt.is_incremental:
        texts = texts.join(session.sql(f"from {dbt.this!r}"), "feedback_text", how="anti")
    # without a row the type of the text would be unknown
    frame = texts.df().astype({"feedback_text": "string"})
    lexicon = dbt.ref("shop_lexicon").df()
    threads = session.sql("select current_setting('threads')").fetchall()[0][0]
    return frame.assign(**score_texts(frame["feedback_text"], lexicon, processes=threads))
