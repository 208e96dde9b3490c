"""Reading legal requests, what is held of a person, what is past its time, and breaches."""
