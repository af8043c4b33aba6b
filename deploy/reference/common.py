"""What the scripts of this folder share."""

EDITION = "2024-12"
DISTRICT_VINTAGE = 2024  # boundary set of the districts that exist in the edition's month
COUNTY_VINTAGE = 2023    # the district to county lookup is of 2023
BODY_VINTAGE = 2024      # lookups of CSPs, police forces, fire authorities and ICBs


class CheckFailed(Exception):
    """The result contradicts itself or the raw data."""


def check(ok, message):
    if not ok:
        raise CheckFailed(message)
