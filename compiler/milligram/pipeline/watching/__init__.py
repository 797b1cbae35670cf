"""Guidelines checked, tested and built again whenever they are saved.

Enters: files and folders. Leaves: for each guideline below them what was found, how its cases came out, what they
cover, and what was built of it, as of the last save.

    session = Session((Path("guidelines"),), Wish())
    while session.step():
        print(session.rows)

`changes` notices saves; `look` is the work on one guideline; `worker` does it in a second process, which an edit or a
fault may end; `session` holds it together.
"""

from milligram.pipeline.watching.changes import Changed, Changes
from milligram.pipeline.watching.look import Covered, Outcome, Ran, Stage, Wish, look
from milligram.pipeline.watching.session import Row, Session

__all__ = ["Changed", "Changes", "Covered", "Outcome", "Ran", "Row", "Session", "Stage", "Wish", "look"]
