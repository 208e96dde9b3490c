"""Pages of enrolment: intakes, and being active or inactive."""
