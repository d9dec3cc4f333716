"""Wire messages as agencies send them, written by hand."""

DPA = """\x01bdt0412 2 pl 61  dpa 1037\r
\r
Partei/Deutschland/Muster/\r
\x02(Eil \x07\x07\x07\x07\x07)\r
(Berichtigung: Zahl der Mitglieder im 2. Absatz korrigiert. Es sind\r
nicht 40, sondern 44.)\r
Parteispitze tritt nach Niederlagen ab\r
Von Erika Beispiel und Max Muster, dpa\r
(Foto Archiv) =\r
\r
Berlin (dpa) - Die Parteispitze zieht nach den Misserfolgen der\r
Partei bei mehreren Wahlen personelle Konsequenzen. Die\r
Co-Vorsitzenden gaben in Berlin den Rücktritt des gesamten\r
Vorstandes bekannt.\r
\r
Die Neuwahl soll im November sein. Bis dahin führt der alte Vorstand\r
die Geschäfte weiter, wie ein Sprecher sagte.\r
\r
# Notizblock\r
\r
## Orte\r
- [Parteizentrale](Platz vor dem Neuen Tor 1, 10115 Berlin,\r
  Deutschland)\r
\r
dpa abc yydd n1 sku\r
\x03\r
251037 Sep 24\r
\x04"""

DPA_WITHOUT_CONTROLS = """eca0003 3 i 80  dpa 0045

Switzerland/migration/UN/
REFILE
1ST LEAD
Swiss join countries that resist a migration pact
By dpa correspondents =

Geneva (dpa) - Switzerland is joining a growing number of countries
that will refrain from signing a migration pact in December, the
government announced on Wednesday.

The government said it "wishes to postpone its final decision pending
conclusion of the parliamentary debates."

dpa al rmo hct

212322 GMT Nov 18

"""

AFP = """\x01FRA0064 1 G 0004 FRA/AFP-RC58\r
\x02FLASH\r
- Le président a démissionné\r
ly\r
AFP 310544 AOU 97\r
\x03\x04"""

EFE = """\x01EXG0231 4 POL 0090\r
LÍBANO PUERTO, Ampliación\r
\x02El puerto de Beirut reabre tras una semana de obras\r
\r
Beirut, 4 mar (EFE).- El puerto de Beirut reabrió este lunes tras una\r
semana de obras, anunció el primer ministro libanés, que agradeció a\r
los ingenieros su trabajo. EFE\r
\x03\r
041030 GMT mar 24\r
\x04"""

BELGA_DAY = """[31-JUL-97  00:00]

SPF001 3 RES 0040 F BELGA-0001
FOOTBALL/
Ligue des champions - résultats (3DER)

   BRUXELLES 23/07 (AFP-DPA-REUTER) = Dernier résultat des matches
retour du 1er tour de qualification de la Ligue des champions
1997-98, disputés mercredi:
   IA Akranes (Isl) - (+) FC Kosice (Svq)               0-1   0-3

   NDLR: Les clubs précédés du signe (+) sont qualifiés pour le 2e
tour de qualification

./.
310001 JUL 97

INT001 3 GEN 0091 F BELGA-0031
DIVERS/
Il perd et sa voiture et la recette du match

   ROCHEFORT 31/07 (BELGA) = Un responsable du club a été agressé
jeudi matin par deux individus armés.
./.
310100 JUL 97
"""

KNA_SPELT_OUT = """<SOH>bkn014 4 pl 171 vvvvb KNA 170123-89-00065#2
Bundestag/Kinder
<STX>Kinderkommission: Bund muss zuständig bleiben=
Berlin (KNA) Die Kinderkommission hat sich gegen Überlegungen gewandt,
die Zuständigkeit auf die Länder zu übertragen.
<ETX>
231015 Jan 17
<EOT>
"""

AP = """\x16\x16\x01z6715\x1f-----\r
r s\x13\x11 BC-BKN--Port-Hawks 1stLd-Writethru   02-20 0500\r
\x02^BC-BKN--Port-Hawks, 1st Ld-Writethru,416< \r
^Adler has 30 points, short-handed Port beat Hawks< \r
^AP Photo GATK105, GATK106< \r
^Eds: Updates. With AP Photos.< \r
^Paul Adler scored 30 points and the Port beat the Hawks 115-111 on Friday night.< \r
^By CHARLES ODEN and ANA COLE= \r
^AP Sports Writer= \r
\t   ATLANTA (AP) _ Paul Adler scored 30 points and the Port beat the Hawks 115-111 on Friday night. \r
\t   ``I gave it a couple days,'' Adler said. ``It's just some soreness.'' \r
\t   ___ \r
\r
\t   \x03AP-WF-02-20-16 0337GMT<\r
\x04"""

KYODO = """\x01a0105KYODO\x1fkoko-\r
d s\x13\x11 BC-Soccer-Emperor's-Cup   09-12 0344\r
\x02BC-Soccer-Emperor's-Cup\r
     SAITAMA, Japan, Dec. 9 Kyodo - The Reds claimed their seventh \r
Emperor's Cup on Sunday after defeating fellow J-League top division \r
side Sendai 1-0 at Saitama Stadium.\r
     Midfielder Kazuo Ugajin scored the only goal of the night in \r
the 13th minute.\r
==Kyodo\r
\x03KWS-21:37-09-12-18\r
\x04"""

CANADIAN_PRESS = """\x16\x16\x01B1488\x1fcpstf\r
r b\x13\x11 Dollar-Markets 7thWritethru TB06 31-10 588\r
\x02^Dollar-Markets, 7th Writethru@<\r
^Update:ADDS details@<\r
^HL:Stock markets advance as a bank seeks to fire up an economy@<\r
^By Malcolm Morris@<\r
^THE CANADIAN PRESS@<\r
\t   TORONTO _ The stock market ran ahead sharply Friday on\r
relief that another major central bank is stepping up to help keep\r
the recovery on track.<\r
\x0316:35ET 31-10-14<\r
\x04"""

AP_WITHOUT_CONTROLS = """W1645asian
b a BC-US--APNewsAlert     06-29 0358
^BC-US--APNewsAlert,17<
\t   HONOLULU (AP) _ The state files a court challenge.

\t   AP-WF-06-29-17 2350GMT<
"""
