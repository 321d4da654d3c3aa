"""Mutants of a module: one for each place where its code can be changed."""

import ast
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.machinery import SourceFileLoader

from children import ROOT
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

PACKAGE = ROOT / "src" / "tpm_data"


@dataclass(frozen=True)
class Mutant:
    """One change of one file of the package, and the tests that concern the file."""

    part: str
    operator: str
    occurrence: int
    line: int
    column: int
    tests: Sequence[str] = ()

    @property
    def source(self) -> str:
        """The changed text of the file."""
        return str(mutate_code(text_of(self.part), get_operator(self.operator)(), self.occurrence))

    def make(self) -> None:
        """Let this process import the changed text in place of the file."""
        os.chdir(ROOT)
        module, source, read = f"tpm_data.{self.part}", self.source, SourceFileLoader.get_code

        def get_code(loader: SourceFileLoader, name: str) -> object:
            return compile(source, loader.path, "exec") if name == module else read(loader, name)

        sys.dont_write_bytecode = True
        SourceFileLoader.get_code = get_code  # type: ignore[method-assign,assignment]
        import_module(module)  # before pytest, which would read the files it is given by itself

    def __str__(self) -> str:
        lines = zip(text_of(self.part).splitlines(), self.source.splitlines(), strict=False)
        was, now = next((pair for pair in lines if pair[0] != pair[1]), ("", ""))
        return f"{self.part}.py:{self.line} {self.operator}\n    - {was.strip()}\n    + {now.strip()}"


def text_of(part: str) -> str:
    """Return the text of a file of the package."""
    return (PACKAGE / f"{part}.py").read_text(encoding="utf-8")


def places(part: str, seed: int = 0, tests: Sequence[str] = ()) -> list[Mutant]:
    """Return one mutant of each kind for each place: a `+` that can become ten things counts once."""
    text = text_of(part)
    tree, unseen = get_ast(text), _unseen(text)
    found: dict[tuple[int, int, str], list[Mutant]] = {}
    for name in sorted(operator_names()):
        operator = get_operator(name)
        if operator.arguments():
            continue
        positions = [at for node in ast_nodes(tree) for at in operator().mutation_positions(node)]
        for occurrence, (start, _) in enumerate(positions):
            if not any(first <= start < last for first, last in unseen):
                mutant = Mutant(part, name, occurrence, *start, tests)
                found.setdefault((*start, name.split("_")[0]), []).append(mutant)
    chance = random.Random(f"{part} {seed}")
    return [chance.choice(found[key]) for key in sorted(found)]


def _unseen(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return where types are written, slots and lengths held equal: no answer changes with them."""
    nodes: list[ast.expr | None] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            nodes.append(node.returns)
        if isinstance(node, ast.arg | ast.AnnAssign):
            nodes.append(node.annotation)
        if isinstance(node, ast.keyword) and node.arg in ("strict", "slots"):
            nodes.append(node.value)
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
            nodes.append(node.value)
    return [
        ((node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0))
        for node in nodes
        if node is not None
    ]
