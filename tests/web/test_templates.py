"""Templates, read without drawing a page: what is wrong in a branch that no page took is wrong all the same."""

from flask import Flask
from jinja2 import nodes


def names_at_hand(tree: nodes.Template) -> set[str]:
    """Macros that a template imports by name or makes."""
    imported = [name for line in tree.find_all(nodes.FromImport) for name in line.names]
    made = {macro.name for macro in tree.find_all(nodes.Macro)}
    return made | {name if isinstance(name, str) else name[1] for name in imported}


def names_called(macro: nodes.Macro) -> set[str]:
    """What a macro calls by a bare name, its own arguments apart."""
    called = {call.node.name for call in macro.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
    return called - {argument.name for argument in macro.args}


def macros_without(app: Flask, wanted: set[str]) -> list[str]:
    """Macros that call one of these and could not: a macro sees what its own template imports, not what a page did."""
    found = []
    for name in app.jinja_env.list_templates():
        tree = app.jinja_env.parse(app.jinja_env.loader.get_source(app.jinja_env, name)[0])  # type: ignore[union-attr]
        for macro in tree.find_all(nodes.Macro):
            missing = (names_called(macro) & wanted) - names_at_hand(tree)
            found += [f"{name}: {macro.name}() calls {each}()" for each in sorted(missing)]
    return found


def test_every_macro_imports_the_macros_that_it_calls(app: Flask) -> None:
    everything = {
        macro.name
        for name in app.jinja_env.list_templates()
        for macro in app.jinja_env.parse(app.jinja_env.loader.get_source(app.jinja_env, name)[0]).find_all(nodes.Macro)  # type: ignore[union-attr]
    }
    assert {"icon", "pill", "file_view"} <= everything
    assert macros_without(app, everything) == []
