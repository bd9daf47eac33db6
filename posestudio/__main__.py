"""``python -m posestudio`` is the command ``posestudio``."""

import sys

from posestudio.cli import main

sys.exit(main())
