"""The program in the bundle: ``posestudio ARGUMENTS``; for its child processes ``posestudio -m MODULE ARGUMENTS``.

The window, the readers of damaged files and the doctor start children as ``sys.executable -m posestudio...``; in a
bundle ``sys.executable`` is this program, not Python.
"""

import multiprocessing
import runpy
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a worker of a pool goes on here, and does not come back
    if sys.argv[1:2] == ["-m"] and sys.argv[2:3] and sys.argv[2].partition(".")[0] == "posestudio":
        module = sys.argv[2]
        del sys.argv[1:3]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        from posestudio.cli import main

        sys.exit(main())
