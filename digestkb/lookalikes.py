"""What only looks like an arXiv number: amounts, telephone numbers, tickets, versions, names of pictures.

``2104.12345`` is a paper by itself and the time of a run before ``seconds``. Only numbers that have neither an address
nor a prefix come here, and each is judged by what stands around it in its own line. A word that is also the name of a
field of research, or that begins or ends titles ("points out", 元学习, "the lottery ticket"), counts only where it
cannot be meant so: a paper that is lost weighs more than an amount that is found.
"""

from __future__ import annotations

import re
import unicodedata

from digestkb.patterns import lazy

#: How far to look, in characters: every question is answered within these, so that long lines cost no more.
_BEFORE, _AFTER, _NEAR = 80, 64, 40
#: A number of the right shape beside the one in question makes a list of papers, not a sum or a row of measurements.
_PAPER = r"[0-4]\d(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d\d?)?(?!\d)"

# --- amounts: what stands behind

#: Units that no title begins with, in the case in which they are written: "SGD" and "INR" are methods.
_UNITS = frozenset(
    """
    seconds secs sec milliseconds millisecond msec ms microseconds microsecond µs μs nanoseconds ns ps
    minutes minute mins hours hour hrs hr days weeks months years yrs decades
    kg mg µg lb lbs pounds ounces oz tons tonnes ton grams gram kilograms kilogram
    km cm mm nm µm μm m² m³ cm² cm³ km² mm² miles mile meters meter metres metre kilometers kilometer kilometres
    centimeters millimeters feet ft inches yards acres hectares litres liters litre liter ml mL mol ppm ppb
    GB MB KB kB TB PB EB GiB MiB KiB TiB Gb Mb kb Gbps Mbps kbps Kbps bits bytes kilobytes megabytes gigabytes
    terabytes Hz kHz MHz GHz THz mW kW MW GW kWh MWh Wh watts volts amps ohms mAh Ah mA mV kV eV meV keV MeV GeV TeV
    joules kJ MJ kcal calories
    mmHg mbar Pa kPa MPa GPa hPa psi atm dB dBm degrees kelvin Kelvin celsius Celsius fahrenheit
    Gpc Mpc kpc arcsec arcmin mas Jy mJy fb pb barn mrad nT BTC
    rpm RPM fps bpm qps TFLOP GFLOP GFLOPs GFLOPS TFLOPs TFLOPS PFLOPs MFLOPs
    pixels px dpi pt pts rem vw vh pp bps percent pct
    dollars dollar euros euro cents yen yuan rupees rubles bucks million billion trillion thousand hundred
    zł zl Kč kr руб zloty USD EUR GBP VND VNĐ vnd vnđ RMB CNY JPY KRW AUD CHF HKD TWD usd eur gbp rmb cny jpy krw
    giây phút đ triệu nghìn ngàn mét kilomet kilômét kilôgam gam lít
    """.split()
)
#: Units that are other words too, with the words that may then follow.
_UNITS_UNLESS = {
    "second": "order moment language stage half is",
    "points": "out to at toward towards us the that readers researchers",
    "đồng": "thời nghĩa bộ nhất ý hành đều dạng tác quan giải cảm",
    "tấn": "công",
    "tỷ": "lệ số trọng giá suất",
    "tỉ": "lệ số trọng giá suất mỉ",
    "giờ": "đây thì",
    "yên": "tĩnh tâm",
}
#: ... and units of two words.
_UNITS_OF_TWO = frozenset(
    {
        *(("phần", "trăm"), ("đô", "la"), ("nhân", "dân"), ("mili", "giây"), ("per", "cent")),
        *(
            ("per", each)
            for each in "run hour day step epoch token image second minute week month year unit item".split()
        ),
    }
)
#: Units that mean anything at all, and count only where the clause ends behind them.
_UNITS_AT_END = frozenset(
    """
    s m g h K W V J N M pc ly lx AU rad won bar em point times steps byte tokens samples images queries iterations
    epochs frames FPS FLOPs FLOPS TOPS percentage votes upvotes likes views stars downloads
    pages people users items files lines words characters parameters params requests tok
    tháng ngày năm độ điểm lần người bước trang mẫu
    """.split()
)
_BLANK = r"(?:[ \t\u00a0\u2009\u202f~]{1,2}|\\[,;: ]|&(?:nbsp|thinsp|#160);)"
_WORD = lazy(rf"[*_`]{{0,3}}(?:{_BLANK}|-)[*_`(\[]{{0,3}}([^\W\d_]+)(?![\w*+-])(?:[ \t]+([^\W\d_]+))?")
#: What is counted in a second or on a metre, whatever it is.
_RATE = lazy(r"[ \t][A-Za-z]{1,8}/(?:s|sec|min|step|m2|m)(?![\w./-])")
_CLAUSE_ENDS = lazy(
    r"[*_`]{0,3}[ \t]*(?:[,;)\]!?。，；|]|\.(?!\w)|/s\b|$"
    r"|(?:per|later|ago|long|wide|high|above|below|away|on|in|for|at|to|trên|so|của)\b)"
)
#: Units in Chinese and Japanese need no blank. Those of the last two lines begin longer words, such as 元 of 元学习.
_HAN = lazy(
    r"\s?(?:[毫微纳奈]秒(?![级級])|秒[钟鐘]?(?![级級杀殺懂速回变變])|分[钟鐘]|小[时時](?!候)|公[里斤顷頃分]|千米"
    r"|[厘毫微纳]米|英[里尺寸镑鎊]|[千毫]克|[吨噸]|[毫公]升|美[元金]|[日欧歐港韩韓澳加]元|人民[币幣]|日[圆圓]"
    r"|[万萬](?![物能象维維有向千一级級])|[亿億]|[个個]?百分[点點]|[个個]月|[摄攝]氏度|字[节節](?![的跳])|[兆千]赫|千瓦|卢[布比]"
    r"|円|ドル|ユーロ|ミリ秒|キロ|メートル|センチ|グラム|トン(?!ネル|デモ)|リットル|ポイント|パーセント|ページ|[メギテ]ガ?バイト"
    r"|(?:[元米克度天倍点點岁歲块塊页頁次年月帧幀]|分(?!か)|時間|[日年]間)"
    r"(?=$|\W|[的左以之内內后後前起整到至和与與或每就即\u3041-\u309f]))"
)
_HANGUL = lazy(
    r"\s?(?:(?:밀리|마이크로|나노)?초|원|달러|유로|엔|(?:킬로|센티|밀리)?미터|킬로|(?:킬로)?그램|톤|시간(?! 복잡)"
    r"|분|점|명|개|개월|퍼센트|포인트|페이지|배|(?:기가|메가|킬로)?바이트|[천만억조]\s?(?:원|달러)|[천만억]\s?(?:명|개|건)|억)"
    r"(?:의|가|이|는|은|를|을|에|에서|로|으로|와|과|까지|부터|동안|당|씩|간|정도|이상|이하|이내|미만|보다|마다|입니다|이다)?"
    r"(?![가-힣])"
)
#: What else makes it an amount or a part of one; most numbers need none of these.
_AMOUNT = lazy(
    "|".join(
        (
            # Signs. A dollar that begins mathematics begins a title, and a percent sign may begin a comment.
            r"[$€£¥₫￥₩₹₽฿₱％‰°℃℉Ω]|\\?%",
            rf"{_BLANK}(?:[€£¥₫￥₩₹₽฿₱％‰°℃℉Ω%][CF]?(?=[\s.,;:)/|]|$)|\\%|\$(?=[ \t]*(?:[.,;:)|]|$)))",
            r"/(?:s|h|hr|sec|hour|day|month|year|min|step)(?![\w./-])",
            # The rest of a hardware address, the build of a kernel.
            r"(?::[\da-f]{2}){2}(?!\w)|-generic\b",
            # The next group of a UUID.
            r"-(?=[a-f]{0,12}\d)(?=\d{0,12}[a-f])[\da-f]{4,12}(?!\w)",
            # Reckoning, unless the next number is a paper too: 2403.03507 + 2403.03508.
            r"(?:[ \t]?(?:[×÷±≈≅]|[<>=]=?|\+/-)|[ \t][*+x/](?=[ \t])|[*+](?=\d)|\^|/(?!(?:19|20)\d\d\b))[ \t]?[-(]?"
            rf"(?!{_PAPER})\d[\d.,]*(?![\w/*-])",
            r"[ \t][*×÷][ \t][b-hj-z](?![\w*'’-])|[ \t][-−][ \t]?\d[\d.,]*[ \t]?=",
            # The rest of a telephone number, a port, a place on the globe: -1234, :8080, N.
            r"[-:](?!(?:19|20)\d\d\b)\d{3,5}(?![\w.-])|:\d\d(?![\w.-])",
            r",?[ \t]?[NSEW](?=[ \t]*(?:[,;)]|$)|[ \t]+\d)",
        )
    )
)

