"""Reading legal requests, the records held about a person, expired records, and breaches."""
