"""Which meanings of a query's words are looked for, by a small glossary of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from digestkb.query.expansion import Expansion
from digestkb.query.fts5 import written
from digestkb.query.glossary import Glossary
from digestkb.query.lists import listed
from digestkb.query.nodes import Word
from digestkb.query.terms import Term
from digestkb.query.units import written_units
from digestkb.text.fold import folded

SHIPPED = """
# concept	domain	en	vi	zh
concept	domain	en	vi	zh
reinforcement-learning	rl	reinforcement learning | RL	học tăng cường	强化学习
reasoning	reasoning	reasoning	suy luận | lập luận	推理
ml-inference	systems	inference	suy luận	推理
gpu	systems	GPU | graphics processing unit	bộ xử lý đồ hoạ	显卡
chain-of-thought	reasoning	chain of thought | CoT	chuỗi suy nghĩ	思维链
large-language-model	nlp	large language model | LLM	mô hình ngôn ngữ lớn	大模型 | 大语言模型
policy	rl	policy	chính sách	策略
category	ml	category	phân loại	类别
sharpness-aware-minimization	training	SAM	cực tiểu hoá theo độ nhọn	锐度感知最小化
segment-anything	vision	SAM	phân vùng mọi thứ	分割一切
interpretability	safety	interpretability	khả năng diễn giải	可解释性
explainability	safety	explainability	khả năng giải thích	可解释性
figure	vision	figure		图
image-segmentation	vision	image segmentation	phân đoạn ảnh	图像分割
trajectory	rl	trajectory	quỹ đạo	轨迹
learning-theory	theory	learning theory	lý thuyết học	学习理论
biomedical	bio	biomedical	y sinh | y sinh học	生物医学
recommender-study	retrieval	recommender study		推荐研究
time-series	ml	time series	chuỗi thời gian	时间序列
rlhf	training	RLHF		基于人类反馈的强化学习
watermark	safety	watermark	thủy vân	水印
hydrology	science	hydrology	thủy văn | thuỷ văn học	水文
gan	generative	GAN | generative adversarial network	mạng đối sinh	生成对抗网络
computer-use	agents	CUA | computer use		计算机使用
animation	generative	animation	phim hoạt hình	动画 | 動畫
video	multimodal	video		视频		動画 | ビデオ
self-driving	robotics	self-driving | robot vehicle	xe tự hành | lái xe tự động	自动驾驶	자율 주행	自動運転
"""


def forms(text: str, shipped: str = SHIPPED, own: str = "") -> str:
    """Give what is looked for besides, name by name."""
    meanings = Glossary(shipped, own).meanings(written_units(text))
    return " / ".join(", ".join(form.text for form in meaning.forms) for meaning in meanings)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("reinforcement learning", "RL, học tăng cường, 强化学习"),
        ("Hoc  Tang CUONG", "reinforcement learning, RL, 强化学习"),
        ("强化学习", "reinforcement learning, RL, học tăng cường"),
        ("policies", "chính sách, 策略"),
        ("large language models", "LLM, mô hình ngôn ngữ lớn, 大模型, 大语言模型"),
        ("LLMs", "large language model, mô hình ngôn ngữ lớn, 大模型, 大语言模型"),
        ("categories", "phân loại, 类别"),
        ("大语言模型推理", "large language model, LLM, mô hình ngôn ngữ lớn, 大模型 / reasoning, suy luận, lập luận"),
        ("quỹ đạo", "trajectory, 轨迹"),
        ("Quy Dao", "trajectory, 轨迹"),
        ("lý thuyết học", "learning theory, 学习理论"),
        ("y sinh học", "biomedical, y sinh, 生物医学"),
        ("recommender studies", "推荐研究"),
        ("time series", "chuỗi thời gian, 时间序列"),
        ("基于人类反馈的强化学习", "RLHF"),
        # Marks that were typed must be those of the name; without any, all may be meant.
        ("thủy vân", "watermark, 水印"),
        ("thuỷ vân", "watermark, 水印"),
        ("thủy văn", "hydrology, thuỷ văn học, 水文"),
        ("thủy vấn", ""),
        # Characters that are one when folded are told apart where the names are; else either script will do.
        ("动画", "animation, phim hoạt hình"),
        ("動畫", "animation, phim hoạt hình"),
        ("動画", "video, 视频, ビデオ"),
        ("強化學習", "reinforcement learning, RL, học tăng cường"),
        ("Thuy van", ""),
        ("thuy van watermark", "watermark, 水印 / thủy vân, 水印"),
        ("của", ""),
        ("cua", ""),
        ("CUA", "computer use, 计算机使用"),
        ("ung thư gan", ""),
        ("gắn", ""),
        ("GANs", "generative adversarial network, mạng đối sinh, 生成对抗网络"),
        ("rlhf", "基于人类反馈的强化学习"),
        ("mạng GAN", "GAN, generative adversarial network, mạng đối sinh, 生成对抗网络"),
        ("mô hình LLM", "LLM, large language model, mô hình ngôn ngữ lớn, 大模型, 大语言模型"),
        ("hình GPU", "graphics processing unit, bộ xử lý đồ hoạ, 显卡"),
        ("naïve", ""),
        # What belongs to another name of the same is no word beside it.
        (
            "lái xe tự hành",
            "xe tự hành, self-driving, robot vehicle, lái xe tự động, 自动驾驶, 자율 주행, 自動運転",
        ),
        (
            "self-driving vehicles",
            "self-driving, robot vehicle, xe tự hành, lái xe tự động, 自动驾驶, 자율 주행, 自動運転",
        ),
        (
            "자율주행",  # its own name has a blank, and is searched for in either way
            "self-driving, robot vehicle, xe tự hành, lái xe tự động, 自动驾驶, 자율 주행, 自動運転",
        ),
        (
            "自動運転",
            "self-driving, robot vehicle, xe tự hành, lái xe tự động, 自动驾驶, 자율 주행",
        ),
        ("learning reinforcement", ""),
        ("học tăng", ""),
        ("RLHF PPO", "基于人类反馈的强化学习"),
        ("", ""),
        # Several meanings: what the rest supports, else the one called so, else what they share.
        ("suy luận", "reasoning, lập luận, 推理"),
        ("推理 GPU", "inference, suy luận / graphics processing unit, bộ xử lý đồ hoạ, 显卡"),
        ("suy luận chain of thought", "reasoning, lập luận, 推理 / CoT, chuỗi suy nghĩ, 思维链"),
        ("SAM", ""),
        ("SAM image segmentation", "phân vùng mọi thứ, 分割一切 / phân đoạn ảnh, 图像分割"),
        ("可解释性", "interpretability, khả năng diễn giải, explainability, khả năng giải thích"),
        # A single character means something by itself only where it stands alone.
        ("图", "figure"),
        ("图书", ""),
        ("地图", ""),
    ],
)
def test_meanings(text: str, wanted: str) -> None:
    assert forms(text) == wanted


WAYS = """
bayesian-model	math	Bayesian model	mô hình Bayes	贝叶斯模型
bayesian	math	Bayesian	kiểu Bayes	贝叶斯
model-selection	ml	model selection	chọn mô hình	模型选择
selection	words	selection	sự chọn	选择
label	data	label	nhãn dữ liệu	标签
noise	ml	noise	tạp âm	噪声
cat	words	cat	con mèo	猫咪
face	vision	face	khuôn mặt	人脸
"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Bayesian model selection", "Bayesian | model selection"),
        ("贝叶斯模型选择", "贝叶斯 | 模型选择"),
        # Words of one syllable or character, where no name beside them has them.
        ("nhãn nhiễu", "nhãn | nhiễu"),
        ("nhan nhieu", ""),
        ("NHÃN", "NHÃN"),
        ("nhân", ""),
        ("nhãn dữ liệu", "nhãn dữ liệu"),
        ("猫人脸", "猫 | 人脸"),
        ("猫头鹰", ""),
        ("大熊猫人脸", "人脸"),
    ],
)
def test_names_are_read_from_the_last_word_as_well(text: str, wanted: str) -> None:
    units = written_units(text)
    blank = " " if " " in text or text.isascii() else ""
    found = Glossary(WAYS).meanings(units, backwards=True)
    assert " | ".join(blank.join(unit.written for unit in units[one.start : one.end]) for one in found) == wanted


