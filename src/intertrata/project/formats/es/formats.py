"""Peru writes 1,930 and 6,485,049.50, and 23/11/2026 (as the report does). In: nothing. Out: names Django looks for."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
DATE_FORMAT = "d/m/Y"
SHORT_DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = "d/m/Y H:i"
