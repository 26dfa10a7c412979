"""Which texts the scorer can read: English ones, and those too short to tell."""

import pandas as pd
import pytest
from conftest import PROJECT

from python_steps.sentiment import readability
from python_steps.sentiment.readability import make_reader
from python_steps.sentiment.scoring import score_texts

# typos, slang, product names, loanwords, and words that other languages have as well
ENGLISH = [
    "ok", "👍", "5/5", "Good", "meh", "Nope", "thx", "A+++", "Super!", "Top", "Bravo", "n/a",
    "teh chekout dosnt wrk, plz fix", "luv it sooo much", "gr8 prices tbh", "site down agian smh",
    "ngl the delivry was kinda slow", "idk why but cart empties itself lol", "wtf is this??",
    "Defo comin back", "y'all are amazing, love ya", "gonna buy again fr fr",
    "IKEA BILLY shelf wobbles", "POÄNG chair is comfy", "FÄRGKLAR bowls arrived chipped",
    "La Roche-Posay cream arrived late", "Crème de la Mer jar was broken",
    "Nespresso Vertuo leaks", "Das Keyboard is loud but great", "El Camino poster looks faded",
    "L'Oréal shampoo, very good", "Häagen-Dazs melted", "café table is lovely",
    "à la carte plates look naïve but cute", "José from support was very helpful",
    "Too long a wait, no refund, no reply", "Los Angeles delivery took ages",
    "iPhone 15 Pro Max case doesn't fit", "Error 502 at payment",
    "Bought two, one had a dent, the other was fine", "AirPods Max con: battery dies fast",
    "Ordered in May, still nothing", "Van was late and the driver was rude",
    "dank packaging smell", "Le Creuset pot cracked after a week",
    "Danke! Great shop, will order again", "Size runs small, order one up", "not worth the $$$",
    "Meh quality tbh, broke day 2", "Best purchase evr!!!",
    "cant login, pasword reset email nevr came", "Refund pls", "Kinda pricey but ok",
    "OMG so cute", "10/10 would recomend", "DHL lost it again", "Paypal checkout loops forever",
    "The Sony WH-1000XM5 are superb", "gud", "fab!", "Bin lid doesn't close",
    "Dog bed is huge, my dog loves it", "Men's jacket fits great", "Mitt has a hole",
    "God awful support", "Handle came off the mug", "Hen party cups arrived a day late",
    "Pour spout leaks", "Door hinge bent on arrival", "Til Monday they said, still nothing",
    "Ale glasses are chipped", "Sedan seat covers don't fit", "Sin bin toy, kids like it",
    "Mere 2 weeks and it died", "Gang of four chairs, one wobbly",
    "Per the email it ships Monday", "Die casting looks cheap", "Old car part, no manual",
    "AI chat bot is useless", "Com port adapter dead on arrival", "Tan sofa looks orange",
    "Site lag is real", "Ya'll need to fix the cart", "Fjällräven bag is great",
    "Müller yoghurt was off", "Pâté tasted fine", "Ciao bella mug, cute gift",
    "Gracias! Fast shipping", "Tour de France jersey too tight", "El Paso sauce leaked",
    "Dos and don'ts missing from the manual", "Hola from Texas, love the boots",
    "Mi Band 7 strap snapped", "Du Pont fabric, solid", "Los of stuff missing",
    "Bon Jovi shirt faded",
]  # fmt: skip
FOREIGN = {
    "de": [
        "Sehr gute Qualität", "Das Paket kam beschädigt an.",
        "Leider falsche Farbe geschickt bekommen", "Alles bestens, danke!",
        "Kundendienst reagiert seit Tagen nicht", "Der Checkout stürzt ständig ab",
    ],
    "fr": [
        "Très satisfait de mon achat", "Le produit est arrivé cassé", "Jamais reçu ma commande",
        "Impossible de payer avec ma carte", "Je recommande ce site",
        "Service après-vente inexistant, à fuir",
    ],
    "es": [
        "Muy contento con la compra", "El producto llegó roto", "No me devuelven el dinero",
        "Todo perfecto, gracias", "La web se cuelga al pagar",
        "Pésimo servicio, no lo recomiendo",
    ],
    "pt": [
        "Produto de ótima qualidade", "Não funciona, quero meu dinheiro de volta",
        "Entrega antes do prazo", "O site trava na hora de pagar", "Recomendo a todos",
        "Veio com defeito e ninguém responde",
    ],
    "it": [
        "Tutto perfetto, spedizione rapida", "Il prodotto non funziona",
        "Non ho mai ricevuto il pacco", "Prezzi troppo alti", "Consiglio questo negozio",
        "Sito lento, impossibile pagare",
    ],
    "nl": [
        "Zeer tevreden met mijn aankoop", "Het product was kapot",
        "Nog steeds geen reactie gehad", "Snelle levering, top!",
        "Ik kan niet betalen met mijn kaart", "Nooit meer hier bestellen",
    ],
    "pl": [
        "Bardzo dobra jakość", "Paczka przyszła uszkodzona", "Nie polecam tego sklepu",
        "Szybka dostawa, wszystko zgodne z opisem", "Strona nie działa na telefonie",
        "Czekam na zwrot pieniędzy od miesiąca",
    ],
    "sv": [
        "Mycket bra kvalitet", "Paketet var trasigt när det kom", "Fick aldrig min beställning",
        "Snabb leverans, jag är nöjd", "Det går inte att betala med kort",
        "Kundtjänst svarar inte på mejl",
    ],
    "da": [
        "Meget god kvalitet", "Pakken var ødelagt ved levering",
        "Jeg har aldrig modtaget min ordre", "Hurtig levering, alt var fint",
        "Man kan ikke betale med kort", "Kundeservice svarer ikke på mails",
    ],
    "tr": [
        "Çok güzel bir ürün", "Paket hasarlı geldi", "Siparişim hala gelmedi",
        "Hızlı kargo, teşekkürler", "Kartla ödeme yapamıyorum", "Bir daha asla alışveriş yapmam",
    ],
    "other scripts": [
        "Отличный магазин, спасибо", "很好", "とても良いです", "المنتج ممتاز", "Πολύ καλό προϊόν",
        "מוצר מצוין", "बहुत अच्छा", "정말 좋아요", "ดีมาก",
    ],
}  # fmt: skip
PHRASES = pd.read_csv(PROJECT / "python_steps/simulator/phrases.csv")


