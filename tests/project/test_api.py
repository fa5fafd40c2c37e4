"""The functions of the package are not hidden by its modules (docs/decisions/0002)."""

import importlib
import pkgutil

import evalkit


def test_functions_stay_reachable_after_every_module_is_imported():
    for module in pkgutil.walk_packages(evalkit.__path__, "evalkit."):
        importlib.import_module(module.name)
    assert all(callable(getattr(evalkit, name)) for name in evalkit.__all__)


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(evalkit, "nothing_of_the_kind")
