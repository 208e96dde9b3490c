"""How dates are written and read in Spanish in the United States: the month spelled out, and typed first.

Django's own Spanish formats read 04/05/1986 as the 4th of May; an officer who changes the language would corrupt a date
of birth.
"""

DATE_FORMAT = "D., j b Y"
SHORT_DATE_FORMAT = "j b Y"
TIME_FORMAT = "g:i A"
DATETIME_FORMAT = "D., j b Y, g:i A"
SHORT_DATETIME_FORMAT = "j b Y, g:i A"
YEAR_MONTH_FORMAT = r"F \d\e Y"
MONTH_DAY_FORMAT = "j b"
FIRST_DAY_OF_WEEK = 0
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%I:%M %p"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M"]
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
