"""What a form tool cannot do that our own collector does, in words."""

from __future__ import annotations

from generator.model.answermap import AnswerMap
from generator.model.instrument import Wave

_RESUME = "nobody can stop and go on at another time or on another device"
_REMIND = "reminders go to everybody: nobody here knows who has finished"
_TWICE = "one address for all cannot keep a person from answering twice"
_NAMES = (
    "names and e-mail addresses in the tool's file tell who said what: keep it as safe "
    "as var/, out of git, and delete it when the wave is released"
)
_PROMISE = (
    "this wave promised that answers are tied to nobody: let the tool ask for no name "
    "and no sign-in"
)


def lost_in(wave: Wave) -> tuple[str, ...]:
    """What is lost when a wave is fielded with another form tool."""
    trend = "change between waves compares groups, not the same persons"
    promise = [_PROMISE] if wave.privacy.identity == "anonymous" else []
    return (_RESUME, _REMIND, trend, _TWICE, _NAMES, *promise)


def lost_with(wave: Wave, plan: AnswerMap) -> tuple[str, ...]:
    """What is lost with a file of answers that this map describes."""
    found = [_RESUME, _REMIND]
    if wave.privacy.identity == "anonymous":
        found += [_TWICE, _NAMES, _PROMISE]
    elif plan.person:
        found.append(_NAMES)
    else:
        trend = "no column names the person: change between waves compares groups only"
        found += [trend, _TWICE, _NAMES]
    return tuple(found)