# --- names of files

_PICTURE = lazy(
    r"[\w%@.+-]{0,48}\.(?:png|jpe?g|jfif|gif|svg|webp|bmp|tiff?|ico|avif|heic|eps|psd|mp4|m4v|mov|webm|avi|mkv|mp3|m4a"
    r"|wav|ogg|flac)(?!\w)",
    re.ASCII | re.IGNORECASE,
)
_WITHIN_NAMES = tuple(".-_+%@")
_DATA = lazy(
    r"[\w%@.+-]{0,48}\.(?:csv|tsv|log|out|err|zip|sql|parquet|tmp|bak|bin|dat|np[yz]|pth?|ckpt|h5|pkl|onnx|xlsx?|exe|dmg|iso|deb|rpm|whl|apk)(?!\w)",
    re.ASCII | re.IGNORECASE,
)
#: What programs keep numbers in, wherever that is.
_TABLE = lazy(r"\.(?:parquet|sql|bin|dat|np[yz]|ckpt|h5|pkl|onnx|exe|dmg|iso|deb|rpm|whl|apk)(?!\w)", re.IGNORECASE)
#: What is called after a run, and what it left behind.
_WRITTEN = lazy(r"(?<![^\W_])(?:model|weights|data|out|output|exp|config|results?|metrics)[-_]$", re.IGNORECASE)
_WRITTEN_AS = lazy(r"\.(?:tar|gz|tgz|zip|json|jsonl|ya?ml|txt|cfg|toml)(?!\w)", re.IGNORECASE)
#: What people keep papers in; a name that goes on in words is the title of one.
_DOCUMENT = lazy(
    r"[\w%@.+-]{0,48}\.(?:pdf|md|markdown|tex|html?|txt|bib|epub|ps|djvu)(?!\w)|/|[-_][^\W\d]",
    re.ASCII | re.IGNORECASE,
)
#: The target of a picture. The number may be that of a folder, so that only the last part counts.
_SHOWN = lazy(
    r"(?:!\[[^\]]{0,80}\]\([^\s)]{0,500}|<img\b[^>]{0,500}\bsrc(?:set)?=[\"']?[^\s\"'>]{0,500})$", re.IGNORECASE
)
_LAST_PART = lazy(r"[^\s/)\"'>]*(?:[\s)\"'>]|$)")
#: What the names of pictures begin with, and those of what programs leave behind.
_PICTURED = lazy(
    r"(?<![^\W_])(?:img|image|photo|pic|picture|screenshot|dsc|scan|snapshot|thumb|thumbnail|plot|chart|frame|fig"
    r"|run|slurm|job|checkpoint|ckpt|epoch|backup|dump|trace|seed|req|request|session)[-_]$",
    re.IGNORECASE,
)

