"""Decide whether a text is one that the scorer can read: English, or too short to tell.

TextBlob knows English only and gives any other text a polarity of 0. A text is not readable when
most of its letters are not Latin, or when its words are rather those of another language than
English: words of `FOREIGN_WORDS` and words with diacritics count against words that TextBlob's
English lexicon knows. Unknown words, such as typos and product names, count for neither.
"""

import re
import unicodedata
from collections.abc import Callable

from textblob import en as textblob_en


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Frequent words by language, without those that are English words as well.
FOREIGN_WORDS = {
    "de": """
        aber alle allem alles als ansonsten antwort antwortet auch auf aus bei beim beschädigt
        bestellen bestellt bestellung bezahlen bezahlung billig bin bisher bitte danke das dass
        defekt dem den dennoch der des deutsch diese diesem diesen dieser dieses doch durch ein
        eine einem einen einer einfach empfehlen empfehlenswert endlich erhalten erst es etwas
        euch fahrer falsch fehler fehlt freundlich funktioniert für ganz gar gefällt gekauft
        gekommen geld geliefert gerne geschickt gibt gute guten guter gutes günstig habe haben
        ich ihr immer ist ja jederzeit kaputt kasse katastrophe kein keine keinen klappt klasse
        kommen kommt konnte kunde kunden kundenservice langsam leider lieferung lieferzeit
        mangelhaft mehr mein meine meinen meiner mich mir mit nach nicht nichts nie nochmal nur
        oder paket preis preise prima qualität rücksendung schlecht schlechte schlechter schnell
        schnelle schneller schon schrecklich schön schöne sehr sein seit seite sich sie sind
        sofort teuer tolle total trotz und unfreundlich uns unser unzufrieden verpackt
        verpackung versand viel viele vielen vom von vor warte wartezeit warum weil wenn wieder
        wird wirklich wunderbar wurde wurden zahlung zu zufrieden zum zur zurück zusammen
    """,
    "fr": """
        accueil achat acheter acheté affreux agréable ailleurs aimable aimé alors après arnaque
        arrivé arrivée assez attente au aucun aucune aussi aux avant avec avez avoir beaucoup
        belle bien bon bonne bonnes bons bravo carte ce cela ces cet cette cher chez chère colis
        commande commandé comme conforme contente contre couleur dans depuis des deux donc du
        délai déçu déçue elle elles en enfin est et expédition faut fois gentil génial heureux
        ici ils injoignable jamais je jours jusqu la lente lenteur les leur livraison livré
        livrée lui ma mais mal malheureusement marche mauvais mauvaise merci mes mieux moi moins
        mois mon moyen même nos notre nous nul nulle ont ou où paiement panier par parfait
        parfaite pas payé personne peu plus pour pourquoi première prix problème produit
        produits qualité quand que qui quoi rapide rapidement recevoir recommande remboursement
        rembourser reçu reçue rien répond réponse sans sav semaine semaines ses sont sous suis
        sur ta tard totale toujours tout toute toutes trop trouve très téléphone un une vendeur
        votre vous vraiment ça été être
    """,
    "es": """
        además ahora al algo aquí atención aunque años barato bastante bien buen buena buenas
        bueno buenos calidad cara caro cliente cobraron compra comprar compro compré con
        contenta contento correo cosas cuando cuenta dan de decepción del dentro desde después
        devolución devolver dinero dos días el ella ellos embalado en encanta encantó entrega
        entregado enviaron envío era eres es espera esperando esta estaba estado estas este esto
        estos estoy está están excelente falta fue fueron funciona fácil gracias gran hace hacer
        hasta incluso increíble la las lenta lento les llega llegado llegaron llegó lo los luego
        mal mala malo me mejor menos meses mi mis momento mucha muchas mucho muchos muy más nada
        nadie ni ninguna nos nuevo nunca otra otro pagar pago paquete para parece pedido pedí
        peor perfecto pero poco porque precio precios primera problema problemas producto
        productos puede puedo pues página pésima pésimo que quien qué recibido recibí
        recomendable recomiendo respuesta respuestas roto rápida rápido se según ser servicio
        siempre sobre son su sus sí sólo también tampoco tarde tarjeta tengo tiempo tienda tiene
        toda todas todavía todo todos tres tuve un una unas uno unos usar usted veces vendedor
        ver vez volver volveré vuelvo ya
    """,
    "pt": """
        adorei adoro agora ainda algum alguma amei antes ao aos apenas aplicativo aqui assim
        atendimento atrasada atrasado atraso atrasou até barato bem boa boas bom bons caro
        carrinho chegar chegou com como compra comprar compras comprei confiável cor da das
        defeito deixei demais demora demorou depois dia dias diferente dinheiro disso dois dos
        duas ela ele em embalado embalagem encomenda entrega entregaram entregou entregue era
        espera esperava este estou está estão eu falhou falta faltando fazer ficou foi foram
        fraco funciona fácil gostei gosto horrível incrível isso já lenta lento linda lindo lixo
        loja lojas mais mal maravilhosa maravilhoso mas mau me meia melhor menos meses mesmo meu
        minha muita muitas muito muitos mês na nada nas nem nenhum nenhuma ninguém nos nossa
        nota nova novo nunca não obrigada obrigado onde ou outra outro paga pagamento paguei
        para parabéns pela pelo perfeita perfeito pior porque pouco prazo preço preços problema
        problemas produto produtos péssima péssimo quando que quem quero recebi recebido
        recomendo responde resposta ruim rápida rápido satisfeita satisfeito seis sem semana
        semanas sempre ser serviço seu sou sua são só também tarde tem tenho ter tive todo todos
        tudo tão um uma umas uns vale veio vem vendedor vez vezes você voltarei vou várias ótima
        ótimo
    """,
    "it": """
        acquistare acquistato acquisti acquisto al alla alle allo anche ancora anzi arrivata
        arrivati arrivato assistenza assolutamente bella bellissima bellissimo bello bene brava
        bravi bravo buon buona buoni buono cambiato che chi ci cliente clienti complimenti
        comprare comprato con consegna consegnata consegnato consiglio conveniente così da dal
        dalla danneggiata danneggiato degli dei del della delle dello deludente deluso di
        difettoso disponibile dopo e ed era erano esperienza essere fatto felice funziona
        gentile gentili giorni giorno già gli grazie hanno ho il imballaggio in indietro inutile
        la le lei lenta lentissima lentissimo lento lo loro lui ma mai meglio meno merce mese
        mesi mi mia migliore mio molta molte molti molto negozio nei nel nella nessun nessuna
        nessuno niente noi non nostro nulla nuovo oggi ogni ordinato ordine orribile ottima
        ottimi ottimo pacco pagamento pagare pagato per perché perfetta perfetto però pessima
        pessimo pezzi piace piaciuto più poco prezzi prezzo prima problema problemi prodotti
        prodotto purtroppo qualcosa qualità quando quasi questa queste questi questo qui rapida
        rapido ricevuto rimborso risponde rispondono risposta rotta rotto scarsa scarso se sei
        sempre senza servizio settimana settimane si sia siamo sono spedito spedizione stata
        stato su subito tanto tre troppo truffa tutta tutte tutti tutto una uno va veloce
        velocissima velocissimo venditore vergogna vergognoso volta volte è
    """,
    "nl": """
        aan aanrader aardig alleen alles altijd andere antwoord bedankt beetje behalve bel
        besteld bestellen bestelling betaald betalen betaling beter bij blij daar dan dank dat
        deze dit doen duidelijk duur echt echte een eens eerst en erg gaat gebruiken geen geld
        geleverd gemakkelijk geweest goed goede goedkoop graag groot haar heb hebben heeft
        helaas helemaal het hij hun ik is jammer je jullie kan kapot klant klanten
        klantenservice komt kon krijg kwaliteit kwam langzaam lekker leuk levering levertijd
        maar mee meer meteen mij mijn minder moet moeten mooi mooie na naar netjes niet niets
        niks nog nooit nu om ondanks ontvangen onze ook op opnieuw over paar pakket pas prachtig
        prachtige prijs prijzen prima reactie reageert slecht slechte snel snelle sneller steeds
        te tegen telefoon teleurgesteld teleurstellend terug tevreden toch traag twee uit
        uitstekend vaak van veel verder verkeerd verkeerde verpakking verpakt verzending
        verzonden vind volgende voor vriendelijk vriendelijke waar waardeloos wachten wat week
        weer weken wel werd werken werkt wij winkel worden wordt ze zeer zelf zijn zo zonder
    """,
    "pl": """
        albo bardzo bez bo brak być była było były cena ceny chyba ci co czas czekam czy dla
        dlaczego dobra dobre dobry dobrze dostawa dotarł dotarła dotarło drogi drogo dwa działa
        dziękuję długo fajnie fajny fatalna fatalne fatalny gdy gdzie i ich ja jak jakości
        jakość jestem jeszcze już kiedy klienta kontakt kontaktu koszyk która które który
        kupiłam kupiłem lepiej ma mam mi mnie moje można mój na nadal nas nawet nic nie niestety
        nigdy niż numer obsługa od okropne opakowanie oraz paczka paczki pieniądze pieniędzy po
        podoba polecam ponieważ poza problemów produkt produktu przed przesyłka przesyłki przez
        przy pół płatność reklamacja roku się skandal sklep sklepie sklepu spoko sprzedawca
        strona szybka szybki szybko są słaba słabo ta tak takie także tam tania tanio te tego
        ten tu tydzień tygodnie tylko uszkodzona uszkodzony wam więcej wolna wolno wspaniała
        wspaniałe wspaniały wszystko wysyłka za zadowolona zadowolony zamówienia zamówienie
        zamówiłam zamówiłem zawsze ze zepsuta zepsuty zgodnie zgodny zwrot zwrotu źle że żeby
    """,
    "sv": """
        aldrig alla allt alltid andra att av bara behöver beställa beställde beställning
        beställt betala betalning betalningen billig billigt blev bli borde bäst bästa bättre
        dag dagar de dem det detta dina dom du dyrt där då dålig dåligt efter eller en enkel
        enkelt ett fel fick fin fina fint fortfarande fram från fungera fungerade fungerar får
        för första förstör ganska gick gillar gjorde gång gånger går göra hade handla har hela
        hittade hos hur här hög igen ingen inget inte jag jättebra jättefin kan kassan kom
        kommer kommit kunde kundtjänst kvalitet kvaliteten kvalité köpa köpt köpte leverans
        leveransen levererades lite lång långsam långsamt med mer mina mitt mycket måste ni nu
        när något några nöjd och också om oss paket paketet pengar pengarna priser priset på
        rekommenderar rätt sidan sig själv ska skickade skulle snabb snabba snabbt som svar
        svarar svarat sämst så tack tog trasig trasigt trots trött två tyvärr upp ut utan
        utmärkt var vara varan varför varit varor veckor vi vid vill väldigt väntat är även över
    """,
    "da": """
        af aldrig alle alt altid andre at bedre bedste bestille bestilling bestilt bestilte
        betale betaling betalt billig billigt blev blive bliver bruge da dag dage de dejlig
        dejligt dem denne deres det dette dog du dyrt dårlig dårligt efter ej elendig eller en
        end endnu et fandt fejl fin fine fint flere for fordi forkert forkerte fra fungerer få
        fået får først gange ganske gerne gik gjort god gode godt går gør han handle har havde
        hele heller hen her hos hun hurtig hurtige hurtigt hvad hvis hvor hvorfor igen ikke ind
        ingen intet jeg jeres kan kasse kom kommer kommet kun kunde kundeservice kunne kvalitet
        kvaliteten købe købt købte lang langsom langsomt lave lavet let leveret levering
        leveringen lidt lige mange med meget men mens mig mine mit må måtte ned nem nemt noget
        nogle nu når og også om op over pakke pakken penge pengene pris prisen priser på pæn
        pænt rigtig rigtigt samme selv sende sendt siden sig skal skulle slet som stadig svar
        svarer så tak til tilbage tilfreds to ud uden uge uger utilfreds var varen varer ved
        ventet vi vil virkede virker være været ødelagt øv
    """,
    "tr": """
        acele adet aldım aldığım alışveriş ama ancak artık aynı az bana bazı ben berbat beğendim
        beğenmedim beş bir biraz bize boş bu bunu böyle büyük da daha de deneyim değil diye
        dolayı doğru düşük eksik elime etmedi etmem etti fakat fiyat fiyatlar fiyatı geldi gelen
        gelmedi geç gibi gün günde gündür güvenilir güzel hala hata hemen hep hepsi her hizmet
        hiç hâlâ hızlı iade ilgili ilk ise iyi için kadar kalite kaliteli kalitesi kaliteyi
        kargo kargom kesinlikle ki kimse kolay kötü küçük kırık lütfen maalesef memnun memnunum
        mi mükemmel müşteri müşteriler nasıl neden olan olarak oldu olduğu olmadı olmuş olsun
        pahalı paket paketleme para paramı rezalet saat sadece sağlam sipariş siparişim sitesi
        sizin son sonra sorun sorunsuz süper tavsiye tekrar temiz teşekkür teşekkürler tüm ucuz
        ulaştı urun uygun var ve vermiyor veya yanlış yardımcı yavaş yok yorum zaman çabuk
        çalışmıyor çalışıyor çok çünkü çıktı ödedim ödeme önce öneririm önermiyorum ürün ürünler
        ürünü üzerinden şekilde şey şimdi
    """,
}
# Words of English that are frequent in another language too, which tell nothing.
AMBIGUOUS_WORDS = _words(
    """
    a ai al ale all also am an as at bare beau bent bin bra bravo come con cosa data den die dig
    dire do dock dog due en end er et fait fin fine for gang glad go god had ham han handle
    hat have hay heel hen her his hoe i in is jest land lang lent let lo male man me men mere
    met min mine mitt most no nor o of on or os over par pas pet plus pod pour sale sea sedan
    service sin site so solo some son soy still su super tag tan tempo ten til till to toll top
    tot total tour tout two u under up use want war ware was we week were will wind y
    """
)
# Frequent words of English alone.
ENGLISH_WORDS = _words(
    """
    about after always and any are because been before but by can could did does down each ever
    every everything from get good got great he how if it its just like love many more much my never
    not now off only our out she should than that the their them then there they thing this too very
    well went what when where which while who why with would you your
    """
)
# Parts of names, such as La Roche or Crème de la Mer, and what is also slang or part of an address.
WEAK_WORDS = _words(
    """
    att carte com con da dank dat de del della der des di du el em era ho jag la las le les lo
    los mi na nos per tack une van von wat ya
    """
)
# Loanwords that keep their diacritics in English.
LOANWORDS = _words(
    """
    à café cafés cliché clichés crème crêpe crêpes décor déjà entrée façade fiancé fiancée jalapeño
    naïve née piñata protégé purée résumé rosé sauté soufflé über voilà château pâté
    """
)
WORD = re.compile(r"[^\W\d_]+")


