"""Reading the settings before Django does: from a file where one is named, and with one sentence for each wrong value.

The file has the form that systemd's EnvironmentFile and the shell read too: NAME='value' on each line.
"""

import os
import re
import sys
from importlib import import_module
from pathlib import Path

from dotenv import dotenv_values
from environs import EnvError, EnvValidationError

NAMED_FILE = "HANDOFF_SETTINGS_FILE"
DEFAULT_FILE = ".env"
NAMED_IN_MESSAGE = re.compile(r'"(HANDOFF_\w+)" invalid')

SENTENCES = {
    "Not a valid integer.": "must be a whole number, such as 30",
    "Not a valid boolean.": "must be true or false",
    "Not a valid database URL.": "must be an address such as postgresql://user:password@host/name, with special "
    "characters in the password percent-encoded",
}
"""What environs says of a value, and what we say. The value itself isn't shown: it may hold a password."""


def load_settings_file() -> Path | None:
    """Read the file that HANDOFF_SETTINGS_FILE names, or `.env` in the current folder, into the environment.

    A variable that is set already stays as it is. Returns the file, or None when there is none.
    """
    named = os.environ.get(NAMED_FILE, "")
    path = Path(named or DEFAULT_FILE)
    try:
        with path.open(encoding="utf-8") as lines:
            values = dotenv_values(stream=lines, interpolate=False)
    except FileNotFoundError:
        if named:
            raise SystemExit(f"{NAMED_FILE}: there is no file {path}.") from None
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"The settings file {path} can't be read ({type(error).__name__}).") from error
    for name, value in values.items():
        if value is not None:
            os.environ.setdefault(name, value)
    return path


def refuse_wrong_settings() -> None:
    """Exit with one sentence for each variable whose value can't be used."""
    wrong: list[str] = []
    left_out: dict[str, str] = {}
    while True:
        try:
            import_settings()
        except EnvValidationError as error:
            named = NAMED_IN_MESSAGE.search(str(error))
            if named is None or named[1] not in os.environ:
                wrong.append(str(error))
                break
            wrong.append(f"{named[1]} {describe_error(error.error_messages)}.")
            # Left out, so that the next round finds the next one.
            left_out[named[1]] = os.environ.pop(named[1])
        except EnvError as error:
            wrong.append(str(error))
            break
        except OSError as error:
            wrong.append(f"HANDOFF_DATA_FOLDER can't be used: {error.filename} ({error.strerror}).")
            break
        except ModuleNotFoundError as error:
            if not str(os.environ["DJANGO_SETTINGS_MODULE"]).startswith(error.name or "-"):
                raise
            wrong.append(f"DJANGO_SETTINGS_MODULE names no settings: there is no {error.name}.")
            break
        else:
            break
    os.environ |= left_out
    if wrong:
        raise SystemExit("\n".join(["Handoff can't start. Fix these settings:", *wrong]))


def import_settings() -> None:
    """Import the settings anew: one that failed halfway is forgotten, the package's `base` included."""
    name = os.environ["DJANGO_SETTINGS_MODULE"]
    for module in (name, "handoff.config.settings.base"):
        sys.modules.pop(module, None)
    import_module(name)


def describe_error(messages: object) -> str:
    """What is wrong with a value, as the end of a sentence that starts with the variable's name."""
    found = [str(each) for each in messages] if isinstance(messages, list) else [str(messages)]
    return " and ".join(SENTENCES.get(each, "is wrong: " + each.rstrip(".")) for each in found)
