"""The fields of one JSON object of a data set, asked for by name and shape, with errors that say where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.errors import DatasetError
from rag.query import LONGEST_QUESTION

_NAMES = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "an object",
}


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an object; `where` names file and line, `prefix` the way to a nested object."""

    where: str
    values: Mapping[str, Any]
    prefix: str = ""

    def error(self, field: str, problem: str) -> DatasetError:
        """Make the error to raise for a field: where it is, what is wrong, what to do."""
        return DatasetError(f'{self.where}, field "{self.prefix}{field}": {problem}.')

    def has(self, field: str) -> bool:
        """Whether the field is there, null included."""
        return field in self.values

    def is_null(self, field: str) -> bool:
        """Whether the field is there and null."""
        return self.has(field) and self.values[field] is None

    def text(self, field: str) -> str:
        """Give a text that is not blank."""
        return self._text(field, self._value(field))

    def question(self, field: str) -> str:
        """Give a text that can be asked: `rag.answer` refuses a longer one."""
        text = self.text(field)
        if len(text) > LONGEST_QUESTION:
            raise self.error(field, f"has {len(text):,} characters. Shorten it to {LONGEST_QUESTION:,}")
        return text

    def texts(self, field: str, *, optional: bool = False, blank: bool = False) -> list[str]:
        """Give a list of texts, of which some may be empty if `blank`."""
        return [
            "" if blank and part == "" else self._text(f"{field}[{i}]", part)
            for i, part in enumerate(self._list(field, optional))
        ]

    def groups(self, field: str, *, optional: bool = False) -> list[list[str]]:
        """Give a list of lists of texts, none of them empty."""
        groups = []
        for i, part in enumerate(self._list(field, optional)):
            name = f"{field}[{i}]"
            if not isinstance(part, list) or not part:
                raise self.error(name, f"is {_name(part)}. Write a list of alternatives")
            groups.append([self._text(f"{name}[{j}]", text) for j, text in enumerate(part)])
        return groups

    def objects(self, field: str, *, optional: bool = False) -> list[Fields]:
        """Give a list of objects, each with its fields."""
        objects = []
        for i, part in enumerate(self._list(field, optional)):
            name = f"{field}[{i}]"
            if not isinstance(part, dict):
                raise self.error(name, f"is {_name(part)}. Write an object {{...}}")
            objects.append(Fields(self.where, part, f"{self.prefix}{name}."))
        return objects

    def name(self, field: str) -> str:
        """Give a text or a whole number as text: what ids are."""
        value = self._value(field)
        whole = isinstance(value, int) and not isinstance(value, bool)
        return str(value) if whole else self._text(field, value)

    def number(self, field: str) -> int:
        """Give a whole number."""
        value = self._value(field)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(field, f"is {_name(value)}. Write a whole number")
        return value

    def flag(self, field: str, *, default: bool) -> bool:
        """Give true or false; the default where the field is missing."""
        value = self.values.get(field, default)
        if not isinstance(value, bool):
            raise self.error(field, f"is {_name(value)}. Write true or false")
        return value

    def optional(self, field: str) -> str | None:
        """Give a text, or None where the field is missing, null or blank."""
        value = self.values.get(field)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        return self._text(field, value)

    def _value(self, field: str) -> Any:
        if not self.has(field):
            raise self.error(field, "is missing. Add it")
        return self.values[field]

    def _list(self, field: str, optional: bool) -> list[Any]:
        if optional and not self.has(field):
            return []
        value = self._value(field)
        if not isinstance(value, list):
            raise self.error(field, f"is {_name(value)}. Write a list [...]")
        return value

    def _text(self, field: str, value: Any) -> str:
        if not isinstance(value, str):
            raise self.error(field, f'is {_name(value)}. Write text in "quotes"')
        if not value.strip():
            raise self.error(field, "is empty. Write its text")
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise self.error(field, "holds half a surrogate pair. Write the character itself")
        return value


def _name(value: Any) -> str:
    """Say what a JSON value is."""
    return "null" if value is None else "empty" if value == [] else _NAMES[type(value)]
