"""Words of a name that say what bears it, not who: legal forms, titles, ship prefixes, fillers.

Each is written in Latin letters as `latin.py` gives it (lower case, without signs), so that one list
serves every script. A form of several words is one entry.
"""

from __future__ import annotations

# What a form is called is not what it is: all limited companies are one class here, because lists,
# registers and invoices name one company with "Ltd", "Limited" and "Co., Ltd." in turn.
LEGAL_FORMS: dict[str, tuple[str, ...]] = {
    "limited": (
        "ltd", "limited", "co ltd", "co limited", "company limited", "company ltd", "llc", "l l c",
        "limited liability company", "pte ltd", "pte", "pty ltd", "pty", "pvt ltd", "pvt",
        "private limited", "private ltd", "sdn bhd", "sdn", "bhd", "berhad", "ooo", "tov", "too",
        "obshchestvo s ogranichennoy otvetstvennostyu", "obshchestvo s ogranichennoi otvetstvennostiu",
        "obschestvo s ogranichennoy otvetstvennostyu", "obshchestvo s ogranichennoj otvetstvennostyu",
        "gmbh", "gesellschaft mit beschrankter haftung", "sarl", "s a r l", "srl", "s r l", "spolka z o o",
        "sp z o o", "sp z oo", "spol s r o", "sro", "s r o", "doo", "d o o", "kft", "eood", "ood", "ltda",
        "limitada", "bv", "b v", "lda", "fzc", "fze", "fz llc", "fzco", "fz co", "dmcc", "s de rl de cv",
        "s de r l de c v", "unipessoal lda", "youxian gongsi", "you xian gong si", "limitit",
        "tavarystva z abmezhavanay adkaznastsyu", "taa", "ltd sti", "limited sirketi", "chamkad", "cmkad",
        "kon pa ni li mi tet", "kumpani limitet", "li mi tet",
    ),
    "joint_stock": (
        "plc", "public limited company", "ag", "a g", "aktiengesellschaft", "sa", "s a", "societe anonyme",
        "sociedad anonima", "spa", "s p a", "societa per azioni", "nv", "n v", "jsc", "j s c",
        "joint stock company", "jointstock company", "ojsc", "open joint stock company", "cjsc",
        "closed joint stock company", "pjsc", "public joint stock company", "oao", "zao", "pao", "ao",
        "aktsionernoe obshchestvo", "aktsionernoye obshchestvo", "otkrytoe aktsionernoe obshchestvo",
        "otkrytoye aktsionernoye obshchestvo", "zakrytoe aktsionernoe obshchestvo",
        "publichnoe aktsionernoe obshchestvo", "publichnoye aktsionernoye obshchestvo", "oaa", "zaa",
        "as", "a s", "asa", "ab", "oyj", "oy", "kk", "kabushiki kaisha", "k k", "pt", "tbk", "sab de cv",
        "s a b de c v", "sa de cv", "s a de c v", "c a", "ca", "compania anonima", "saog", "saoc", "psc",
        "p j s c", "ooj", "anonim sirketi", "s a l", "sal", "sae", "s a e", "s a s", "sas", "gufen youxian gongsi",
        "gu fen you xian gong si", "jusighoesa", "chusik hoesa", "adkrytae aktsyyanernae tavarystva", "ad", "a d",
    ),
    "corporation": (
        "corp", "corporation", "inc", "incorporated", "co", "company", "compania", "compagnie", "cie", "cia",
        "kompaniya", "gongsi", "gong si", "hoesa", "hoe sa", "brisath", "sherkat", "sherkate", "shrkt", "sharika",
        "firm", "firma", "kon pa ni", "kumpani", "est", "establishment",
    ),
    "partnership": (
        "lp", "l p", "llp", "l l p", "limited partnership", "kg", "gmbh co kg", "gmbh and co kg", "og", "snc",
        "s n c", "cv", "c v", "s en c", "s c a", "sca", "sicar",
    ),
    "state": (
        "fgup", "federal state unitary enterprise", "federalnoe gosudarstvennoe unitarnoe predpriyatie",
        "respublikanskoe unitarnoe predpriyatie", "rup", "gup", "fkp", "republican unitary enterprise",
        "federal state enterprise",
    ),
}  # fmt: skip

# Words of companies' names that many companies bear: they weigh less than a name of one's own.
COMMON_COMPANY_WORDS = frozenset(
    "group holding holdings international intl trading trade general services service industries"
    " industry industrial enterprise enterprises development investment investments management"
    " shipping shipmanagement maritime marine global national company co corporation bank energy oil"
    " petroleum gas products construction engineering technology technologies tech import export"
    " logistics transport consulting solutions systems the of and for de la el y e und et in on a an"
    " organization organisation center centre institute university research production plant"
    " factory works foundation association union front party committee council office bureau"
    " department ministry agency gruppa grupp grup zavod predpriyatie myanmar myanma burma"
    " commercial supply equipment materials machinery electronics aviation aerospace"
    " agriculture finance financial capital insurance real estate tourism hotel media".split()
)
FILLERS = frozenset(
    "the of and for a an in on de la le les des du el los y e und et van von der den".split()
)
PARTICLES = frozenset(
    "al el bin ibn ben bint abu abd ul ad as ash an ar at az von van der de da di".split()
)

