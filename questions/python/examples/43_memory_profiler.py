"""Find the line that leaks. memory_profiler (no longer maintained) does it with
@profile on a function; here tracemalloc, from the standard library, does the job."""

import linecache
import sys
import tracemalloc
from collections import deque

try:  # The old pattern: decorate, run the program, read the report line by line.
    from memory_profiler import profile
except ImportError:  # Not installed: a stand-in that leaves the function alone.

    def profile(stream=None):
        return lambda function: function


history: list[str] | deque[str] = []  # grows for ever: this is the leak


@profile(stream=sys.stderr)
def serve_customers(how_many: int) -> None:
    for number in range(how_many):
        menu = "soup of the day, " * 5_000  # large, but freed in the next round
        history.append(f"customer {number}: " + menu[:400])


tracemalloc.start()
serve_customers(10)  # warm up, so that one-off costs do not look like growth

before = tracemalloc.take_snapshot()
tracemalloc.reset_peak()
serve_customers(500)
kept, peak = tracemalloc.get_traced_memory()
after = tracemalloc.take_snapshot()
tracemalloc.stop()

# Look only at this file: the tools allocate memory of their own.
here = [tracemalloc.Filter(True, __file__)]
growth = after.filter_traces(here).compare_to(before.filter_traces(here), "lineno")

# Snapshots are compared line by line, and the largest change comes first.
worst = growth[0]
frame = worst.traceback[0]
print("line that grew most:")
print("   ", linecache.getline(frame.filename, frame.lineno).strip())
print("at least one block for each customer:", worst.count_diff >= 500)

others = sum(line.size_diff for line in growth[1:])
print("it grew more than all other lines together:", worst.size_diff > others)

# A snapshot sees only what is alive; the peak also counts the passing menus.
print("peak above what was left at the end:", peak > kept)

history = deque(maxlen=10)  # mend the leak, then measure again instead of hoping
tracemalloc.start()
serve_customers(500)
left, _ = tracemalloc.get_traced_memory()
tracemalloc.stop()
print("less is left after the repair:", left < worst.size_diff)
