"""The menu leads to every entity, once."""

from backoffice import access, labels


def test_every_entity_stands_in_one_section():
    """No list is forgotten, none is offered twice."""
    listed = [entity for _heading, _drawing, entities in labels.SECTIONS for entity in entities]

    assert sorted(listed) == sorted(access.ENTITIES)