@pytest.fixture(scope="module")
def is_readable():
    return make_reader()


def test_english_comments_are_readable(is_readable):
    assert len(ENGLISH) >= 40
    assert [text for text in ENGLISH if not is_readable(text)] == []


@pytest.mark.parametrize("language", FOREIGN)
def test_comments_in_other_languages_are_not_readable(is_readable, language):
    assert len(FOREIGN[language]) >= 6
    assert [text for text in FOREIGN[language] if is_readable(text)] == []


def test_exactly_the_english_phrases_of_the_simulator_are_readable(is_readable):
    read = PHRASES["text"].map(is_readable)
    assert PHRASES[read != (PHRASES["language"] == "en")]["text"].tolist() == []


@pytest.mark.parametrize(
    "text", ["", "?!", "12.50", "👍👍", "¯\\_(ツ)_/¯", "SKÅDIS", "Great, сайт works", "ℌello", "Ω"]
)
def test_too_little_to_tell_is_readable(is_readable, text):
    assert is_readable(text)


def test_no_list_has_a_frequent_english_word():
    english = readability.ENGLISH_WORDS
    assert english.isdisjoint(readability.AMBIGUOUS_WORDS)
    for language, words in readability.FOREIGN_WORDS.items():
        assert english.isdisjoint(words.split()), language


def test_a_score_says_whether_its_text_was_readable():
    lexicon = pd.DataFrame(columns=["term", "polarity", "subjectivity"])
    scored = score_texts(pd.Series(["Great shop", "Très bon site", "ok"]), lexicon)
    assert scored["is_readable"].tolist() == [True, False, True]
