"""Marks corrected for the severity of those who gave them, with what is not known said beside."""

from mouakaba.kernel.calibration.model import Effects, Fitted, fit
from mouakaba.kernel.calibration.overlap import Overlap, overlap_of
from mouakaba.kernel.calibration.ranking import Calibrated, Calibration, Mark, calibrate

__all__ = [
    "Calibrated",
    "Calibration",
    "Effects",
    "Fitted",
    "Mark",
    "Overlap",
    "calibrate",
    "fit",
    "overlap_of",
]
