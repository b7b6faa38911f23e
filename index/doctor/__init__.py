"""Checks a library's stores against each other, and mends what it can."""

from index.doctor.diagnosis import Check, Diagnosis, Finding
from index.doctor.examination import examine

__all__ = ["Check", "Diagnosis", "Finding", "examine"]
