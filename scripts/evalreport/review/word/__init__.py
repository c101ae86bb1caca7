"""The review as tracked changes in Word."""