# --- what stands before

#: The codes of countries; "+16 2403.03507" ends the praise of a method.
_COUNTRY = (
    r"(?<!\w)\+(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
    r"|(?:2[1-689]|3[578]|42|5[09]|6[7-9]|8[058]|9[679])\d)"
)
_SUM = rf"(?<![\w.-])(?!{_PAPER})\d(?:[\d.,]{0, 40}\d)?"
#: The end of what stands before, by its last character that is not blank; ``0`` is any digit.
_ENDINGS = {
    # A ticket, or the digits of something longer; not the name of an author with a year, a year or a day.
    "-": lazy(
        r"(?<![^\W_])[A-Z][A-Z0-9]{1,9}-$"
        r"|(?<![\w.])(?=[a-f]{0,12}\d)(?=\d{0,12}[a-f])[\da-f]{4,12}-$"
        rf"|(?<![\w.-])(?!(?:19|20)\d\d(?:-\d\d-\d\d)?-$|{_PAPER}-)[\d.]+(?:-[\d.]+)*-$"
    ),
    ":": lazy(r"(?<!\d)\d\d:$|\d:\d{1,2}:$"),
    "(": lazy(
        r"(?<!\w)(?i:eqs?|equations?)\.?[ \t~]?\($"
        r"|(?<!\w)(?:sleep|round|sqrt|float|int|floor|ceil|exp|log|log2|log10|sin|cos|tan)\($"
    ),
    ")": lazy(rf"\(0\d{{2,3}}\)[ \t]?$|{_COUNTRY}[ \t.-]{{0,2}}\(\d{{1,4}}\)[ \t]?$"),
    "0": lazy(rf"{_COUNTRY}(?:[ \t.-]{{1,2}}\(?\d{{1,4}}\)?){{0,3}}[ \t]$|(?<![\w.,/-])0\d{{2,4}}[ \t]$"),
    "=": lazy(r"[\w\])][ \t]?[=<>~!]=[ \t]?$|[?&;][\w.%\[\]-]{1,30}=$|(?:\d|\w\(\w{1,8}\))[ \t]?=[ \t]?$"),
    # "16× 2403.03507" multiplies nothing.
    **dict.fromkeys("*+×÷^", lazy(rf"{_SUM}(?:[ \t][*+×÷][ \t]|[*+×÷^])$")),
    **dict.fromkeys("№§", lazy(r"(?:^|[\s(])[№§][ \t]?$")),
    # Not in the midst of letters: these are also what is left of damaged ones.
    **dict.fromkeys("≈≤≥±∼≅", lazy(r"(?:^|[\s\d(=:/])\S[ \t]?$")),
    **dict.fromkeys("₩₹₽฿₱€£¥₫￥", lazy(r"(?:^|[\s(=:：~≈>]|US|HK|CN|JP|[\u3040-\u9fff])\S[ \t]?$")),
}
#: A name that is given a value: a variable, an attribute, a key.
_GIVEN = lazy(
    r"(?:(?:^|[^\w%'\"-])([A-Za-z][\w-]{0,30})[ \t]?:?=|[\"']([A-Za-z]\w{0,30})[\"'][ \t]?:"
    r"|(?:^|[({\[]|, )[xyz]:)[ \t]?([\"']?)$"
)
_MEASURES = frozenset(
    """
    accuracy auc f1 bleu rouge precision recall
    loss ppl perplexity time seconds score acc mean std var sum total avg max min step steps cost price size width
    height left top right bottom timestamp duration elapsed latency amount lat lon lng cx cy dx dy rx ry x x1 x2 y y1
    y2 z seed session uid pid lambda alpha beta gamma delta sigma mu theta epsilon eps area radius mass temperature
    energy trace_id span_id request_id session_id run_id job_id task_id user_id order_id
    """.split()
)
#: Variables that measure, by a part of their names, and measures that no list of themes has before its papers.
_MEASURED = lazy(
    r"(?:(?<![^\W_])(?:[a-z]+_){1,4}(?:loss|acc|time|norm|rate|ppl|reward|score)"
    r"|\b(?:throughput|log-likelihood|objective value"
    r"|perplexity|ppl|rmse|mse|mae|bleu|f1|auc|elo|fid|elbo|acc@\d{1,3}|(?-i:mAP))(?:[ \t]of)?)"
    r"[*`\"']{0,3}[ \t]{0,3}(?:[:=|][ \t]{0,3})?[*`\"']{0,3}$"
    # In the log of a training.
    r"|\b(?:epoch|iter(?:ation)?)[ \t]\d{1,7},[ \t]$"
    r"|\b(?:epoch|step|iter(?:ation)?)[ \t:\[]{1,3}\d[^a-z]{0,12}(?:[\w/:=.-]{1,20}[ \t|,]{1,3}){0,3}"
    r"(?:loss|acc|lr|time|reward)[ \t:=]{1,3}$",
    re.IGNORECASE,
)
_SHORT_NAMES_OF_PAPERS = ("id", "no", "nr")

