import subprocess
import sys

PROGRAM = """
import gc, threading, time
from posestudio.app.work.torch_import import import_torch

turns = 0
worker = threading.Thread(target=import_torch)
worker.start()
while worker.is_alive():
    time.sleep(0.002)
    turns += 1
import torch
assert gc.isenabled() and gc.get_freeze_count() > 10_000
assert torch.zeros(2).sum() == 0
import_torch()
print(turns)
"""


def test_torch_is_imported_while_another_thread_runs():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=600, check=True
    )
    assert int(done.stdout) > 0  # how long it holds the other thread: benchmarks/event_loop.py