def test_from_the_first_word_on_nothing_is_a_syllable() -> None:
    forward = Glossary(WAYS).meanings(written_units("Bayesian model selection"))
    assert [concept.name for one in forward for concept in one.concepts] == ["bayesian-model", "selection"]
    assert Glossary(WAYS).meanings(written_units("nhãn nhiễu")) == ()


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        # An ambiguous name alone has its other meanings at last, an English one and one beside others have not.
        ("推理", "inference", "zzz"),
        ("SAM", "sam", "分割一切"),
        ("推理 GPU", "inference", "reasoning"),
        ("推理 chain of thought", "reasoning", "inference"),
        ("可解释性", "explainability", "zzz"),
    ],
)
def test_other_meanings_are_looked_for_at_last(text: str, wanted: str, unwanted: str) -> None:
    expansion = Expansion(Glossary(SHIPPED), lambda term: ())
    asked = expansion.rewrite_in_parts([Word(word) for word in text.split()])
    assert asked
    assert wanted in written(asked)
    assert unwanted not in written(asked)


def test_words_of_one_syllable_are_looked_for_beside_others_only() -> None:
    def asked(*words: str) -> str:
        found = Expansion(Glossary(WAYS), lambda term: ()).rewrite_in_parts([Word(word) for word in words])
        return written(found) if found else ""

    assert '("nhan" AND "nhãn")' in asked("label", "face")
    assert '"nhãn"' not in asked("label")


