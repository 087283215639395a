"""Country words of the lists to ISO 3166-1 alpha-2; a word that is not here stays as it is and becomes an issue."""

import unicodedata
from functools import cache, lru_cache

# Code, then the names that lists use for it. Former states have no code of today: they stay words.
NAMES = """
AD Andorra|AE United Arab Emirates;UAE|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|AM Armenia|AO Angola
AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|AU Australia|AW Aruba|AX Aland Islands|AZ Azerbaijan
BA Bosnia and Herzegovina;Bosnia-Herzegovina;Bosnia & Herzegovina|BB Barbados|BD Bangladesh|BE Belgium|BF Burkina Faso
BG Bulgaria|BH Bahrain|BI Burundi|BJ Benin|BL Saint Barthelemy|BM Bermuda|BN Brunei;Brunei Darussalam
BO Bolivia;Bolivia (Plurinational State of);Plurinational State of Bolivia|BQ Bonaire, Sint Eustatius and Saba|BR Brazil
BS Bahamas;Bahamas, The|BT Bhutan|BW Botswana|BY Belarus;Belarus/Belarus|BZ Belize|CA Canada|CC Cocos Islands
CD Congo, Democratic Republic of the;Democratic Republic of the Congo;Democratic Republic of Congo;Congo (Democratic Republic);\
Congo (the Democratic Republic of the);DRC;Congo, The Democratic Republic of the;Congo-Kinshasa
CF Central African Republic|CG Congo, Republic of the;Congo;Republic of the Congo;Congo (Republic);Congo-Brazzaville|CH Switzerland
CI Cote d'Ivoire;Ivory Coast;Cote d Ivoire|CK Cook Islands|CL Chile|CM Cameroon
CN China;People's Republic of China;China, People's Republic of
CO Colombia|CR Costa Rica|CU Cuba|CV Cape Verde;Cabo Verde|CW Curacao|CX Christmas Island|CY Cyprus
CZ Czech Republic;Czechia|DE Germany|DJ Djibouti|DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador
EE Estonia|EG Egypt|EH Western Sahara|ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FJ Fiji|FK Falkland Islands;Falkland Islands (Malvinas)
FM Micronesia;Micronesia, Federated States of;Federated States of Micronesia|FO Faroe Islands|FR France|GA Gabon
GB United Kingdom;UK;Great Britain;England;Scotland;Wales;Northern Ireland;United Kingdom of Great Britain and Northern Ireland
GD Grenada|GE Georgia|GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland|GM Gambia;Gambia, The;The Gambia
GN Guinea|GP Guadeloupe|GQ Equatorial Guinea|GR Greece|GT Guatemala|GU Guam|GW Guinea-Bissau|GY Guyana
HK Hong Kong;Hong Kong, China;Hong Kong SAR;Hong Kong (China);Hong Kong, Special Administrative Region of China;China, Hong Kong
HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia|IE Ireland|IL Israel|IM Isle of Man;Man, Isle of|IN India
IO British Indian Ocean Territory|IQ Iraq|IR Iran;Iran (Islamic Republic of);Islamic Republic of Iran;Iran, Islamic Republic of
IS Iceland|IT Italy|JE Jersey|JM Jamaica|JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros;Union of the Comoros
KN Saint Kitts and Nevis;St. Kitts and Nevis;St Kitts and Nevis;St. Kitts & Nevis
KP Korea, North;North Korea;Democratic People's Republic of Korea;Korea, Democratic People's Republic of;DPRK;Korea (North);\
Korea, Democratic People`s Republic of;Korea (Democratic People's Republic of)
KR Korea, South;South Korea;Republic of Korea;Korea, Republic of;Korea (South);Korea (Republic of)|KW Kuwait|KY Cayman Islands|KZ Kazakhstan
LA Laos;Lao People's Democratic Republic;Lao People`s Democratic Republic|LB Lebanon|LC Saint Lucia;St. Lucia;St Lucia|LI Liechtenstein
LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya;Libyan Arab Jamahiriya;State of Libya|MA Morocco|MC Monaco
MD Moldova;Moldova, Republic of;Republic of Moldova;Moldova (Republic of)|ME Montenegro|MF Saint Martin
MG Madagascar|MH Marshall Islands|MK North Macedonia;Macedonia, The Former Yugoslav Republic of;Macedonia;\
North Macedonia, The Republic of;the former Yugoslav Republic of Macedonia|ML Mali
MM Myanmar;Burma;Myanmar (Burma);Burma (Myanmar);Myanmar/Burma|MN Mongolia|MO Macau;Macao;Macao SAR|MP Northern Mariana Islands
MQ Martinique
MR Mauritania|MS Montserrat|MT Malta|MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia
NC New Caledonia|NE Niger|NF Norfolk Island|NG Nigeria|NI Nicaragua|NL Netherlands;The Netherlands|NO Norway|NP Nepal|NR Nauru|NU Niue
NZ New Zealand|OM Oman|PA Panama|PE Peru|PF French Polynesia|PG Papua New Guinea|PH Philippines|PK Pakistan|PL Poland
PM Saint Pierre and Miquelon|PN Pitcairn|PR Puerto Rico|PS Palestinian;Palestine;State of Palestine;Palestinian Territory, Occupied;\
Occupied Palestinian Territory;Palestinian Territories;Occupied Palestinian Territories;West Bank;Region: Gaza;Region: West Bank;Gaza;\
Palestinian Territory;The Occupied Palestinian Territories;Palestinian Authority|PT Portugal|PW Palau|PY Paraguay|QA Qatar
RE Reunion|RO Romania
RS Serbia;Republic of Serbia|RU Russia;Russian Federation;The Russian Federation|RW Rwanda|SA Saudi Arabia|SB Solomon Islands|SC Seychelles
SD Sudan;The Sudan|SE Sweden|SG Singapore|SH Saint Helena|SI Slovenia|SJ Svalbard and Jan Mayen|SK Slovakia|SL Sierra Leone|SM San Marino
SN Senegal|SO Somalia|SR Suriname|SS South Sudan|ST Sao Tome and Principe|SV El Salvador|SX Sint Maarten|SY Syria;Syrian Arab Republic
SZ Eswatini;Swaziland|TC Turks and Caicos Islands|TD Chad|TF French Southern Territories|TG Togo|TH Thailand|TJ Tajikistan|TK Tokelau
TL Timor-Leste;East Timor|TM Turkmenistan|TN Tunisia|TO Tonga|TR Turkey;Turkiye;Republic of Turkiye|TT Trinidad and Tobago;Trinidad & Tobago
TV Tuvalu|TW Taiwan;Taiwan, Province of China;Taiwan, China;Taiwan (Province of China)
TZ Tanzania;United Republic of Tanzania;Tanzania, United Republic of|UA Ukraine|UG Uganda
US United States;United States of America;USA;U.S.A.;US|UY Uruguay|UZ Uzbekistan|VA Holy See;Vatican City
VC Saint Vincent and the Grenadines;St. Vincent and the Grenadines;St Vincent and the Grenadines;St. Vincent & Grenadines
VE Venezuela;Venezuela, Bolivarian Republic of;Venezuela (Bolivarian Republic of);Bolivarian Republic of Venezuela
VG Virgin Islands, British;British Virgin Islands|VI Virgin Islands, U.S.;United States Virgin Islands|VN Vietnam;Viet Nam|VU Vanuatu
WF Wallis and Futuna|WS Samoa|XK Kosovo|YE Yemen|YT Mayotte|ZA South Africa|ZM Zambia|ZW Zimbabwe
"""
# Words that lists put where no country is known.
NONE = ("unknown", "undetermined", "na", "n/a", "none", "-", "not known", "none identified", "not applicable", "00")


def folded(text: str) -> str:
    """Return the letters of a word, without accents and case."""
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).casefold()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


@cache
def table() -> dict[str, str]:
    """Map folded names to codes."""
    found = {}
    for item in NAMES.replace("\\\n", "").replace("\n", "|").split("|"):
        code, _, names = item.partition(" ")
        found.update({folded(name): code for name in names.split(";")})
    return found


@cache
def codes() -> frozenset[str]:
    """All codes that we know."""
    return frozenset(table().values())


@lru_cache(maxsize=4096)
def country_code(word: str) -> str | None:
    """Return the code of a country word; empty for words that mean none, None when the word is not known."""
    if len(word) == 2 and word.isupper() and word in codes():
        return word
    plain = folded(word).rstrip(".")
    if plain in NONE or not plain:
        return ""
    return table().get(plain) or table().get(plain.removeprefix("the "))
