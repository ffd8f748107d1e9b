"""A thousand organisations drawn at random, released and attacked.

Every edition is attacked exactly by people and by companies, with several measures of
one person at once, and by others' attacker with bounds. Printed: what is shown beside
what bare thresholding would show, and how often that would have given somebody away.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

HERE = Path(__file__).parents[1]
sys.path[:0] = [str(HERE), str(HERE / "disclosure"), str(HERE.parent)]

from organisations import (  # noqa: E402
    by_hand,
    company_leaks,
    exact_leaks,
    naive,
    number_of_cells,
    once_each,
    oracle_leaks,
    organisation,
    thresholded,
    whole_leaks,
)

from generator.disclosure import release  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=1_000)
    parser.add_argument("--first", type=int, default=0)
    chosen = parser.parse_args()
    started = time.process_time()
    shown = asked = bare = careless = unions = 0
    for seed in range(chosen.first, chosen.first + chosen.organisations):
        wave, people = organisation(seed)
        edition = release(wave, people, (), None, 1).edition
        assert exact_leaks(wave, people, edition) == [], seed
        assert company_leaks(wave, people, edition) == [], seed
        assert whole_leaks(wave, people, edition) == [], seed
        assert by_hand(wave, edition) == [], seed
        own = once_each(people)
        alone = release(wave, own, (), None, 1).edition
        assert oracle_leaks(wave, own, alone) == [], seed
        here, of = number_of_cells(edition)
        shown, asked = shown + here, asked + of
        bare += thresholded(wave, people, edition)
        careless += bool(exact_leaks(wave, people, naive(wave, people, edition)))
        unions += len(edition.unions)
    spent = time.process_time() - started
    print(f"{chosen.organisations:,} organisations, no leak, {spent:.0f} s CPU")
    print(f"{shown:,} of {asked:,} practice cells shown; bare thresholding {bare:,}")
    print(f"share of thresholding  {100 * shown / bare:.1f} %")
    print(f"unions of teams        {unions:,}")
    print(f"thresholding leaks in  {careless:,} of {chosen.organisations:,}")


if __name__ == "__main__":
    main()