@pytest.mark.parametrize("said", listed("syllable"))
def test_what_a_syllable_is_called_is_known(said: str) -> None:
    syllable, _, english = said.partition("/")
    assert len(written_units(syllable)) == 1
    assert Glossary.load().called(tuple(unit.key for unit in written_units(english.replace("_", " "))))


def test_syllables_that_are_looked_for_are_listed() -> None:
    assert set(listed("syllable-sought")) <= {said.partition("/")[0] for said in listed("syllable")}


@pytest.mark.parametrize(
    ("own", "text", "wanted"),
    [
        # A concept of one's own hides the shipped one of that name, and a form the shipped ones of that form.
        ("reasoning\treasoning\treasoning\tngẫm\t", "reasoning", "ngẫm"),
        ("reasoning\treasoning\treasoning\tngẫm\t", "lập luận", ""),
        ("my-rl\tapps\tRL | rocket league\t\t", "RL", "rocket league"),
        ("my-rl\tapps\tRL | rocket league\t\t", "强化学习", "reinforcement learning, RL, học tăng cường"),
        ("\ufeff# mine\r\nfoo\tml\tfoo | bar baz\r\n", "bar baz", "foo"),
        ("broken line\nfoo\tml\n\t\t\t", "reasoning", "suy luận, lập luận, 推理"),
    ],
)
def test_own_glossary_wins(own: str, text: str, wanted: str) -> None:
    assert forms(text, own=own) == wanted


def test_an_own_glossary_is_read_when_it_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mine = tmp_path / "mine.tsv"
    monkeypatch.setenv("DIGESTKB_GLOSSARY", str(mine))
    assert not [form for meaning in Glossary.load().meanings(written_units("zyxo")) for form in meaning.forms]
    mine.write_text("zyxo\tml\tzyxo | zyxotron\n", encoding="utf-8")
    assert [form.text for form in Glossary.load().meanings(written_units("zyxo"))[0].forms] == ["zyxotron"]


def test_concepts_are_listed_once() -> None:
    names = [concept.name for concept in Glossary(SHIPPED, "reasoning\tml\tmy reasoning\n").concepts()]
    assert names[0] == "reasoning"
    assert len(names) == len(set(names)) == SHIPPED.count("\n") - 3


