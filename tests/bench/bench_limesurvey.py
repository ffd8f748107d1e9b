"""P11: collecting 5,000 LimeSurvey responses again, against the first time.

Needs a test server: BASELINE_LIMESURVEY_URL, BASELINE_LIMESURVEY_USER and
BASELINE_LIMESURVEY_PASSWORD, as for the tests against a real server. Prints seconds of
wall time and of our own CPU, each the median of three, and the ratios.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [
    str(Path(__file__).parents[1]),
    str(Path(__file__).parents[1] / "backends" / "limesurvey"),
]

ROWS = int(os.environ.get("BASELINE_BENCH_ROWS", "5000"))


def main() -> None:
    if not os.environ.get("BASELINE_LIMESURVEY_URL"):
        print("skipped: BASELINE_LIMESURVEY_URL names no LimeSurvey server")
        return
    for identity in ("pseudonymous", "anonymous"):
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), identity)


def _measure(folder: Path, identity: str) -> None:
    import test_real_server as real

    from generator.formats.lss import codes
    from generator.pipeline import fielding

    reading, wave = real.project(folder, identity)
    listed = [one for one in real.people(30) if one.group == "practitioner"]
    fielding.field(reading, "live", listed, "", now=real.now)
    remote = real.record_of(reading).surveys["practitioner"]
    try:
        with real.server(reading) as client:
            names = {
                heading: name
                for name, heading in real.columns(client, remote.sid).items()
            }
            fixed = {names[code]: "3" for code in ("Q1", "Q2", "Q3", "Q4", "Q5")}
            fixed |= {names["N1"]: "12", names["C1"]: "Some words. " * 5}
            if identity == "anonymous":
                from generator.backends.pseudonyms import link_code
                from generator.store.keys import survey_key

                key = survey_key(reading.places.var, wave.survey)
                fieldmap = client.call("get_fieldmap", remote.sid, "en")
                column = real.structure.columns(fieldmap)[codes.TEAM]
                fixed[column] = link_code(key, "live", "practitioner", "oncology")
            for number in range(ROWS):
                row = {**fixed, names["Q1"]: str(number % 5)}
                if identity == "pseudonymous":
                    # every row a token of its own: known or not, it must be read
                    row["token"] = f"bench{number}"
                client.call("add_response", remote.sid, row)
        if identity == "pseudonymous":
            _own(reading, remote)
        first = [_timed(reading, fresh=True) for _ in range(3)]
        again = [_timed(reading, fresh=False) for _ in range(3)]
        for what, at in (("wall", 0), ("cpu", 1)):
            one = statistics.median(each[at] for each in first)
            two = statistics.median(each[at] for each in again)
            print(
                f"{identity}, {ROWS} rows, {what}: first {one:.2f} s, "
                f"again {two:.2f} s, ratio {two / one:.2f}"
            )
    finally:
        with real.server(reading) as client:
            for sid in real.record_of(reading).used:
                client.call("delete_survey", sid)


def _own(reading: object, remote: object) -> None:
    """The rows belong to invitations of ours, as if everybody had been invited."""
    import test_real_server as real

    from generator.backends.limesurvey.record import (
        Whose,
        record_path,
        token_hash,
        write_record,
    )

    record = real.record_of(reading)
    for number in range(ROWS):
        record.surveys["practitioner"].invitations[token_hash(f"bench{number}")] = (
            Whose("oncology", f"person-{number}", "")
        )
    write_record(record_path(reading.places.var, "alliance-baseline", "live"), record)


def _timed(reading: object, *, fresh: bool) -> tuple[float, float]:
    import test_real_server as real

    if fresh:
        for path in reading.places.var.glob("store.sqlite3*"):
            path.unlink()
    wall, cpu = time.perf_counter(), time.process_time()
    done = real.collect(reading, "live", now=real.now)
    taken = time.perf_counter() - wall, time.process_time() - cpu
    assert not done.problems, done.problems[:3]
    assert done.new == (ROWS if fresh else 0), done
    return taken


if __name__ == "__main__":
    main()