#: Words before a number that say what else it is, with or without a colon. Those of fields ("tracking", "kernel",
#: "mobile") are not among them: a list of themes has them before its papers.
_LABELS = (
    *"""
    bestellnummer rechnung rechnungsnummer kontonummer kundennummer aktenzeichen commande facture pedido factura заказ
    счёт счет тел телефон
    tel telephone fax hotline whatsapp zalo sđt đt 电话 電話 手机号 手机号码 传真 傳真 전화 전화번호 휴대폰 携帯
    電話番号 invoice receipt sku isbn issn pmid pmcid 工单 工單 工单号 订单 订单号 訂單號 单号 發票 发票 发票号
    注文番号 チケット 티켓 timestamp 时间戳 elapsed subtotal 版本 版本号 バージョン 버전
    lat latitude lon lng longitude 纬度 经度 緯度 経度
    rfc iso din ansi astm cfr ngc mrk balance salary pnl
    坐标 坐標 위도 경도 约 約 耗时 用时 共计 合计 总计 售价 价格 合計 価格 가격 합계
    """.split(),
    *"予約番号 会員番号 受付番号 整理番号 伝票番号 单号 單號 订单编号 预约号 会员号 快递单号 运单号 流水号".split(),
    *"예약번호 주문번호 회원번호".split(),
    *("mã đơn hàng", "mã đặt chỗ", "mã vận đơn", "số tài khoản", "din en", "nist sp", "wall clock", "wall time"),
    *("hóa đơn", "hoá đơn", "đơn hàng", "vĩ độ", "kinh độ", "call us at"),
)
#: ... and words that end titles and themes as well ("winning the lottery ticket", "video trên điện thoại"), so that
#: they count only at the beginning of a clause or behind one of the words that lead up to them.
_LABELS_OF_CLAUSE = (
    *"phone ticket version ver build firmware revision rev seed commit duration coordinates ext ts".split(),
    *"total zip room confirmation contador zähler compteur".split(),
    *("phiên bản", "điện thoại", "tọa độ", "toạ độ"),
)
#: ... only without a colon: with one, they are headings.
_PLAIN = tuple("usd eur gbp rmb cny vnd jpy krw 人民币 took lasted weighs weighed paid spent 第".split())
_PLAIN_OF_CLAUSE = tuple(
    """
    page pages pp p trang 页 頁 ページ 페이지 section chapter figure fig
    theorem lemma proposition corollary exercise table eq equation issue bug release v call gps epoch
    eta price sheet lot job
    """.split()
)
#: ... and only before "no.", "number", "ID", "code".
_NUMBERED = tuple(
    """
    order case tracking part serial account invoice patent flight room phone mobile model batch lot job run task bug
    issue build ticket policy licence license member customer employee student passport user session request device
    transaction product article reference contact call tel telephone fax receipt
    art item key bill stock locker seat charge contract rechnung kunde kunden auftrag vertrag konto beleg schlüssel teil
    bestellung facture commande contrat client pedido factura fattura ordine contratto артикул договор заказ счет счёт
    """.split()
)
_NUMBER_WORD = lazy(r"[\W_](?:no|number|num|nr|n[°º]|id|code)$")
#: Numbers of things in one word, as German, Dutch and Scandinavian languages make them.
_COMPOUND = lazy(
    r"\b(?:serien?|seriens?|teile?|rechnungs|kunden?|konto|bestell|auftrags|vertrags|telefon|telefoon|mobil|haus|zimmer"
    r"|personal|steuer|versicherungs|beleg|sendungs|vorgangs|ticket|order|ordre|factuur|faktura|klant|rekening|onderdeel)"
    r"n[ou]mm?er[\s:.*_`]{0,6}$",
    re.IGNORECASE,
)
_LEADING_UP = (
    *"""
    see on at in from by with using via or and than since is call cf my our your support jira helpdesk zendesk software
    driver app api package server client installed current latest stable minimum requires needs windows android
    số xem từ lên ở gọi bản
    """.split(),
    *("update to", "updated to", "upgrade to", "upgraded to"),
)
_ALL_LABELS = (
    *_LABELS,
    *_LABELS_OF_CLAUSE,
    *_PLAIN,
    *_PLAIN_OF_CLAUSE,
    "no",
    "number",
    "num",
    "nr",
    "n°",
    "nº",
    "id",
    "code",
)
#: The last three characters of all labels: hardly any text has them before a number.
_ENDS_OF_LABELS = frozenset(label[-3:] for label in _ALL_LABELS)
_SEPARATORS = " \t\u00a0:：=#*_`\"'№"
_OPENING = " \t\u00a0\u3000([{|,;:.!?、，；：。！？（「【"

