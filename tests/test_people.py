"""Names of people: how lists of them are split."""

from __future__ import annotations

import pytest

from digestkb.people import people_in, split_people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ada Lovelace, Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("Jun-Mei Song， D’Arcy O'Neil、Nguyễn Văn An", ("Jun-Mei Song", "D’Arcy O'Neil", "Nguyễn Văn An")),
        ("张三、李四等", ("张三", "李四")),
        ("张三和李四", ("张三", "李四")),
        ("Yuan-Kang Lee và Yu-Lun Liu", ("Yuan-Kang Lee", "Yu-Lun Liu")),
        ("['A. B. Cee', 'Dan Eff']", ("A. B. Cee", "Dan Eff")),
        ("**Ada**, Ada", ("Ada",)),
        ("Ada¹, Bob", ("Ada", "Bob")),
        ("Ada Lovelace and Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("Lovelace, Ada, and Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("Lovelace, Ada K., Alan Turing, and Bo Ek", ("Ada K. Lovelace", "Alan Turing", "Bo Ek")),
        ("Lovelace, Ada, et al.", ("Ada Lovelace",)),
        ("Lovelace, Turing, Ek", ("Lovelace", "Turing", "Ek")),
        ("Ada Lovelace, Alan Turing, et al.", ("Ada Lovelace", "Alan Turing")),
        ("Nguyễn Văn An và cộng sự", ("Nguyễn Văn An",)),
        ("Trần Bình và cs.", ("Trần Bình",)),
        ("김철수, 이영희 등 5명", ("김철수", "이영희")),
        ("Ida Berg 등", ("Ida Berg",)),
        ("Alexander Sandoval", ("Alexander Sandoval",)),
        ("N/A", ()),
    ],
)
def test_lists_of_people(text: str, people: tuple[str, ...]) -> None:
    assert split_people(text) == people


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("张三，李四，王小明", ("张三", "李四", "王小明")),
        ("卡尔·弗里斯顿，安娜·贝克，王小明", ("卡尔·弗里斯顿", "安娜·贝克", "王小明")),
        ("さくらももこ、田中一郎、鈴木さやか", ("さくらももこ", "田中一郎", "鈴木さやか")),
        ("损失的形状，学习率和预热都写在附录里", ()),
        ("慢的，贵的，没用的", ()),
    ],
)
def test_a_line_of_names_is_told_from_a_remark(line: str, people: tuple[str, ...]) -> None:
    assert people_in(line) == people