def test_of_the_shipped_concepts_those_are_given_that_are_looked_for() -> None:
    glossary = Glossary(SHIPPED, "reasoning\tml\tmy words\n")
    found = [(one.name, one.own) for one in glossary.concepts(lambda line: "reasoning" in line)]

    assert found[0] == ("reasoning", True) and ("reasoning", False) not in found, "it is hidden all the same"
    assert {own for _, own in found[1:]} == {False} and len(found) < 100


RL = [
    *'"reinforcement learning" OR "rl" OR "hoc tang cuong" OR "强化 化学 学习"'.split(" OR "),
    '"增强 强式 式学 学习" OR "强化 化式 式学 学习"',  # as Taiwan says it
]
APART = 'NEAR("reinforcement" "learning", 2) OR NEAR("reinforcements" "learning", 2)'
LLM = (
    '"large language model" OR "large language models" OR "llm" OR "llms" OR "mo hinh ngon ngu lon"'
    ' OR "大语 语言 言模 模型" OR "大型 型语 语言 言模 模型"'
)


def rewrite(expansion: Expansion, words: list[Word]) -> str:
    """Give what is asked for, in the language of FTS5."""
    asked = expansion.rewrite(words)
    return written(asked) if asked else ""


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([Word("RL")], f"{RL[1]} OR {RL[0]} OR {RL[2]} OR {RL[3]} OR {RL[4]}"),
        (
            [Word("học"), Word("tăng"), Word("cường")],
            f'("hoc" AND "tang" AND "cuong") OR {RL[0]} OR {RL[1]} OR {RL[3]} OR {RL[4]} OR {APART}',
        ),
        # English that was typed is found apart as it is.
        (
            [Word("reinforcement"), Word("learning")],
            f'(("reinforcement" OR "reinforcements") AND "learning") OR {" OR ".join(RL[1:])}',
        ),
        ([Word("learning rate"), Word("zzz")], None),
        # A phrase is one name or none; what may go on is no name yet.
        ([Word("reinforcement learning", phrase=True)], " OR ".join(RL)),
        ([Word("reinforcement"), Word("learning", prefix=True)], None),
        ([Word("deep reinforcement learning", phrase=True)], None),
        # A Chinese run may be said name by name.
        ([Word("新大模型")], f'"新大 大模 模型" OR ("新" * AND ("大模 模型" OR {LLM}))'),
        # What only joins names in a run is not asked for.
        (
            [Word("策略的类别")],
            '"策略 略的 的类 类别" OR (("策略" OR "policy" OR "policies" OR ("chinh sach" AND "chính" AND "sách"))'
            ' AND ("类别" OR "category" OR "categories" OR ("phan loai" AND "loại" AND "phân")'
            ' OR ("phan lop" AND "lớp" AND "phân")))',
        ),
        (
            [Word("distilled"), Word("of"), Word("RL")],
            f'"distilled" AND ({RL[1]} OR {RL[0]} OR {RL[2]} OR {RL[3]} OR {RL[4]})',
        ),
        ([Word("của"), Word("RL")], f"{RL[1]} OR {RL[0]} OR {RL[2]} OR {RL[3]} OR {RL[4]}"),
        ([Word("cửa"), Word("RL")], f'"cua" AND ({RL[1]} OR {RL[0]} OR {RL[2]} OR {RL[3]} OR {RL[4]})'),
        ([Word("of", phrase=True), Word("RL")], f'"of" AND ({RL[1]} OR {RL[0]} OR {RL[2]} OR {RL[3]} OR {RL[4]})'),
        # Short words with marks are looked for with them.
        ([Word("策略")], '"策略" OR "policy" OR "policies" OR ("chinh sach" AND "chính" AND "sách")'),
    ],
)
def test_rewritten(words: list[Word], wanted: str | None) -> None:
    expansion = Expansion(Glossary(SHIPPED), lambda term: ())
    rewritten = rewrite(expansion, words)
    if wanted is None:
        assert {one.origin for one in expansion.synonyms} <= {"form"}
    else:
        assert rewritten == wanted


