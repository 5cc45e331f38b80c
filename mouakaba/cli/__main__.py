"""`python -m mouakaba.cli`."""

from mouakaba.cli import main

raise SystemExit(main())
