"""The parsed project is kept from the garbage collector."""

import gc

import duckdb

from python_steps.dbt_plugins.frozen_project import Plugin


def test_objects_that_exist_are_frozen_and_later_ones_are_not():
    exists = [[]]
    try:
        with duckdb.connect() as connection:
            Plugin("frozen", {}).configure_connection(connection)
        later = [[]]
        collected = {id(each) for each in gc.get_objects()}
        assert id(exists) not in collected
        assert id(later) in collected
    finally:
        gc.unfreeze()
