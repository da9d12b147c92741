"""What stands on cards of one country more than on others: the form of its postcodes and numbers, its companies' legal
forms, its words for streets, the letters and small words of its language.
"""

from __future__ import annotations

_STATES = (
    "A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)

_LONG_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana"
    "|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska"
    "|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania"
    "|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|wisconsin|wyoming"
)

# Group → (pattern, what it tells of each country); upper and lower case matter unless told otherwise. Within a group
# the numbers are set by hand; what the groups weigh against each other is measured (scripts/fit_country.py).
CUES: dict[str, tuple[tuple[str, dict[str, float]], ...]] = {
    "address": (
        (r"\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})\b", {"GB": 3.5}),
        (rf"\b(?:{_STATES})[ .,]{{1,3}}\d{{5}}(?:-\d{{4}})?\b", {"US": 3.5}),
        (rf"(?i:\b(?:{_LONG_STATES})),? {{1,2}}\d{{5}}(?:-\d{{4}})?\b", {"US": 3.5}),
        (r"\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d\b", {"CA": 3.5}),
        (r"\b(?:ON|QC|BC|AB|MB|SK|NS|NB|Ontario|Qu[eé]bec|Alberta),? [A-Z]\d[A-Z] ?\d[A-Z]\d\b", {"CA": 3.5}),
        (r"\b(?:NSW|VIC|QLD|TAS|ACT|SA|WA|NT)[ ,]{1,2}\d{4}\b", {"AU": 3.5}),
        (r"\b[ACDEFHKNPRTVWXY]\d[\dW] ?[\dACDEFHKNPRTVWXY]{4}\b", {"IE": 2.5}),
        (r"\b[1-9]\d{3} ?[A-Z]{2}\b(?! ?\d)", {"NL": 2.0}),
        (
            r"(?m)(?i:\bCEP\b)|(?:^|[A-Za-zÀ-ÿ,|] )\d{5}-\d{3}(?![\d.-]| ?\d)|(?<![\d+])\d{2}\.\d{3}-\d{3}(?![\d-])",
            {"BR": 3.0},
        ),
        (r"(?m)(?:^|, ?|[a-zà-ü] )\d{4}-\d{3} [A-ZÀ-Ý]", {"PT": 3.0}),
        (r"(?<![\d-])\d{2}-\d{3}(?![\d-]) [A-ZŁŚŻ]", {"PL": 2.5}),
        (r"(?<![\d-])\d{3} \d{2} [A-ZÅÄÖČŘŠŽ]", {"CZ": 0.8, "SE": 0.8, "GR": 0.1, "SK": 0.3}),
        (r"[a-z][-–:, ]{1,3}\d{3} ?\d{3}\b(?![ -]?\d)", {"IN": 1.2}),
        (r"\b\d{5} [A-ZÀ-Ý][\w' -]{1,30} \(?[A-Z]{2}\)?(?=\s|\Z|,)", {"IT": 1.2}),
        (r"\b(?:F|FR)-\d{5}\b", {"FR": 3.5}),
        (r"\b(?:D|DE)[-–]\d{5}\b", {"DE": 3.5}),
        (r"\b(?:A|AT)[-–]\d{4}\b", {"AT": 3.5}),
        (r"\bCH[-–]\d{4}\b", {"CH": 3.5}),
        (r"\b(?:B|BE)[-–]\d{4}\b", {"BE": 3.5}),
        (r"\b(?:L|LU)[-–]\d{4}\b", {"LU": 3.5}),
        (r"\bDK[-–]\d{4}\b", {"DK": 3.5}),
        (r"\b(?:S|SE)[-–]\d{3} ?\d{2}\b", {"SE": 3.5}),
        (r"\bFI[-–]\d{5}\b", {"FI": 3.5}),
        (r"\b(?:N|NO)[-–]\d{4}\b", {"NO": 3.5}),
        (r"\b(?:E|ES)[-–]\d{5}\b", {"ES": 3.5}),
        (r"\b(?:I|IT)[-–]\d{5}\b", {"IT": 3.5}),
        (r"(?m)(?:^|, ?)\d{5} [A-ZÄÖÜÀ-Ý]", {"DE": 0.5, "FR": 0.5, "ES": 0.4, "IT": 0.4, "FI": 0.3, "MX": 0.2}),
        (r"(?m)(?:^|, ?)[1-9]\d{3} [A-ZÄÖÜÀ-Ý]", {"AT": 0.5, "CH": 0.5, "BE": 0.4, "DK": 0.4, "NO": 0.4, "NL": 0.2}),
        (r"\b[A-Z][a-z]+ \d{4}(?=\s*(?:\n|\Z|,))", {"NZ": 0.5, "AU": 0.2}),
        (r"\bC\.? ?P\.? ?\d{5}\b", {"MX": 2.0}),
        (r"\bCedex\b|\bCEDEX\b|\bBP \d", {"FR": 2.0}),
        (r"(?:\s[-–/]\s?|, ?)(?:SP|RJ|MG|RS|PR|BA|PE|CE|DF|GO|ES|SC)\b|[a-zà-ü][-/](?:SP|RJ|MG)\b", {"BR": 0.8}),
    ),
    "company": (
        (r"\bGmbH\b", {"DE": 0.6, "AT": 0.5, "CH": 0.3}),
        (r"(?i:\bges\.? ?m\.? ?b\.? ?h\b)", {"AT": 1.5}),
        (r"\be\. ?K\.|\bUG \(", {"DE": 1.0}),
        (r"\bHR[AB] ?\d|(?i:handelsregister|amtsgericht|ust-?id)", {"DE": 2.0, "CH": 0.1}),
        (r"(?i:firmenbuch)|\bATU ?\d", {"AT": 3.0}),
        (r"\bAG\b", {"DE": 0.3, "CH": 0.4, "AT": 0.1}),
        (r"(?i:\bS\.? ?p\.? ?A\b|\bS\.? ?r\.? ?l\b)|\bP\. ?IVA\b", {"IT": 1.5}),
        (r"(?i:\bsp\. ?z ?o\.? ?o)|\bNIP\b|\bREGON\b", {"PL": 2.0}),
        (r"\bs\.? ?r\. ?o\b|\bspol\.", {"CZ": 1.2, "SK": 0.6}),
        (r"(?i:\bLtda\b)", {"BR": 1.0, "PT": 0.2}),
        (r"\bCNPJ\b|\bCPF\b", {"BR": 3.0}),
        (r"\bLda\b", {"PT": 1.5}),
        (r"\bB\. ?V\.|\bKvK\b|\bBTW\b", {"NL": 1.2, "BE": 0.4}),
        (r"\bN\.?V\b\.?|\bBVBA\b|\bSPRL\b", {"BE": 0.8}),
        (r"\bCVBA\b|\bSCRL\b|\bRPR\b|\bRPM\b", {"BE": 2.0}),
        (r"\bSA\b", {"FR": 0.2, "CH": 0.2, "BE": 0.2, "LU": 0.1}),
        (r"(?<!\d )\bAB\b", {"SE": 1.0}),
        (r"\bOyj?\b", {"FI": 2.0}),
        (r"\bApS\b|\b[AKPI]/S\b|\bCVR\b|(?i:\bbrdr\.)", {"DK": 1.5}),
        (r"\bNZBN\b", {"NZ": 3.0}),
        (r"\b(?:NZ|Aotearoa)\b", {"NZ": 2.0}),
        (r"\bO'[A-Z][a-z]|\bMc[A-Z]", {"IE": 0.4, "GB": 0.2, "US": 0.15}),
        (r"\bASA?\b", {"NO": 0.8}),
        (r"\bPty\b|\bABN\b", {"AU": 2.0}),
        (r"\bPvt\b|\bGSTIN\b", {"IN": 2.0}),
        (r"\bS\.?A\.?R\.?L\b|\bS\.?A\.?S\b|\bSIRET\b", {"FR": 1.0}),
        (r"\bS\. ?L\b\.?(?: ?U\b)?|\bCIF\b", {"ES": 1.2}),
        (r"(?i:\bde C\. ?V\b)", {"MX": 2.5}),
        (r"\bLLC\b|\bL\.L\.C\b|\bPLLC\b", {"US": 1.0}),
        (r"\bInc\b|\bCorp\b", {"US": 0.6, "CA": 0.3}),
        (r"\bplc\b|\bPLC\b|\bCIC\b|\bLLP\b", {"GB": 0.8, "IE": 0.2}),
        (r"(?i:\b(?:Ltd|Limited)\b)", {"GB": 0.4, "IE": 0.15, "IN": 0.15, "NZ": 0.15}),
        (r"\bDAC\b|\bTeo\b", {"IE": 1.5}),
    ),
    "street": (
        (
            r"(?i:stra(?:ß|ss)e\b|str\. ?\d|platz \d|\bdurchwahl|\bhandy\b|\btelefon\b)",
            {"DE": 0.6, "AT": 0.4, "CH": 0.3},
        ),
        (
            r"(?i:\b(?:rue|boulevard|bd\.?|quai) )|(?i:\bportable\b|\btél\b)",
            {"FR": 0.7, "BE": 0.2, "CH": 0.2, "CA": 0.1},
        ),
        (r"(?i:\b(?:via|viale|piazza|corso|largo) [A-Z])|(?i:\bcellulare\b|\bcell\.)", {"IT": 0.7}),
        (r"(?i:\b(?:calle|c/|avda|plaza|paseo)[ .])|(?i:\bmóvil\b|\btfno\b)", {"ES": 0.7, "MX": 0.3}),
        (r"(?i:\bcol\. |\bcolonia\b|\bcdmx\b)", {"MX": 1.2}),
        (r"(?i:\b(?:rua|r\.|av\.|avenida|travessa) )|(?i:\btelefone\b)", {"BR": 0.6, "PT": 0.4}),
        (r"(?i:\bcelular(?:es)?\b)", {"BR": 0.8, "MX": 0.6}),
        (r"(?i:\bfones?\b|\bramal\b|\bnextel\b)", {"BR": 1.0}),
        (r"(?i:\b(?:jd\.|jardim|vila|bairro|pr[óo]ximo) )", {"BR": 0.5, "PT": 0.1}),
        (r"(?i:\btelem[oó]vel\b|\btlm\b|\btelm\b)", {"PT": 1.5}),
        (r"(?i:\b(?:ul|al|pl)\. [A-ZŁŚŻ])|(?i:\bkom\.|\btel\. kom)", {"PL": 1.0}),
        (r"(?i:\bulice\b|\bnám\.|\bnáměstí\b|\bič[oO]\b)", {"CZ": 1.0}),
        (r"(?i:gatan \d|vägen \d|\bväxel\b)", {"SE": 1.0}),
        (r"(?i:(?:vej|gade) \d|\btlf\b)", {"DK": 0.9, "NO": 0.3}),
        (r"(?i:(?:gate|gata|veien|vei) \d)", {"NO": 0.9}),
        (r"(?i:(?:katu|tie|kuja) \d|\bpuh\b)", {"FI": 1.2}),
        (r"(?i:(?:straat|laan|gracht|plein|kade) \d)", {"NL": 0.8, "BE": 0.6}),
        (
            r"(?i:(?:techniek|bedrijf|bouw|werken|advies|makelaar|verzekering|gemeente|ziekenhuis)(?:en)?\b)",
            {"NL": 0.6, "BE": 0.4},
        ),
        (
            r"(?i:(?:leiter|leitung|technik|berater|beratung|meister|schaft|ungen|werke?|bau)(?:in)?\b)",
            {"DE": 0.5, "AT": 0.3},
        ),
        (r"(?i:\b(?:nagar|marg|sector|chowk)\b)", {"IN": 1.0}),
        (r"(?i:\b(?:suite|ste\.?) \d)", {"US": 0.6, "CA": 0.3}),
    ),
    "number": (
        # the form in which numbers are written; where it speaks for many countries alike, phone.py weighs it
        (r"(?<![\d.-])9[ .]?\d{4}-\d{4}(?![\d-])", {"BR": 1.5}),
        (r"(?<![\d-])\(?[1-9]\d\)? [2-5]\d{3}[-.]\d{4}(?![\d-])", {"BR": 1.0, "MX": 0.4}),
        (r"(?<![\d .-])[2-5]\d{3}-\d{4}(?![\d-])", {"BR": 0.8}),
        (r"(?<![\d+])(?<!\d[ .-])01 ?[ (]\d{2,3}\)?(?=(?:[ ().-]{0,2}\d){7,8}(?!\d))", {"MX": 1.5}),
        (r"(?<![\d+])\(?[2-9]\d{2}\)?[ .-]{1,2}[2-9]\d{2}[.-]\d{4}(?!\d)", {"US": 0.8, "CA": 0.4}),
    ),
    "language": (
        (r"[ñÑ¿¡]", {"ES": 0.8, "MX": 0.4}),
        (r"[ãõÃÕ]", {"BR": 0.6, "PT": 0.5}),
        (r"ß", {"DE": 0.8, "AT": 0.4}),
        (r"[äöüÄÖÜ]", {"DE": 0.5, "AT": 0.3, "CH": 0.25, "SE": 0.1, "FI": 0.1}),
        (r"[åÅ]", {"SE": 0.5, "NO": 0.4, "DK": 0.4}),
        (r"[øØæÆ]", {"DK": 0.6, "NO": 0.5}),
        (r"[łŁżŻśŚźćńąęŃĆ]", {"PL": 1.0}),
        (r"[řŘůŮěĚ]", {"CZ": 1.0}),
        (r"[œŒ]|(?i:\b[ld]')|[êèç]", {"FR": 0.3, "BE": 0.1, "CH": 0.1, "BR": 0.05, "CA": 0.05}),
        (r"(?i:\b(?:und|für|der|von|mit|im)\b)", {"DE": 0.5, "AT": 0.3, "CH": 0.25}),
        (r"(?i:\b(?:et|des|les|du|aux|pour)\b)", {"FR": 0.5, "BE": 0.2, "CH": 0.1, "CA": 0.1}),
        (r"[íóáú]", {"ES": 0.3, "MX": 0.25, "BR": 0.15, "PT": 0.15, "CZ": 0.1, "IE": 0.05}),
        (r"(?i:\b(?:los|las|el|para|y|jefe|ejecutiv[oa]|directora?|gerente)\b)", {"ES": 0.5, "MX": 0.4}),
        (
            r"(?i:\b(?:empresa|servicios?|técnico|asesor[íi]a|ventas|hermanos|sucursal|ingenier[íi]a)\b)",
            {"ES": 0.4, "MX": 0.4},
        ),
        (r"(?i:\b(?:della|dello|delle|dei|degli|del|di|responsabile|direttore|studio)\b)", {"IT": 0.5}),
        (r"(?i:\b(?:do|da|dos|das|diretora?|gerente|advogad[oa]|engenheir[oa])\b)", {"BR": 0.5, "PT": 0.35}),
        (
            r"(?i:\b(?:assist[êe]ncia|t[ée]cnica|vendas|pe[çc]as|servi[çc]os|trabalhamos|or[çc]amentos?|você|não)\b)",
            {"BR": 0.4, "PT": 0.3},
        ),
        (
            r"(?i:\b(?:eletr[ôo]nic[oa]|aparelhos?|ônibus|caminhão|caminhões)\b)",
            {"BR": 0.7, "PT": 0.1},
        ),
        (
            r"(?i:\b(?:voor|van|het|een|adviseur|medewerker|verkoop|bureau|zaken|afdeling|hoofd|directie)\b)",
            {"NL": 0.5, "BE": 0.3},
        ),
        (r"(?i:\b(?:och|för|chef|säljare|vd)\b)", {"SE": 0.8}),
        (r"(?i:\bog\b|\bleder\b)", {"DK": 0.5, "NO": 0.5}),
        (r"(?i:\b(?:ja|johtaja|toimitusjohtaja|asiantuntija)\b)", {"FI": 0.8}),
        (r"(?i:\b(?:i|oraz|dla|dyrektor|kierownik|specjalista|prezes)\b)", {"PL": 0.4}),
        (r"(?i:\b(?:ředitel|jednatel|obchodní|vedoucí)\w*)", {"CZ": 1.0}),
    ),
}