# Before a person's name. Burmese ones are part of how a person is addressed, and left out or added
# at will; "Saw", "Naw", "Sai", "Nang", "Mahn", "Salai" tell a people and may belong to the name.
PERSON_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir lord lady dame sheikh shaikh haji hajji hadji sayyid ayatollah"
    " general gen lieutenant lt colonel col major maj brigadier brig captain capt admiral adm vice"
    " commodore marshal senior commander deputy chief minister president king prince princess"
    " u daw bo thakin ashin sayadaw duwa ustaz mullah maulvi qari eng engineer hon"
    " jr sr phd".split()
)
BURMESE_TITLES = frozenset(
    "u daw ko ma maung saw naw sai nang mahn salai nai mi bo sao khun".split()
)
VESSEL_PREFIXES = frozenset(
    "mt mv m v t ms ss mts mtr tanker vessel ship motor lpg lng fv pv".split()
)
CUSTOMER_NOISE = (
    "c o", "care of", "attn", "attention", "messrs", "m s", "notify party", "consignee", "as agent",
    "as agents", "on behalf of", "the same as", "to order of", "to the order of",
)  # fmt: skip
ABBREVIATIONS: dict[str, str] = {
    "intl": "international", "int": "international", "grp": "group", "ent": "enterprise",
    "mfg": "manufacturing", "trdg": "trading", "tdg": "trading", "shpg": "shipping", "svcs": "services",
    "svc": "service", "dev": "development", "mgmt": "management", "mgt": "management", "natl": "national",
    "ind": "industries", "inds": "industries", "assoc": "association", "assn": "association",
    "bros": "brothers", "tech": "technology", "eng": "engineering", "engg": "engineering",
    "gen": "general", "govt": "government", "univ": "university", "dept": "department", "inst": "institute",
    "org": "organization", "organisation": "organization", "cntr": "center", "centre": "center", "ctr": "center",
    "transp": "transport", "comm": "commercial", "constr": "construction", "const": "construction",
    "inv": "investment", "hldg": "holding", "hldgs": "holdings", "petro": "petro", "myanma": "myanmar",
    "burma": "myanmar", "no": "number", "nr": "number", "num": "number", "st": "saint", "mt": "mount",
    "mohd": "mohammad", "mohamed": "mohammad", "mohammed": "mohammad", "muhammad": "mohammad",
    "muhammed": "mohammad", "mohamad": "mohammad", "md": "mohammad", "abdel": "abdul", "abdal": "abdul",
    "mg": "maung", "usama": "osama", "yusuf": "yousef", "ibn": "bin", "ben": "bin",
}  # fmt: skip
NUMBERS = {
    # Roman numerals, and numbers as words
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8",
    "ix": "9", "x": "10", "xi": "11", "xii": "12",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "first": "1", "second": "2", "third": "3",
    "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xvii": "17", "xviii": "18", "xx": "20",
}  # fmt: skip
# Words of companies in Chinese, Japanese and Korean, longest first, as lists translate them
EAST_ASIAN_WORDS = (
    ("股份有限公司", "joint stock company"), ("有限责任公司", "limited"), ("有限公司", "limited"),
    ("株式会社", "joint stock company"), ("有限會社", "limited"), ("주식회사", "joint stock company"),
    ("유한회사", "limited"), ("供应链", "supply chain"), ("供應鏈", "supply chain"), ("半导体", "semiconductor"),
    ("进出口", "import export"), ("進出口", "import export"), ("石油", "petroleum"), ("石化", "petrochemical"),
    ("化工", "chemical"), ("科技", "technology"), ("技术", "technology"), ("技術", "technology"),
    ("电子", "electronic"), ("電子", "electronic"), ("电气", "electric"), ("机械", "machinery"),
    ("机床", "machine tool"), ("数控", "cnc"), ("贸易", "trading"), ("貿易", "trading"), ("国际", "international"),
    ("國際", "international"), ("集团", "group"), ("集團", "group"), ("控股", "holding"), ("投资", "investment"),
    ("投資", "investment"), ("管理", "management"), ("发展", "development"), ("發展", "development"),
    ("实业", "industrial"), ("工业", "industry"), ("工業", "industry"), ("航运", "shipping"), ("海运", "shipping"),
    ("船务", "shipping"), ("物流", "logistics"), ("航空", "aviation"), ("能源", "energy"), ("材料", "materials"),
    ("设备", "equipment"), ("設備", "equipment"), ("仪器", "instrument"), ("光电", "optoelectronics"),
    ("信息", "information"), ("通信", "communication"), ("卫星", "satellite"), ("研究所", "research institute"),
    ("研究院", "research institute"), ("大学", "university"), ("大學", "university"), ("银行", "bank"),
    ("銀行", "bank"), ("公司", "company"), ("中国", "china"), ("香港", "hong kong"), ("北京", "beijing"),
    ("上海", "shanghai"), ("深圳市", "shenzhen"), ("深圳", "shenzhen"), ("무역", "trading"), ("회사", "company"),
    ("은행", "bank"), ("조선", "korea"), ("총국", "general bureau"), ("국제", "international"), ("기술", "technology"),
    ("개발", "development"), ("해운", "shipping"), ("선박", "shipping"), ("연구소", "research institute"),
)  # fmt: skip
