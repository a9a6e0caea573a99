"""What is wrong is shown as one types, in every file of the story, and goes when it is mended."""

from __future__ import annotations

import pytest

from tests.editor.author import Author

pytestmark = pytest.mark.asyncio(loop_scope="session")
SCENES = "one/hall.yaml"


async def test_what_is_typed_is_judged_without_being_saved(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "to: garden", "to: gardn")
    (found,) = await author.codes(SCENES, "R201")
    assert found.message == "there is no scene `gardn`\ndid you mean `garden`?"
    assert author.written(SCENES, found.range) == "gardn"
    assert found.source == "escape"
    author.type(SCENES, "to: gardn", "to: garden")
    assert await author.codes(SCENES) == []