# --- rows of measurements

_DECIMAL = rf"[-+−]?(?!{_PAPER})\d{{0,9}}\.\d{{1,12}}(?:[eE][-+]?\d{{1,3}})?(?![\w.]?\d|[^\W\d])"
_COMMA = r"[ \t]{0,3}[,;][ \t]{0,3}"
_BETWEEN = rf"(?:{_COMMA}|[ ]{{1,3}})"
_IS_PAPER, _IS_DECIMAL = lazy(rf"{_PAPER}$"), lazy(rf"[(\[{{]?{_DECIMAL}$")
#: After blanks alone, decimals may be the results in the columns behind the number of a paper.
_ROW_AFTER = lazy(rf"(?:(?:{_COMMA}{_PAPER}){{0,3}}{_COMMA}{_DECIMAL}){{2}}")
#: Within brackets, behind a word for places and its colon: ``bbox: [2104.12345, 33.1]``.
_PLACES = lazy(
    r"\b(?:(?:bbox(?:es)?|xyxy|xywh)[\"'`*]{0,3}[ \t]{0,3}[:=]?"
    r"|(?:bounding box|box|coords?|coordinates|polygon|extent|bounds|roi)"
    r"[\"'`*]{0,3}[ \t]{0,3}[:=])[ \t]{0,3}[\[(](?P<inside>[^\])]{0,60})$",
    re.IGNORECASE,
)
#: A package that is installed, or an image that is pulled, at a version.
_INSTALLED = lazy(r"\b(?:install|docker(?:[ \t](?:pull|run))?)[ \t][\w./ -]{1,40}[=:]{1,2}$", re.IGNORECASE)
_ONE_BEFORE = lazy(rf"(?:^|[\[({{:=,;|])[ \t]{{0,3}}{_DECIMAL}{_BETWEEN}$")
_ONE_AFTER = lazy(rf"{_BETWEEN}{_DECIMAL}")
_INTERVAL = lazy(r"[(\[][ \t]?-?\d{1,6}[ \t]?,[ \t]?$")
_PAIR_BEFORE = lazy(rf"[(\[][ \t]?{_DECIMAL}[ \t]?,[ \t]?$")
_PAIR_AFTER = lazy(rf"[ \t]?,[ \t]?{_DECIMAL}[ \t]?[)\]]")


