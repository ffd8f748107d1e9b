"""Where the server is, and who signs in: addresses from YAML, secrets never."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from generator.backends.limesurvey.client import Account
from generator.errors import Exit, Problems, refuse
from generator.machine.private import LIMESURVEY_PASSWORD, others_can_read
from generator.model.survey import LimeSurvey, Survey

USER = "BASELINE_LIMESURVEY_USER"
PASSWORD = "BASELINE_LIMESURVEY_PASSWORD"  # noqa: S105 - the name of a variable
KEYRING = "practice-baseline"
"""Name under which a password is looked up in the system's keyring."""

RPC = "admin/remotecontrol"
LONGEST_PASSWORD = 1000


def settings_of(survey: Survey) -> LimeSurvey:
    """The LimeSurvey settings of a survey, or words about where to write them."""
    if survey.limesurvey is None:
        raise refuse(
            "limesurvey-missing",
            f"survey '{survey.id}' does not say where the LimeSurvey server is",
            "add `limesurvey:` with `url:` to survey.yaml",
            path=f"surveys/{survey.id}/survey.yaml",
        )
    return survey.limesurvey


def account_of(
    settings: LimeSurvey, var: Path, environment: Mapping[str, str] = os.environ
) -> Account:
    """User and password: from the environment, a private file, or the keyring.

    Args:
        settings: what `survey.yaml` says.
        var: the project's `var/`; the file is `var/keys/limesurvey-password`.
        environment: the process's environment variables.
    """
    user = environment.get(USER, "") or settings.user
    if not user:
        raise refuse(
            "limesurvey-account",
            "it is not said which LimeSurvey account to use",
            f"set {USER}, or write `user:` below `limesurvey:` in survey.yaml",
            exit_code=Exit.USAGE,
        )
    password = (
        environment.get(PASSWORD, "")
        or _from_file(var / "keys" / LIMESURVEY_PASSWORD)
        or _from_keyring(user)
    )
    if not password:
        raise refuse(
            "limesurvey-account",
            f"there is no password for the LimeSurvey account '{user}'",
            f"set {PASSWORD}, or put it alone into var/keys/{LIMESURVEY_PASSWORD}, or "
            f"store it with 'keyring set {KEYRING} {user}'",
            exit_code=Exit.USAGE,
        )
    return Account(user, password, settings.plugin)


def address_of(settings: LimeSurvey, sid: int, **values: str) -> str:
    """What a respondent opens: the survey's address with values behind it."""
    pattern = settings.survey_address or _guessed(settings.url)
    address = pattern.replace("{sid}", str(sid))
    sign = "&" if "?" in address else "?"
    query = "&".join(f"{name}={value}" for name, value in values.items())
    return f"{address}{sign}{query}" if query else address


def host_of(settings: LimeSurvey) -> str:
    """The server's name, as people know it."""
    return urlsplit(settings.url).hostname or settings.url


def installation(url: str) -> str:
    """What the two forms of one server's address have in common."""
    return url.partition("?")[0].partition("index.php")[0].rstrip("/")


def plain_http(settings: LimeSurvey) -> bool:
    """Whether the password would cross a network unencrypted."""
    parts = urlsplit(settings.url)
    return parts.scheme == "http" and parts.hostname not in (
        "127.0.0.1",
        "::1",
        "localhost",
    )


def refuse_plain_http(settings: LimeSurvey) -> None:
    """A password and names never cross a network unencrypted."""
    if plain_http(settings):
        raise refuse(
            "limesurvey-plain-http",
            f"{host_of(settings)} would be spoken to without encryption",
            "ask for the server's https address; answers and the password must not "
            "cross a network in plain text",
            exit_code=Exit.BACKEND,
        )


def _guessed(url: str) -> str:
    """The address of surveys, from the address of the interface."""
    if f"r={RPC}" in url:
        return url.replace(f"r={RPC}", "r=survey/index&sid={sid}")
    if RPC in url:
        return url[: url.index(RPC)] + "{sid}"
    raise refuse(
        "limesurvey-address",
        "the address of surveys cannot be told from `url:`",
        "add `survey_address:` below `limesurvey:`, such as "
        "https://survey.example.org/index.php/{sid}",
    )


def _from_file(path: Path) -> str:
    if not path.is_file():
        return ""
    if others_can_read(path):
        raise refuse(
            "limesurvey-account",
            "others on this machine can read the file with the password",
            f"make it private: chmod 600 {path.as_posix()}",
            path=path,
            exit_code=Exit.MACHINE,
        )
    try:
        # one line, whatever an editor put before and behind it
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise refuse(
            "limesurvey-account",
            "the file with the password is not a text in UTF-8",
            "save it again as UTF-8, with the password alone in it",
            path=path,
            exit_code=Exit.MACHINE,
        ) from None
    return text.rstrip("\r\n")[:LONGEST_PASSWORD]


def _from_keyring(user: str) -> str:
    """The system's keyring, where the package `keyring` is installed."""
    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return ""
    try:
        found = keyring.get_password(KEYRING, user)
    except Exception as error:  # noqa: BLE001 - every system's keyring has its own
        raise _keyring_refused(type(error).__name__) from None
    return str(found or "")


def _keyring_refused(why: str) -> Problems:
    return refuse(
        "limesurvey-account",
        f"the system's keyring could not be read: {why}",
        f"unlock it, or set {PASSWORD}",
        exit_code=Exit.MACHINE,
    )
