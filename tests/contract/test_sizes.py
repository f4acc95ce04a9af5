"""A file fits in a head, a function on a screen."""

from __future__ import annotations

import ast

from tests.contract.tree import modules

MODULE_LINES = 250
BODY_LINES = 40  # without signature and docstring

# Larger ones by name, each with the reason. A name that is not too large any more must leave.
LARGE_MODULES: dict[str, str] = {}
LARGE_FUNCTIONS: dict[str, str] = {}


def large_modules() -> dict[str, int]:
    sizes = {module.place: module.source.count("\n") for module in modules()}
    return {place: lines for place, lines in sizes.items() if lines > MODULE_LINES}


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def large_functions() -> dict[str, int]:
    found = {}
    for module in modules():
        for node in ast.walk(module.syntax):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > BODY_LINES:
                found[f"{module.place}:{node.name}"] = body_lines(node)
    return found


def test_no_module_grows_beyond_a_screenful_of_screens():
    assert large_modules().keys() <= LARGE_MODULES.keys(), large_modules()


def test_no_function_grows_beyond_a_screen():
    assert large_functions().keys() <= LARGE_FUNCTIONS.keys(), large_functions()


def test_exceptions_are_still_needed():
    assert LARGE_MODULES.keys() <= large_modules().keys()
    assert LARGE_FUNCTIONS.keys() <= large_functions().keys()


def test_lines_are_counted():
    counted = ast.parse('def f():\n    """Doc."""\n    a = 1\n    return a\n').body[0]
    assert isinstance(counted, ast.FunctionDef)
    assert body_lines(counted) == 2
