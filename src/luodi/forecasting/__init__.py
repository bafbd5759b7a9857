"""Forecasts of short series with intervals that hold what they promise; the chance that a target is met."""

from luodi.forecasting.engine import forecast
from luodi.forecasting.pace import Pace, pace
from luodi.forecasting.probability import Probability, probability
from luodi.forecasting.result import Forecast, Notice
from luodi.forecasting.targets import Target

__all__ = ["Forecast", "Notice", "Pace", "Probability", "Target", "forecast", "pace", "probability"]
