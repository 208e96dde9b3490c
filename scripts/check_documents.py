"""Check the documents: the README is short, and every link to a file or heading leads somewhere."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST_README = 150
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def documents() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def headings(path: Path) -> set[str]:
    """Return the anchors that GitHub and GitLab make of a page's headings."""
    found = re.findall(r"^#+\s+(.+?)\s*$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def broken_links(path: Path) -> Iterator[str]:
    for target in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        file = (path.parent / place).resolve() if place else path
        if not file.exists():
            yield f"{path.relative_to(ROOT)}: no such file: {target}"
        elif anchor and file.suffix == ".md" and anchor not in headings(file):
            yield f"{path.relative_to(ROOT)}: no such heading: {target}"


def main() -> int:
    wrong = [sentence for path in documents() for sentence in broken_links(path)]
    lines = len((ROOT / "README.md").read_text(encoding="utf-8").splitlines())
    if lines > LONGEST_README:
        wrong.append(f"README.md has {lines} lines; the limit is {LONGEST_README}.")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
