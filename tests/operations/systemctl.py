"""A stand-in for systemctl: python systemctl.py ROOT VERB [--now] UNIT...

Starts a unit as systemd does: the environment is that of its EnvironmentFile lines and nothing else.
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

VERSION = "15"
LINE = re.compile(r"([A-Z_]+)='([^']*)'")


def main() -> int:
    root, verb = Path(sys.argv[1]), sys.argv[2]
    for unit in [each for each in sys.argv[3:] if not each.startswith("-")]:
        name = unit.removesuffix(".service")
        if name == "postgresql":
            postgresql(root, verb)
        elif verb == "stop":
            stop(root, name)
        elif verb in {"start", "enable"} and not name.endswith(".timer"):
            start(root, name)
    return 0


def postgresql(root: Path, verb: str) -> None:
    data = root / "var" / "lib" / "postgresql" / VERSION / "main"
    command = ["pg_ctl", f"--pgdata={data}", f"--log={root / 'postgresql.log'}", "--wait", "--silent", verb]
    subprocess.run(command, check=True)
    while verb != "stop" and in_recovery():
        time.sleep(0.2)


def in_recovery() -> bool:
    asked = ["psql", "--dbname=postgres", "-Atc", "SELECT pg_is_in_recovery()"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip() == "t"


def start(root: Path, name: str) -> None:
    unit = (root / "etc" / "systemd" / "system" / f"{name}.service").read_text(encoding="utf-8")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    for path in re.findall(r"^EnvironmentFile=(.+)$", unit, re.MULTILINE):
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                variable = LINE.fullmatch(line)
                assert variable, f"not in the form that systemd and the shell both read: {line}"
                environment[variable[1]] = variable[2]
    [command] = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)
    [folder] = re.findall(r"^WorkingDirectory=(.+)$", unit, re.MULTILINE)
    with (root / f"{name}.log").open("ab") as log:
        running = subprocess.Popen(
            command.split(), env=environment, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
    (root / f"{name}.pid").write_text(str(running.pid), encoding="utf-8")
    if "Type=oneshot" in unit and running.wait():
        raise SystemExit((root / f"{name}.log").read_text(encoding="utf-8"))


def stop(root: Path, name: str) -> None:
    noted = root / f"{name}.pid"
    if noted.exists():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(int(noted.read_text(encoding="utf-8")), signal.SIGTERM)
        noted.unlink()


if __name__ == "__main__":
    sys.exit(main())
