"""What click itself says, in Chinese for those who read the other messages in Chinese."""

from __future__ import annotations

import sys
from collections.abc import Callable
from gettext import gettext, ngettext

_KEPT = "Show this message and exit."
"""What a command asks for once and keeps."""

_CHINESE = {
    "Usage:": "用法：",
    "Options": "选项",
    "Show the version and exit.": "显示版本。",
    _KEPT: "显示本说明。",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "(dynamic)": "（视情形而定）",
    "%(prog)s, version %(version)s": "%(prog)s，版本 %(version)s",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "说明见：{command} {option}",
    "Missing command.": "缺少命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是其中之一：{possibilities}？",
    "Got unexpected extra argument ({args})": "多出了参数（{args}）",
    "Got unexpected extra arguments ({args})": "多出了参数（{args}）",
    "Invalid value: {message}": "无效的值：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值无效：{message}",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 需要一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name!r} 需要 {nargs} 个值。",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} 不是 {choice}。",
    "{value!r} is not one of {choices}.": "{value!r} 不在可选之列：{choices}。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是数（{number_type}）。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "{name} {filename!r} does not exist.": "{filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{filename!r} 是文件。",
    "{name} {filename!r} is a directory.": "{filename!r} 是文件夹。",
    "{name} {filename!r} is not readable.": "{filename!r} 无法读取。",
    "{name} {filename!r} is not writable.": "{filename!r} 无法写入。",
}
"""By the English that click has in its source, which is what it asks gettext for; a version with other words says those."""


def translate_click(chinese: Callable[[], bool]) -> None:
    """Have click's modules look here first, where `chinese` says so at the time: they bind gettext's functions by name."""
    at_start = chinese()

    def one(message: str) -> str:
        wanted = at_start if message == _KEPT else chinese()
        return _CHINESE.get(message, message) if wanted else gettext(message)

    def counted(singular: str, plural: str, number: int) -> str:
        return one(singular if number == 1 else plural) if chinese() else ngettext(singular, plural, number)

    for module in [module for name, module in sys.modules.items() if name.startswith("click.")]:
        for name, ours in (("_", one), ("ngettext", counted)):
            if hasattr(module, name):
                setattr(module, name, ours)
