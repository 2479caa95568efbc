"""One address for several visitors: a process of the app for each of them, and a small one before them."""

from wijkgenese3d.web.supervisor.child import ChildError
from wijkgenese3d.web.supervisor.lifeline import end_with_supervisor, tell_supervisor
from wijkgenese3d.web.supervisor.places import places_on_this_machine
from wijkgenese3d.web.supervisor.serve import Terms, supervise

__all__ = [
    "ChildError",
    "Terms",
    "end_with_supervisor",
    "places_on_this_machine",
    "supervise",
    "tell_supervisor",
]