def is_something_else(text: str, start: int, end: int) -> bool:
    """Say whether the digits from ``start`` to ``end`` are no arXiv number, from what stands around them.

    >>> [is_something_else(text, 5, 15) for text in ("took 2104.12345 seconds", "read 2104.12345 first")]
    [True, False]
    """
    before = _composed(text[max(0, start - _BEFORE) : start].rpartition("\n")[2])
    after = _composed(text[end : end + _AFTER].partition("\n")[0])
    return (
        _is_amount(after)
        or ("/" in after[:12] and _RATE.match(after) is not None)
        or _is_file(before, after)
        or (_is_announced(before, after) and not _names_arxiv(before))
        or (before[-1:] in "=:" and _INSTALLED.search(before) is not None)
        or _is_in_row(before, after)
    )


def is_picture(text: str, end: int) -> bool:
    """Say whether a name that goes on at ``end`` is one of a picture.

    >>> is_picture("math/0309136.png", 12), is_picture("math/0309136.pdf", 12)
    (True, False)
    """
    return _PICTURE.match(text, end) is not None


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _is_amount(after: str) -> bool:
    """Say whether a unit, a currency or the rest of a calculation follows."""
    if not after or after[0] in ')]}|"':
        return False
    first = after[1:2] if after[0].isspace() else after[0]
    if first >= "\u3000":
        return (_HAN if first < "\uac00" else _HANGUL).match(after) is not None or _AMOUNT.match(after) is not None
    # Of letters, only those of the compass, the sign of a product and the ohm make an amount by themselves.
    if (not first.isalpha() or first in "NSEWxΩ") and _AMOUNT.match(after):
        return True
    word = _WORD.match(after)
    if word is None:
        return False
    unit, following = word.groups()
    if unit in _UNITS_UNLESS:
        return following not in _UNITS_UNLESS[unit].split()
    if unit in _UNITS_AT_END:
        return _CLAUSE_ENDS.match(after, word.end(1)) is not None
    return unit in _UNITS or (unit, following) in _UNITS_OF_TWO


