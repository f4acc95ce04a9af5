"""Ordinary words that also occur as names or handles of members.

A known name that is one of these is taken for the person only where the writing says so (capital inside a sentence,
beside another part of the name, in a greeting, alone on a line): see `names`. Compiled by hand: function words and
frequent words of English and the larger European languages, months, and given and family names that are words.
"""

# ruff: noqa: E501 - lists of words

from __future__ import annotations

ORDINARY = frozenset(
    """
a about above abuse access account across act action active add admin after again against age ago agree air all allow
almost alone along already also although always am among an and angel animal another answer any anybody anyone anything
anyway app apple are area arm around art as ask at author auto away baby back bad ball bank bar base basic bass bay be
bean bear beat because bed been beer before begin behind believe bell best better between big bill bird bit black blue
board body book boot boss both bottom box boy brain branch bread break bright bring bro brother brown browser buck bug
build bull burn bus bush business but butcher buy by call can candy cap car card care case cash cat cause chain chance
change chase cheap check chief child church city class clay clean clear client click clock close cloud club code coffee
cold cole color come common company computer control cook cool copy corn cost could count country course court cover
crash crazy cross cup cut dad daily dan dance dark data date day days dead deal dean death debug deep default delta demo
desk dev device did die diff digital dim dir direct disk do doc doctor does dog done door dot double down dr dragon draw
dream drew drink drive drop drum dry duck due duke dude during dust each earl early earth easy eat echo edge edit eight
either elf else empty end engine english enjoy enough enter error even event ever every everybody everyone everything
exit extra eye face fact fall false family fan far farm fast fat father fax feel few field fifth fight file fill film
find fine finger fire first fish five fix flash flat floor flow fly folder food fool foot for force ford forest form
forward four fox frank free freeze french fresh friend frog from front frost full fun future game garden gate gave gay
gene get ghost giant gift girl give glad glass go goat god gold gone good got grace grand grant gray great green grey
ground group grow guard guess guest guide guy had hair half hall hand happy hard has hash hat have hawk he head heap
hear heart heat heavy hell hello help her here hero hey hi hidden high hill him his history hit hold hole home hood hope
horse host hot hour house how however huge human hunt hunter hurt ice idea if image in index info inside internet into
is island it item its jack jam java jay jet job joe join joker joy judge july jump june just keen keep kernel key kid
kill kind king kit knife knight know lab lad lady lake lamb land lane language large last late later laugh law lay lazy
lead leaf learn least leave lee left leg less let letter level library lie life light like line link linux lion list
little live local lock log logic lone long look lord lose lost lot love low luck mac machine mad made magic mail main
make male man manual many map march mark market mason master match mate matrix matt max may maybe me mean media meet
memory men menu mercy merry message metal middle might mile miller mind mini minor miss mode model modern moment money
monkey monster moon more morning most mother mouse move movie much music must my mystic name near neat neck need net
network never new news next nice nick night nine no nobody node noise none noon nor normal north not note nothing now
null number object ocean of off office often oh ok old on once one online only open opera or orange order other our out
outside over own page pain paint pair palm panda panic paper park part pass past patch path patience pay peace pen
penny people perfect perl person pete phone photo phrase pick picture piece pig pilot pin pine ping pink pipe pirate pit
place plain plan planet plant plate play player please plus point police pool poor pop port post potter pound power
present press pretty price pride prime prince print prior private pro problem process profile program project proper
proxy public pull punk pure push put python quality queen quest question quick quiet quit quite rabbit race radio rage
rain ram random range rare rat rate raw ray reach read ready real reason rebel red reed regular release remote reply
report reset rest result return rice rich ride right ring rise river road rob robin robot rock root rose round royal
ruby rule run rush rust ruth sad safe said sage sail salt same sand saw say scale school sea search season seat second
secret see seem self send sense server service session set seven sex shadow shame sharp she shell shepherd shield shift
shine ship shoe shoot shop short shot should shout show shut sick side sign silent silver simple since single sir sister
sit site six size skin sky slave sleep slim slow small smart smile smith smoke smooth snake snow so social soft some
somebody someone something son song soon sorry sort soul sound source south space spam spark speak special speed spell
spider spirit split sport spot spring square stable staff stage stand star start state stay steel step stick still stone
stop store storm story strange stranger street strong student stuff style sub such sudden sue sugar summer sun super
support sure swan sweet sword system table tail take talk tall tank tape target task tea teach team tech tell ten term
terry test text than thank thanks that the their them then there these they thing think third this those though thought
three through throw thus tide tiger tiny tip to today together toggle token told tom tomorrow tonight too tool top total
touch tough town toy trace track trade train travel tree trial trick tried trip trouble true trust try turn tux tv twin
two type ubuntu ugly uncle under union unit unix unknown until up update upon us use used user van vast very vi video
view virus visit voice void wait wake walk walker wall want war ward warm was wash watch water wave way we weak web week
weird welcome well went were west wet what whatever wheel when where whether which while whisper white who whole whom
why wide wife wild will win wind window windows wine wing winter wire wise wish with wolf woman wonder wood word work
world worry worse would wow write wrong yeah year yes yet york you young your yourself zero zone
january february march april may june july august september october november december monday tuesday wednesday thursday
friday saturday sunday drake faith gill hazel heather ivy jade lily mack melody nova paige pat pearl penny piper poppy
raven reed rod rusty sandy skip sonny sunny teddy terra violet wade ward woody bishop baker barber carpenter carter
cooper fisher gardener hammer harper hooker law mayer marshal marshall porter sharp shaw taylor turner weaver wells
west banks barrels bond brooks day english fields flowers french german hands howe hughes love major moody
parks payne price savage sellers short singer small stark street swift toll weeks wells winters woods worth
aber alle alles als also am an auch auf aus bei bin bis bitte da dabei damit danke dann das dass dein dem den der des
dich die dies diese dieser dir doch dort du durch ein eine einem einen einer eines er es etwas euch fest frage frau frei
freitag für ganz gar geben gegen gerne gibt gross groß grund gruß grüße gut haben hallo hat heute hier hin ich ihm ihn
ihr im immer in ist ja jede jeder jetzt kaiser kann kein keine klein koch können könig kurz lang lassen leute machen
mai mal man mehr mein mensch mich mir mit montag morgen muss müller nach nein neu neue nicht nichts noch november nun
nur ob oder ohne recht richter sagen schon schwarz schneider sehr sein seit selbst sich sie sind so sommer sonntag
sonst stein tag tage über um und uns unser unter viel vom von vor wagner wann war warum was weber weg wein weiß weiss
wenn wer werden wie wieder will winter wir wird wo wolf zeit zu zum zur zwei
ainsi alors année après au aussi autre aux avec avant avoir beau bien bon bonjour bonne ce cela ces cet cette chaque
chez comme dans de déjà depuis des deux dire donc du elle elles en encore entre est et été être faire fait fin fleur
grand gros homme il ils je jour juste la le les leur lui mais marche mer merci mes moi moins mon monde même ne nom non
notre nous nouveau on ou où par parce pas petit peu peut place plus pour prix quand que quel qui rien roi rose sa
sans se ses si soir soleil son sont sous sur ta te temps toi ton tous tout toute très tu un une vers vie ville vous
ahora algo año antes aquí así aun bien blanca blanco bueno cada calle casa caso como con cosa cruz cual cuando de del
desde día donde dos dulce el ella ellos en entre era es esa ese eso esta está este esto feliz flor fue gracias gran ha
hacer hasta hay hola hombre hoy la las león ley lo los luna luz mal mano mar mas más me mi mis mucho mujer mundo muy
nada ni niño no noche nos nuestro o os otra otro país para parte paz pero poco por porque pues que qué quien rey reyes
rosa salud se ser si sí sin sobre sol solo son su sus también tan te tener tiempo tiene todo todos tu un una uno vez
vida viva y ya yo à agora alegre ao aos até bem boa bom casa com como da das de dela dele depois dia do dos e ela ele
em era essa esse está eu flores foi gente isso já lá lima mais mas me mesmo meu minha muito na não nas no nos nossa novo
num o obrigado os ou para pela pelo pereira pode por porque quando que quem rio rocha são se sem ser seu silva só sua
também tem tempo ter todos tudo um uma você anche amore allora bella bello bene bianco buono casa che chi ci ciao come
con cosa così da dal dalla de dei del della delle di dopo dove due e è ecco era fare fino fra fiore franco già gli grande
ha ho il in io l la le lei lo loro lui luna ma mai mano mare me meno mi mio molto mondo nel nella noi non nostro oggi ogni
per perché più poi prima quale quando quanto quella quello questa questo qui rosa rossi rosso russo se sempre senza sera
si sia siamo sole solo sono sopra sotto stato stella su sua suo te ti tra tu tua tuo tutti tutto un una uno va vita voi
aan al alles als bij dag dan dat de deze die dit doe door een en er geen goed groot haar had heb heeft hem het hier hij
hoe hun ik in is ja je jij jong kan klein maar man me meer met mij mijn naar niet nog nu of om ons ook op over te toch
toen tot uit van veel voor wat we wel werd wie wij wil zal ze zich zij zijn zo zon zou af alt at da de dem den der det
dette dig din du efter eller en er et for fra få gå god ham han har havde hej her hvad hvis hvor i ikke ind jeg kan kom
kun lars lille lov man mange med meget men mig min mod må ned nej nogle noget nok nu når og om op os over på ret se
selv sig sin skal som stor så tak til ud under var ved vi vil være år att av bara bra den det där en ett för från gör ha
hade han hon här i ingen inte jag kan kommer men mig min mot mycket ni nu när och om på sig ska som till upp ut var vi
vid vill är
""".split()
)

# Particles of family names: never a name by themselves.
PARTICLES = frozenset(
    "a af al ap as av bar ben bin d da dal de del della den der des di do dos du e el el- ibn la las le li lo los mac mc"
    " o of och of te ten ter the til und v van vande vanden vander vom von y zu zum zur jr sr ii iii iv dr prof mr mrs ms"
    " miss sir phd md esq".split()
)
