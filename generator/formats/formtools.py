"""What a form in another tool holds beside the questions: team, limits, welcome."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from generator.formats.base import comments_told, say
from generator.formats.conditions import only_if
from generator.model.instrument import AnswerIn, Choice, Instrument, Question, Wave
from generator.model.seeing import who_sees

TEAM = "team"
"""Name of the question about which team a person answers; no question code is alike,
because a code made from a practice ends in a number."""
GROUP = "group"
"""Name of the hidden value that says whom the form asks."""
STAMP = "fingerprint"
"""Name of the hidden value that says which frozen instrument the form was made of."""
WORD_JOINER = "\u2060"
"""Takes no room and is no blank: it parts two signs that together would be a command
of the form tool."""

WORDS = {
    "en": {
        "team": "About which team do you answer?",
        "any": "choose all that apply",
        "at_most": "choose at most {n}",
        "number": "write a number{unit}",
        "between": "write a number from {low} to {high}{unit}",
        "long": "write at most {n} characters",
        "instead": "If you cannot give a number:",
        "or": "or write: {labels}",
        "minutes": "Takes about {n} minutes.",
        "contact": "Questions: {contact}.",
        "once": "Please answer in one go, and once only.",
        "changes": "What changed since last time",
        "start": "Before you start",
    },
    "de": {
        "team": "Um welches Team geht es in Ihren Antworten?",
        "any": "bitte alles Zutreffende wählen",
        "at_most": "bitte höchstens {n} wählen",
        "number": "bitte eine Zahl{unit} schreiben",
        "between": "bitte eine Zahl von {low} bis {high}{unit} schreiben",
        "long": "bitte höchstens {n} Zeichen schreiben",
        "instead": "Wenn Sie keine Zahl nennen können:",
        "or": "oder schreiben: {labels}",
        "minutes": "Dauert etwa {n} Minuten.",
        "contact": "Fragen: {contact}.",
        "once": "Bitte antworten Sie in einem Zug und nur einmal.",
        "changes": "Was sich seit dem letzten Mal geändert hat",
        "start": "Bevor Sie beginnen",
    },
}


def word(language: str, key: str, **values: object) -> str:
    """One of these texts; English where nobody has translated them."""
    return WORDS.get(language.partition("-")[0], WORDS["en"])[key].format(**values)


def sentence(words: str) -> str:
    """A limit as a sentence of its own."""
    return f"{words[:1].upper()}{words[1:]}."


def stamp(instrument: Instrument) -> str:
    """What tells one frozen instrument from another, short enough for a form."""
    return instrument.fingerprint[:16]


def beside(question: Question) -> str:
    """Name of the extra question beside a number: why there is none."""
    return f"{question.code}_none"


def plain(text: str) -> str:
    """Markdown of ours as words: bold marks go, lines of a paragraph are joined."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.strip()):
        joined = re.sub(r"\n(?!\s*([-*]|\d+\.) )\s*", " ", block.strip())
        lines = [" ".join(line.split()) for line in joined.splitlines()]
        blocks.append("\n".join(lines))
    return re.sub(r"\*\*(.+?)\*\*", r"\1", "\n\n".join(blocks))


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def welcome(wave: Wave, instrument: Instrument, language: str) -> list[str]:
    """What is read before the first question, one paragraph each."""
    changes = [say(text, language) for text in instrument.changes]
    listed = "\n".join(f"- {line(text)}" for text in changes if text)
    minutes = say(instrument.estimated_minutes, language)
    told = (
        plain(say(instrument.introduction, language)),
        f"{word(language, 'changes')}\n{listed}" if listed else "",
        word(language, "minutes", n=minutes) if minutes else "",
        word(language, "once"),
        plain(say(wave.privacy.statement, language)),
        who_sees("tables", wave.privacy.steward, language),
        comments_told(wave, instrument, language),
        word(language, "contact", contact=wave.privacy.contact),
    )
    return [part for text in told for part in text.split("\n\n") if part]