def _is_file(before: str, after: str) -> bool:
    """Say whether the number is a part of the name of a picture or of a file with measurements."""
    if after[:1] in _WITHIN_NAMES and _PICTURE.match(after):
        return True
    if before[-1:] in ("-", "_"):
        if _WRITTEN.search(before[-_NEAR:]) and _WRITTEN_AS.match(after):
            return True
        return bool(_DATA.match(after) or (_PICTURED.search(before[-_NEAR:]) and not _DOCUMENT.match(after)))
    if before[-1:] == "/" and after[:1] == "." and _TABLE.match(after):
        return True
    is_shown = ("](" in before or "<img" in before) and _SHOWN.search(before)
    return bool(is_shown and _LAST_PART.match(after))


def _is_announced(before: str, after: str) -> bool:
    """Say whether a label, a sign, the name of a variable or the beginning of something longer stands before."""
    stripped = before.rstrip(" \t\u00a0")
    if not stripped:
        return False
    last = stripped[-1]
    if last in "-_–—" and (len(stripped) < len(before) or _DOCUMENT.match(after)):
        return False
    if last == "$":
        # An even number of them encloses mathematics, with which many titles end.
        return stripped.count("$") % 2 == 1
    if last == "(" and not (stripped[-2:-1].isalnum() or stripped[-3:-1].lower() in ("q.", "q ", ". ", "s.")):
        return False
    ending = _ENDINGS.get("0" if last.isdigit() else last)
    if ending and ending.search(before[-_NEAR:]):
        return True
    return _is_labelled(stripped) or _MEASURED.search(before) is not None or (last in "=:\"'" and _is_given(before))


def _names_arxiv(before: str) -> bool:
    """Say whether "arXiv" is the last thing that a number could belong to: ``the arXiv version 2403.03507``."""
    _, name, rest = before.lower().rpartition("arxiv")
    return bool(name) and not any(map(str.isdigit, rest))


def _is_given(before: str) -> bool:
    """Say whether a variable, a field or an attribute that holds a measurement is given the number.

    >>> [_is_given(text) for text in ("t = ", "loss=", 'width="', 'q="', "paper = ")]
    [True, True, True, False, False]
    """
    given = _GIVEN.search(before[-_NEAR:])
    if given is None:
        return False
    name = (given[1] or given[2] or "x").lower()
    return name in _MEASURES or (len(name) <= 2 and not given[3] and name not in _SHORT_NAMES_OF_PAPERS)


