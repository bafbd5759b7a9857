"""What the records room keeps: one typed table a register, and how rows came in and are changed."""

from .batches import Batch, Mapping, Problem
from .changes import ChangeRequest, Keeper
from .rows import MODELS, Row, model_of

globals().update({model.__name__: model for model in MODELS.values()})

__all__ = ["MODELS", "Batch", "ChangeRequest", "Keeper", "Mapping", "Problem", "Row", "model_of"]
