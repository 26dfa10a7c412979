"""The pages of macros and functions: each macro, test and public function on one line."""

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from python_steps.documentation.markdown import first_sentence, link, table

PAGE = "docs/functions.md"
PYTHON_PAGE = "docs/python.md"
DEFINITION = re.compile(
    r"(?:\{#-?(?P<comment>(?:(?!#\}).)*?)-?#\}\s*)?"
    r"\{%-?\s*(?P<kind>macro|test|materialization)\s+(?P<name>\w+)(?P<rest>[^%]*)%\}",
    re.S,
)
MACRO_FOLDERS = {
    "macros/sources": "What an input is, and how its files are read.",
    "macros/quality": "Parsing, validation, cleaning.",
    "macros/cross_db": "SQL functions that differ between DuckDB and Spark.",
    "macros/kpis": "Rules shared by several KPIs.",
    "macros/detection": "Baselines, change windows, settings.",
    "macros/format": "Figures and sentences as text.",
    "macros/incremental": "What changed since the last build, and how rows are replaced.",
    "macros/overrides": "Replaced parts of dbt.",
    "macros/on_run": "Checks before a build, the summary after it.",
    "tests/generic": "Data tests.",
}
INTRODUCTION = """\
# Macros

Every macro and generic test, with the first sentence of its comment. [python.md](python.md) lists
the Python functions. Generated: `make docs-pages`."""
PYTHON_INTRODUCTION = """\
# Python functions

Every public Python function, with the first sentence of its docstring, and the functions of other
packages that it calls (*library calls*). [functions.md](functions.md) lists the macros. Generated:
`make docs-pages`.

`.venv/bin/monitoring STEP` runs a step, and `--help` lists the steps. Where the project itself is
not installed, `.venv/bin/python -m python_steps STEP` does the same."""


class UndocumentedError(ValueError):
    """A macro has no doc comment, or a public function no docstring."""


@dataclass(frozen=True)
class Macro:
    """A macro, generic test or materialization."""

    name: str
    signature: str
    summary: str


def functions_page(project: Path) -> str:
    """Write the page of macros.

    Args:
        project: Folder of the project.

    Raises:
        UndocumentedError: A macro is not documented.
        LookupError: A folder of macros is not in `MACRO_FOLDERS`.
    """
    macros = []
    folders = [path for path in (project / "macros").iterdir() if path.is_dir()]
    for path in [*folders, project / "tests" / "generic"]:
        if path.relative_to(project).as_posix() not in MACRO_FOLDERS:
            raise LookupError(f"{path}: MACRO_FOLDERS does not say what this folder is for")
    for folder, purpose in MACRO_FOLDERS.items():
        if (project / folder).exists():
            macros += [[f"**{folder}**", f"**{purpose}**"], *_macro_rows(project, folder)]
    return "\n\n".join([INTRODUCTION, table(["Macro", "What it does"], macros)]) + "\n"


def python_page(project: Path) -> str:
    """Write the page of Python functions.

    Args:
        project: Folder of the project.

    Raises:
        UndocumentedError: A public function is not documented.
    """
    python = []
    for package in _packages(project):
        name = package.relative_to(project).as_posix()
        python += [
            [f"**{name}**", f"**{_purpose(package)}**", ""],
            *_function_rows(project, package),
        ]
    functions = table(["Function", "What it does", "Library calls"], python)
    return f"{PYTHON_INTRODUCTION}\n\n{functions}\n"


def macros_in(path: Path) -> list[Macro]:
    """Return the macros of a file, without the per-engine sides of dispatched macros.

    Args:
        path: A file of macros. Those in a folder `overrides` replace macros of dbt, so there a name
            such as `spark__get_empty_schema_sql` is the macro itself.

    Raises:
        UndocumentedError: No doc comment precedes a macro.
    """
    macros = {}
    for match in DEFINITION.finditer(path.read_text(encoding="utf-8")):
        name = match["name"]
        is_side = name.startswith(("default__", "spark__")) and path.parent.name != "overrides"
        if is_side or name in macros:
            continue
        if not (match["comment"] or "").strip():
            raise UndocumentedError(f"{path}: the macro {name} has no doc comment before it")
        arguments = re.sub(r"\s+", " ", match["rest"]).strip(" -")
        kind = "materialization " if match["kind"] == "materialization" else ""
        macros[name] = Macro(name, f"{kind}{name}{arguments}", first_sentence(match["comment"]))
    return list(macros.values())


def libraries_of(function: ast.FunctionDef | ast.ClassDef, module: ast.Module) -> list[str]:
    """Return the qualified names of what a function calls in third-party packages, sorted.

    Args:
        function: A function or class of the module.
        module: The parsed module. Its private functions and classes count as part of the functions
            that use them.
    """
    imported = _third_party_names(module)
    private = {node.name: node for node in _definitions(module) if node.name.startswith("_")}
    called, seen, waiting = set(), set(), [function]
    while waiting:
        for node in ast.walk(waiting.pop()):
            if isinstance(node, ast.Name) and node.id in private.keys() - seen:
                seen.add(node.id)
                waiting.append(private[node.id])
            if isinstance(node, ast.Call):
                name, _, attributes = _dotted_name(node.func).partition(".")
                if name in imported:
                    called.add(f"{imported[name]}.{attributes}".rstrip("."))
    return sorted(called)


def _macro_rows(project, folder):
    return [
        [link(f"`{macro.signature}`", file.relative_to(project).as_posix(), PAGE), macro.summary]
        for file in sorted((project / folder).rglob("*.sql"))
        for macro in macros_in(file)
    ]


def _purpose(package):
    """Return the first sentence of the docstring of a package, if it has one."""
    file = package / "__init__.py"
    docstring = ast.get_docstring(ast.parse(file.read_bytes())) if file.exists() else None
    return first_sentence(docstring) if docstring else ""


def _packages(project):
    folders = {path.parent for path in (project / "python_steps").rglob("*.py")}
    return sorted(folder for folder in folders if _modules(folder))


def _modules(package):
    modules = [path for path in package.glob("*.py") if path.name != "__init__.py"]
    return sorted(path for path in modules if _public(ast.parse(path.read_bytes())))


def _function_rows(project, package):
    rows = []
    for path in _modules(package):
        module = ast.parse(path.read_bytes())
        for node in _public(module):
            docstring = ast.get_docstring(node)
            if not docstring:
                raise UndocumentedError(f"{path}: {node.name} has no docstring")
            label = f"`{path.stem}.{node.name}`"
            rows.append(
                [
                    link(label, path.relative_to(project).as_posix(), PAGE),
                    first_sentence(docstring),
                    ", ".join(f"`{each}`" for each in libraries_of(node, module)),
                ]
            )
    return rows


def _public(module):
    names = [node.name for node in _definitions(module)]
    hidden = [name for name in names if name.startswith("_") or name.endswith("Error")]
    return [node for node in _definitions(module) if node.name not in hidden]


def _definitions(module):
    return [node for node in module.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def _dotted_name(node):
    """Return a.b.c for an expression of names and attributes; an empty text for any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        value = _dotted_name(node.value)
        return f"{value}.{node.attr}" if value else ""
    return ""


def _third_party_names(module):
    """Map the names that a module imports from third-party packages to their qualified names."""
    names = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if _is_third_party(alias.name):
                    bound = alias.asname or alias.name.partition(".")[0]
                    names[bound] = alias.name if alias.asname else bound
        if isinstance(node, ast.ImportFrom) and not node.level and _is_third_party(node.module):
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def _is_third_party(module):
    package = module.partition(".")[0]
    return package != "python_steps" and package not in sys.stdlib_module_names