def make_reader() -> Callable[[str], bool]:
    """Return a function that tells whether a text is readable.

    The sets are made here, once for many texts, and TextBlob's lexicon is read only when a text has
    a word of another language.
    """
    languages = [_words(words) - AMBIGUOUS_WORDS for words in FOREIGN_WORDS.values()]
    foreign = frozenset().union(*languages)
    english: set[str] = set()

    def is_readable(text: str) -> bool:
        text = unicodedata.normalize("NFKC", text)
        if not text.isascii() and not _is_mostly_latin(text):
            return False
        words = WORD.findall(text.lower())
        accented = [word for word in words if not word.isascii() and word not in LOANWORDS]
        if not accented and foreign.isdisjoint(words):
            return True
        if not english:
            english.update(_english_words() - foreign - AMBIGUOUS_WORDS)
        found = max(languages, key=lambda language: _weigh(words, language))
        weight = _weigh(words, found)
        others = [word for word in accented if word not in found]
        known = sum(2 if word in ENGLISH_WORDS else 1 for word in words if word in english)
        if not weight and (len(words) < 2 or (known and len(others) < 2)):
            return True
        return weight + 1.5 * len(others) < max(known, 1)

    return is_readable


def _weigh(words: list[str], language: frozenset[str]) -> float:
    return sum(0.5 if word in WEAK_WORDS else 1 for word in words if word in language)


def _is_mostly_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    foreign = sum(
        not character.isascii() and not unicodedata.name(character, "").startswith("LATIN")
        for character in letters
    )
    return foreign < 2 or foreign * 2 <= len(letters)


def _english_words() -> set[str]:
    """Return the words of TextBlob's tagger and sentiment lexicon, without names."""
    tags = textblob_en.lexicon
    names = ("FW", "NNP", "NNPS")
    words = {word for word in tags if word.islower() and len(word) > 1 and tags[word] not in names}
    return words | set(textblob_en.sentiment) | ENGLISH_WORDS
