"""Language words and codes of the lists to ISO 639-1, where there is one."""

WORDS = {
    "arabic": "ar", "armenian": "hy", "azerbaijani": "az", "bangla": "bn", "belarusian": "be",
    "bengali": "bn", "bosnian": "bs", "bulgarian": "bg", "burmese": "my", "chinese": "zh",
    "croatian": "hr", "czech": "cs", "dari": "fa", "dutch": "nl", "english": "en", "farsi": "fa",
    "french": "fr", "georgian": "ka", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi",
    "italian": "it", "japanese": "ja", "kazakh": "kk", "korean": "ko", "kurdish": "ku",
    "kyrgyz": "ky", "macedonian": "mk", "moldovan": "ro", "pashto": "ps", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "punjabi": "pa", "romanian": "ro",
    "romanian; moldavian; moldovan": "ro", "russian": "ru", "serbian": "sr", "somali": "so",
    "spanish": "es", "tajik": "tg", "thai": "th", "turkish": "tr", "ukrainian": "uk",
    "urdu": "ur", "uzbek": "uz", "vietnamese": "vi", "simplified "
        "chinese": "zh", "traditional chinese": "zh",
}  # fmt: skip
CODES = {
    "ara": "ar", "aze": "az", "bel": "be", "bos": "bs", "bul": "bg", "bur": "my", "ces": "cs",
    "chi": "zh", "cze": "cs", "deu": "de", "dut": "nl", "ell": "el", "eng": "en", "fas": "fa",
    "fra": "fr", "fre": "fr", "ger": "de", "gre": "el", "heb": "he", "hin": "hi", "hrv": "hr",
    "hye": "hy", "ita": "it", "jpn": "ja", "kat": "ka", "kaz": "kk", "kor": "ko", "kur": "ku",
    "kir": "ky", "mkd": "mk", "mya": "my", "nld": "nl", "per": "fa", "pol": "pl", "por": "pt",
    "prs": "fa", "pus": "ps", "ron": "ro", "rum": "ro", "rus": "ru", "som": "so", "spa": "es",
    "srp": "sr", "tgk": "tg", "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "uzb": "uz",
    "vie": "vi", "zho": "zh", "arm": "hy", "geo": "ka", "may": "ms", "msa": "ms", "ind": "id",
    "ben": "bn", "tam": "ta", "swa": "sw",
}  # fmt: skip


def language_code(word: str) -> str | None:
    """Return the code of a language word or of a three-letter code; None when it is not known."""
    lower = word.strip().lower()
    if len(lower) == 2 and lower.isalpha():
        return lower
    return CODES.get(lower) or WORDS.get(lower)