def offered(question: Question) -> list[Choice]:
    """The options in the order shown: answers first, ways out last."""
    return sorted(question.choices, key=lambda choice: choice.missing is not None)


def labels(choices: Sequence[Choice], language: str) -> dict[str, str]:
    """Option code to label; two that read the same get their codes as well.

    Form tools hand back the label a person chose, so each must stand for one option.
    """
    words = {choice.code: say(choice.label, language).strip() for choice in choices}
    alike: dict[str, int] = {}
    for label in words.values():
        alike[same(label)] = alike.get(same(label), 0) + 1
    return {
        code: f"{label} ({code})" if alike[same(label)] > 1 or not label else label
        for code, label in words.items()
    }


def limits(question: Question, language: str) -> list[str]:
    """What an answer must keep to, in words without a full stop."""
    if question.kind == "multi":
        if question.max_choices:
            return [word(language, "at_most", n=question.max_choices)]
        return [word(language, "any")]
    if question.kind != "number":
        return []
    unit = line(say(dict(question.unit), language))
    if question.low is None or question.high is None:
        return [word(language, "number", unit=f" ({unit})" if unit else "")]
    low, high = f"{question.low:g}", f"{question.high:g}"
    unit = f" {unit}" if unit else ""
    return [word(language, "between", low=low, high=high, unit=unit)]


def meanings(question: Question, language: str) -> list[str]:
    """What the options mean, where an author says more than the label."""
    named = labels(question.choices, language)
    return [
        f"{line(named[choice.code])}: {line(say(choice.help, language))}"
        for choice in offered(question)
        if say(choice.help, language)
    ]


def condition(
    question: Question, holds: Callable[[AnswerIn], str], both: str, either: str
) -> str:
    """When a question is asked, in another tool's own signs; empty: always."""
    parts = [
        f" {both} ".join(holds(part) for part in every) for every in question.show_if
    ]
    if len(parts) < 2:
        return "".join(parts)
    return f" {either} ".join(f"({part})" for part in parts)


def answered_at(earlier: Mapping[str, Question], part: AnswerIn) -> str:
    """Name of the question in the form that holds the options of a condition."""
    question = earlier[part.question]
    return beside(question) if question.kind == "number" else question.code


def numbered(instrument: Instrument) -> dict[str, int]:
    """Question code to its number in a form whose first question is about the team."""
    return {each.code: n for n, each in enumerate(instrument.questions(), start=2)}


def written(instrument: Instrument, question: Question, language: str) -> str:
    """A question on one line, for tools that know nothing but its text."""
    told = [
        line(plain(say(question.help, language))).rstrip("."),
        *limits(question, language),
    ]
    if question.kind == "number" and question.choices:
        named = labels(offered(question), language).values()
        told.append(word(language, "or", labels=", ".join(map(line, named))))
    numbers = numbered(instrument)
    only = only_if(instrument, question, language, lambda code: str(numbers[code]))
    told.append(line(f"{only[:1].lower()}{only[1:]}").rstrip("."))
    extra = "; ".join(part for part in told if part)
    text = line(say(question.text, language))
    return f"{text} ({extra})" if extra else text


_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_TYPED = str.maketrans("‘’‚‛“”„«»‐‑‒–—−", '\'\'\'\'"""""------')


def seen(text: str) -> str:
    """A text on one line, without the signs nobody can see."""
    return " ".join(_CONTROL.sub(" ", _INVISIBLE.sub("", text)).split())


def same(text: str) -> str:
    """What two texts have in common however a tool wrote them.

    One Unicode form, no case, single blanks, no invisible marks, plain quotes and
    hyphens, and without the strokes that keep a sign from being a command.
    """
    text = re.sub(r"\\([\\*_#])", r"\1", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", seen(text).translate(_TYPED).casefold())
