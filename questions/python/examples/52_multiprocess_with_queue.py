"""Share work that keeps a CPU busy among processes: one queue hands out jobs, another
brings results back, whichever way the processes are started."""

import multiprocessing
import os
from multiprocessing.queues import Queue

LIMITS = [500, 100, 1_000, 10]


def count_primes(limit: int) -> int:
    return sum(all(n % d for d in range(2, n)) for n in range(2, limit))


# Workers are functions at the top of the module, because spawn and forkserver import
# this file afresh and look them up by name. What a worker needs comes as arguments.
def worker(jobs: Queue, results: Queue) -> None:
    for limit in iter(jobs.get, None):  # None says that there is no more work
        results.put((limit, count_primes(limit), os.getpid()))


def run(method: str) -> tuple[dict[int, int], bool]:
    context = multiprocessing.get_context(method)
    jobs, results = context.Queue(), context.Queue()
    workers = [
        context.Process(target=worker, args=(jobs, results), daemon=True)
        for _ in range(2)
    ]
    for process in workers:  # before the first put(), which starts a thread:
        process.start()  # forking a process that has threads is risky
    for limit in LIMITS:
        jobs.put(limit)
    for _ in workers:  # one None each, or somebody would wait for ever
        jobs.put(None)

    # Empty the queue before join(): a worker does not end until what it has put
    # is out of its hands. The timeout turns a crashed worker into an error.
    answers = [results.get(timeout=30) for _ in LIMITS]
    for process in workers:
        process.join()
    jobs.close()
    jobs.join_thread()

    # Results come in any order, so each carries the job that it belongs to.
    primes = {limit: count for limit, count, _ in sorted(answers)}
    return primes, all(pid != os.getpid() for _, _, pid in answers)


# Without this guard, spawn would start the whole program again in every worker.
if __name__ == "__main__":
    # The default differs: fork on Linux up to 3.13, forkserver from 3.14, spawn on
    # macOS and Windows. So a program should not depend on it.
    trials = [run(method) for method in multiprocessing.get_all_start_methods()]
    primes = trials[0][0]
    for limit, count in primes.items():
        print(f"primes below {limit}: {count}")
    print("same with every start method:", all(t[0] == primes for t in trials))
    print("all found in other processes:", all(t[1] for t in trials))