def test_names_from_notes_come_besides() -> None:
    expansion = Expansion(Glossary(SHIPPED), lambda term: ("cây bám rễ", "RL") if term.typed == "rooted tree" else ())
    rewritten = rewrite(expansion, [Word("rooted"), Word("tree")])
    assert rewritten == '("rooted" AND ("tree" OR "trees")) OR "cay bam re" OR "rl"'
    assert {one.origin for one in expansion.synonyms} == {"notes", "form"}


def test_korean_is_found_however_it_is_spaced() -> None:
    expansion = Expansion(Glossary(SHIPPED), lambda term: ())
    rewritten = rewrite(expansion, [Word("자율주행을")])
    joined, apart = '"자율 율주 주행"', '"자율 율 주행"'
    assert f"{joined} OR {apart}" in rewritten
    assert '"xe tu hanh"' in rewritten
    assert not rewritten.endswith('"을" *))')
    assert set(expansion.names) == {
        form.text for form in Glossary(SHIPPED).meanings(written_units("자율주행"))[0].forms
    }
    assert joined in rewrite(Expansion(Glossary(SHIPPED), lambda term: ()), [Word("self-driving")])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("long text reward", "long-text reward"),
        ("text model learning rate", "text-model rate"),
        # Names that leave fewer words over go before longer ones, unless there are two more of them.
        ("text model zoo", "text zoo"),
        ("text model of zoos", "text-model"),
        ("text model zoo reward", "text zoo reward"),
        ("red green blue sky", "colors"),
    ],
)
def test_names_leave_as_few_words_over_as_they_can(text: str, wanted: str) -> None:
    lines = {
        "long-text": "long text",
        "text-model": "text model",
        "text": "text",
        "zoo": "model zoo",
        "reward": "reward",
    }
    lines |= {"rate": "learning rate", "colors": "red green blue", "red": "red", "green": "green", "sky": "blue sky"}
    glossary = Glossary("\n".join(f"{name}\tml\t{form}\tx {name}" for name, form in lines.items()))
    found = glossary.meanings(written_units(text))
    assert " ".join(one.concepts[0].name for one in found) == wanted
    strictly = glossary.meanings(written_units(text), loosely=False)
    assert strictly == found or len(strictly) < len(found)


@pytest.mark.parametrize(
    ("domain", "text", "wanted"),
    [("words", "简化", True), ("words", "simplification", False), ("ml", "简化", False)],
)
def test_a_word_of_no_field_is_looked_for_in_its_forms(domain: str, text: str, wanted: bool) -> None:
    glossary = Glossary(f"simplification\t{domain}\tsimplification\t\t简化")
    forms = {"simplification": (Term("simplifying", ("simplifying",)),)}
    expansion = Expansion(glossary, lambda term: (), lambda term: forms.get(term.typed, ()) if text == "简化" else ())
    assert ("simplifying" in rewrite(expansion, [Word(text)])) is wanted


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("đồ thị dựa trên khảo sát", False),
        ("đồ thị có thể khảo sát", False),
        ("đồ thị dạng khảo sát", False),
        ("đồ thị dựa trần khảo sát", True),
        ("đồ thị thể khảo sát", True),
    ],
)
def test_words_of_two_that_only_join_are_not_asked_for(text: str, is_asked: bool) -> None:
    glossary = Glossary("graph\tml\tgraph\tđồ thị\nsurvey\tml\tsurvey\tkhảo sát")
    words = [Word("đồ thị"), Word(text.removeprefix("đồ thị ").removesuffix(" khảo sát")), Word("khảo sát")]
    rewritten = rewrite(Expansion(glossary, lambda term: ()), words)
    assert "graph" in rewritten and "survey" in rewritten
    assert (folded(words[1].text) in rewritten) is is_asked


@pytest.mark.parametrize(("text", "is_asked"), [("うつ検出", True), ("うつの検出", True), ("検出のうつ", False)])
def test_hiragana_that_begins_a_word_of_japanese_is_no_particle(text: str, is_asked: bool) -> None:
    expansion = Expansion(Glossary("detection\tml\tdetection\t\t检测\t\t検出"), lambda term: ())
    rewritten = rewrite(expansion, [Word(text)])

    assert "detection" in rewritten
    assert (" AND " in rewritten) is is_asked
