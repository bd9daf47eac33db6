"""Archives larger than a machine's memory: what they consist of, and the shards that are written of them.

`sources` lists the items of folders, tars and Parquet files, `sources_reading` reads one, `shards` writes results.
"""

from posestudio.archives.shards import read_shard, write_shard
from posestudio.archives.sources import list_items
from posestudio.archives.sources_item import Item, Kind
from posestudio.archives.sources_reading import as_file, read_recording

__all__ = ["Item", "Kind", "as_file", "list_items", "read_recording", "read_shard", "write_shard"]
