"""The five longest modules and functions: a signal to think, not a limit."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main() -> None:
    modules: list[tuple[int, str]] = []
    functions: list[tuple[int, str]] = []
    for path in sorted((ROOT / "generator").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        modules.append((len(source.splitlines()), name))
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                functions.append((length, f"{name}:{node.lineno} {node.name}"))
    for title, rows in (("modules", modules), ("functions", functions)):
        print(f"longest {title}")
        for length, name in sorted(rows, reverse=True)[:5]:
            print(f"  {length:5d}  {name}")
    lengths = sorted(length for length, _ in modules)
    print(f"modules: {len(lengths)}, median {lengths[len(lengths) // 2]} lines")


if __name__ == "__main__":
    main()
