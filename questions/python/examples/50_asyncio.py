"""asyncio: one thread, many waits. Coroutines take turns at each await; tasks, queues,
timeouts and cancellation keep them in order."""

import asyncio
import threading


async def cook(dish: str, steps: int) -> str:
    for step in range(1, steps + 1):
        print(f"  {dish}: step {step}")
        await asyncio.sleep(0)  # the only place where somebody else gets a turn
    return f"{dish} done"


async def waiter(orders: asyncio.Queue[str | None]) -> None:
    while (dish := await orders.get()) is not None:
        print("  served", dish)


async def simmer() -> None:
    try:
        await asyncio.Event().wait()  # would wait for ever
    finally:
        print("  hob switched off")  # cancellation is an exception: tidy up here


async def burn() -> None:
    raise RuntimeError("toast burnt")


async def main() -> None:
    # gather runs them by turns, and gives results in the order of its arguments.
    print(await asyncio.gather(cook("soup", 3), cook("toast", 1)))

    # A full queue makes the producer wait; None tells the consumer to stop.
    orders: asyncio.Queue[str | None] = asyncio.Queue(maxsize=1)
    async with asyncio.TaskGroup() as group:  # leaves when all its tasks are done
        group.create_task(waiter(orders))
        for dish in ("soup", "toast", None):
            await orders.put(dish)

    try:
        async with asyncio.timeout(0.01):
            await simmer()
    except TimeoutError:
        print("gave up waiting")

    try:  # if one task fails, the group cancels the others and then reports
        async with asyncio.TaskGroup() as group:
            group.create_task(simmer())
            group.create_task(burn())
    except* RuntimeError as failures:
        print("group failed:", [str(error) for error in failures.exceptions])

    # Blocking code would stop everybody: send it to a thread.
    other_thread = await asyncio.to_thread(threading.get_ident)
    print("ran in another thread:", other_thread != threading.get_ident())


asyncio.run(main())  # makes the event loop, runs main() in it and closes it
