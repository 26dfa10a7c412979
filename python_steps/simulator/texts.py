"""What shoppers write: comments with a rating."""

import numpy as np
import pandas as pd

from python_steps.simulator import world

# topic: phrases in a negative, a neutral and a positive mood
PHRASES = {
    "checkout": (
        ("Checkout crashed after I entered my address", "Too many steps in checkout, annoying"),
        ("Checkout has three steps", "Went through the checkout on my laptop"),
        ("Checkout was quick and easy", "Smooth checkout, great"),
    ),
    "payment": (
        ("Payment failed again and again", "My card was declined for no reason, terrible"),
        ("Paid by card", "I used the invoice as payment"),
        ("Payment worked perfectly", "Happy that paying by card is so easy"),
    ),
    "slow": (
        ("The page is awfully slow", "Loading takes forever, had to reload twice"),
        ("The page loads in two seconds", "Waited for the page once"),
        ("Very fast loading, easy to use", "Great speed on every page"),
    ),
    "mobile": (
        ("Not responsive on mobile, horrible", "The app froze on my phone"),
        ("I shop on my phone", "Used the mobile site this time"),
        ("Works great on mobile", "Lovely app on my phone"),
    ),
    "login": (
        ("Couldn't log in, password reset is broken", "Login failed twice, frustrating"),
        ("Logged in with my mail address", "I signed in on two devices"),
        ("Login was easy", "Nice that I stay logged in"),
    ),
    "delivery": (
        ("Delivery is late, very disappointing", "The parcel arrived damaged, bad service"),
        ("Delivery to the parcel shop", "The parcel came on Tuesday"),
        ("Fast delivery, excellent", "Delivery was great and on time"),
    ),
    "search": (
        ("Search results are useless", "The search found nothing, so annoying"),
        ("Searched for a lamp", "I looked at the filters in the search"),
        ("Search finds everything, excellent", "Good filters in the search"),
    ),
    "product": (
        ("The product photos are bad", 'Wrong size, the "large" is terribly small'),
        ("The product comes in two sizes", "I compared two products"),
        ("Beautiful product, love it", "Excellent quality and good photos"),
    ),
    "cart": (
        ("Couldn't add the product to my cart", "My cart was empty again, awful"),
        ("There are two items in my cart", "Left it in the cart for now"),
        ("Cart is nice and clear", "Great that the cart keeps my items"),
    ),
}
OTHER_LANGUAGES = (
    ("Die Bezahlung hat nicht funktioniert, sehr ärgerlich", "La página es muy lenta"),
    ("Ich habe auf Rechnung bestellt", "Compré dos lámparas"),
    ("Sehr schöner Laden, gerne wieder", "Très bon site, livraison rapide"),
)
EMOJI = ("😡", "🤔", "😊")


def comment(generator, sessions):
    """Draw which sessions leave a comment, how they rate, and what they write.

    Args:
        generator: numpy Generator that all randomness comes from.
        sessions: one row a session: user, ended (seconds), pages, failed_service, experience.

    Returns:
        One row a comment: user (NaN when anonymous), at (seconds), text ('' when empty), rating
        (1 to 5, NaN when missing).
    """
    share = sessions["experience"].map(world.FEEDBACK_SHARE).to_numpy(dtype=float)
    writers = sessions[generator.random(len(sessions)) < share]
    rows = [_write(generator, writer) for writer in writers.itertuples()]
    return pd.DataFrame(rows, columns=["user", "at", "text", "rating"]).astype({"at": np.int64})


def _write(generator, session):
    """Compose the comment of one session: (user, at, text, rating)."""
    mood = int(generator.choice(3, p=world.MOOD_SHARES[session.experience]))
    lowest, highest = world.RATINGS[world.MOODS[mood]]
    rating = int(generator.integers(lowest, highest + 1))
    if generator.random() < world.AT_ODDS_SHARE:
        mood = 2 - mood if mood != 1 else 0
    text = _compose(generator, mood, _topics(generator, session))
    at = session.ended + int(generator.integers(30, 2 * world.HOUR_SECONDS))
    user = np.nan if generator.random() < world.ANONYMOUS_SHARE else session.user
    return user, at, text, np.nan if generator.random() < world.BLANK_RATING_SHARE else rating


def _topics(generator, session):
    """Draw one or two topics; what went wrong comes first."""
    topics = list(generator.choice(list(PHRASES), size=1 + generator.integers(2), replace=False))
    if session.experience == "failed":
        topics[0] = world.TOPIC_OF_SERVICE[session.failed_service]
    elif session.experience == "slow":
        topics[0] = "slow"
    return list(dict.fromkeys(topics))


def _compose(generator, mood, topics):
    """Join phrases to a text, now and then with a typo, an emoji, or in another language."""
    if generator.random() < world.EMPTY_TEXT_SHARE:
        return ""
    if generator.random() < world.OTHER_LANGUAGE_SHARE:
        return str(generator.choice(OTHER_LANGUAGES[mood]))
    text = ". ".join(str(generator.choice(PHRASES[topic][mood])) for topic in topics)
    if generator.random() < world.TYPO_SHARE:
        swapped = int(generator.integers(1, len(text) - 2))
        text = text[:swapped] + text[swapped + 1] + text[swapped] + text[swapped + 2 :]
    if generator.random() < world.EMOJI_SHARE:
        text = f"{text} {EMOJI[mood]}"
    return text
