"""LimeSurvey over its remote control interface."""
