from python_steps.sentiment.score_relation import score_relation


def model(dbt, session):
    dbt.config(
        materialized="incremental",
        incremental_strategy="sync_texts",
        meta={
            "text_column": "feedback_text",
            "text_sources": {"int_feedback_texts": "feedback_text"},
        },
    )
    texts = dbt.ref("int_feedback_texts")
    if dbt.is_incremental:
        known = session.sql(f"select feedback_text from {dbt.this!r}")
        texts = texts.join(known, "feedback_text", how="anti")
    return score_relation(session, texts, dbt.ref("shop_lexicon"))