def _is_labelled(before: str) -> bool:
    """Say whether the last words are the label of another kind of number.

    >>> [_is_labelled(text) for text in ("**Tel:**", "Order no.", "reading order:", "the full version")]
    [True, True, False, False]
    """
    head = before[-_NEAR:].lower().rstrip(".-").rstrip(_SEPARATORS)
    if head.endswith("mer") and _COMPOUND.search(head):
        return True
    if before.rstrip()[-1:] == "№" and _stem(head, _NUMBERED) is not None:
        return True
    if not (head[-3:] in _ENDS_OF_LABELS or head[-2:] in _ENDS_OF_LABELS or head[-1:] in _ENDS_OF_LABELS):
        return False
    number = _NUMBER_WORD.search(head)
    if number and _stem(head[: number.start()].rstrip(_SEPARATORS + "."), _NUMBERED) is not None:
        return True
    if _stem(head, _LABELS) is not None:
        return True
    stem = _stem(head, _LABELS_OF_CLAUSE)
    if stem is None and before.rstrip("*_`\"' \t")[-1:] not in (":", "：", "="):
        if _stem(head, _PLAIN) is not None:
            return True
        stem = _stem(head, _PLAIN_OF_CLAUSE)
    return stem is not None and _leads_up(stem)


def _stem(head: str, labels: tuple[str, ...]) -> str | None:
    """Give what stands before the label that ends ``head``; Chinese and Japanese ones need no blank before them."""
    if not head.endswith(labels):
        return None
    for label in labels:
        if head.endswith(label):
            stem = head[: -len(label)].rstrip("*_`\"'")
            if "\u3040" <= label[0] <= "\u9fff":
                return None if stem.endswith(("的", "の", "本")) else stem
            if not stem or stem[-1] in _OPENING:
                return stem
    return None


def _leads_up(stem: str) -> bool:
    """Say whether a clause begins where ``stem`` ends, or goes on with the word that follows.

    >>> [_leads_up(text) for text in ("", "Home, ", "see ", "winning the lottery ")]
    [True, True, True, False]
    """
    stem = stem.rstrip(" \t\u00a0*_`\"'")
    return not stem or not stem[-1].isalnum() or _stem(stem, _LEADING_UP) is not None


def _is_in_row(before: str, after: str) -> bool:
    """Say whether decimals that are no papers stand on both sides, or two on one."""
    if after.lstrip(" \t")[:1] in (",", ";") and _ROW_AFTER.match(after):
        return True
    if ("[" in before or "(" in before) and (places := _PLACES.search(before)):
        return "," in places["inside"] or after[:1] == ","
    if before[-1:] in ("(", "["):
        return _PAIR_AFTER.match(after) is not None
    if after[:1] in (")", "]") and _INTERVAL.search(before[-_NEAR:]):
        return True
    if before[-1:] not in (" ", ",", ";") or not before.rstrip(" ,;")[-1:].isdigit():
        return False
    decimals = _decimals_at_end(before)
    if decimals != 1:
        return decimals > 1
    if after[:1] in (")", "]"):
        return _PAIR_BEFORE.search(before) is not None
    return _ONE_AFTER.match(after) is not None and _ONE_BEFORE.search(before) is not None


def _decimals_at_end(before: str) -> int:
    """Count the decimals, two at most, before which nothing but numbers of papers stands.

    >>> [_decimals_at_end(text) for text in ("3.5, 77.2, ", "3.5, 77.2, 2403.03507, ", "GPT-3.5, ")]
    [2, 2, 0]
    """
    count = 0
    for part in reversed(before.replace(",", " ").replace(";", " ").split(" ")):
        if _IS_DECIMAL.match(part):
            count += 1
        elif part and (count or not _IS_PAPER.match(part)):
            break
        if count == 2:
            break
    return count
