"""Event kinds: each is one small dataclass in a module of its own, and one line here."""

from __future__ import annotations

from wijkgenese3d.genesis.kinds.base import Change, Deposit, FieldText, GroundStep, Step, Work
from wijkgenese3d.genesis.kinds.colluvium import Colluvium
from wijkgenese3d.genesis.kinds.cover import Cover, Paint
from wijkgenese3d.genesis.kinds.decay import Decay
from wijkgenese3d.genesis.kinds.deposit import Deposition
from wijkgenese3d.genesis.kinds.drape import Drape
from wijkgenese3d.genesis.kinds.embank import Embank
from wijkgenese3d.genesis.kinds.erode import Erode
from wijkgenese3d.genesis.kinds.excavate import Excavate
from wijkgenese3d.genesis.kinds.fill import Fill
from wijkgenese3d.genesis.kinds.ice import Ice
from wijkgenese3d.genesis.kinds.incise import Incise
from wijkgenese3d.genesis.kinds.layer import Layer
from wijkgenese3d.genesis.kinds.level import Level
from wijkgenese3d.genesis.kinds.line import LineFeature
from wijkgenese3d.genesis.kinds.lower import Lower
from wijkgenese3d.genesis.kinds.make_ground import MakeGround
from wijkgenese3d.genesis.kinds.mound import Mound
from wijkgenese3d.genesis.kinds.pins import Pins
from wijkgenese3d.genesis.kinds.settle import Ribbon, Rows, Settle
from wijkgenese3d.genesis.kinds.soil import Soil, SoilCoat
from wijkgenese3d.genesis.kinds.subside import Subside
from wijkgenese3d.genesis.kinds.thrust import Thrust
from wijkgenese3d.genesis.kinds.water import Water

__all__ = [
    "KINDS",
    "Change",
    "Cover",
    "Deposit",
    "FieldText",
    "GroundStep",
    "Ice",
    "LineFeature",
    "Paint",
    "Pins",
    "Ribbon",
    "Rows",
    "Settle",
    "Soil",
    "SoilCoat",
    "Step",
    "Water",
    "Work",
]

KINDS: dict[str, type[Step]] = {
    "thrust": Thrust,
    "deposit": Deposition,
    "drape": Drape,
    "layer": Layer,
    "erode": Erode,
    "incise": Incise,
    "colluvium": Colluvium,
    "decay": Decay,
    "embank": Embank,
    "mound": Mound,
    "excavate": Excavate,
    "lower": Lower,
    "subside": Subside,
    "fill": Fill,
    "level": Level,
    "make_ground": MakeGround,
    "soil": Soil,
    "cover": Cover,
    "settle": Settle,
    "line": LineFeature,
    "ice": Ice,
    "water": Water,
    "pins": Pins,
}
